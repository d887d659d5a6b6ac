import { platformGrantsOf, type Capability, type PlatformRoleName } from '#domain/kernel/capability.ts';
import type { capabilityList } from '#domain/kernel/schemas.ts';
import type pg from 'pg';
import type * as z from 'zod';

/** A platform role that somebody holds; where it names permissions, it reaches no further than those. */
export interface PlatformHolding {
  readonly role: PlatformRoleName;
  readonly permissions: z.output<typeof capabilityList> | null;
}

/** The platform roles of a user; whoever administers the platform itself is a super administrator. */
export async function platformRolesOf(identity: pg.Pool, userId: string): Promise<readonly PlatformHolding[]> {
  const { rows } = await identity.query<PlatformHolding>(
    `select p.role, p.permissions from platform_roles p join users u on u.id = p.user_id where p.user_id = $1 and p.deleted_at is null and u.status = 'active'
     union all select 'superAdmin', null from users where id = $1 and is_platform_admin and status = 'active' and deleted_at is null`,
    [userId],
  );
  return rows;
}

/** What platform roles allow across tenants. */
export function platformCapabilities(held: readonly PlatformHolding[]): readonly Capability[] {
  const all = held.flatMap(({ role, permissions }) => {
    const named = permissions && new Set(permissions.map(({ capability }) => capability));
    return [...platformGrantsOf(role)].filter((capability) => !named || named.has(capability));
  });
  return [...new Set(all)];
}
