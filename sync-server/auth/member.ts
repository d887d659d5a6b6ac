import { isCapability, wider, type Capability, type Grants, type Scope } from '#domain/kernel/capability.ts';
import type { Id } from '#domain/kernel/names.ts';
import { tenantSettings } from '#domain/people/tenant.ts';
import type { PoolClient } from 'pg';

/** A signed-in member as the hub knows them: who, from which device, with which rights. */
export interface Member {
  readonly tenantId: Id<'tenants'>;
  readonly userId: Id<'users'>;
  readonly deviceId: Id<'devices'>;
  readonly teamIds: readonly Id<'teams'>[];
  readonly grants: Grants;
  readonly displayName: string;
  readonly roleName: string;
  readonly deviceStatus: string;
  readonly tenant: { readonly name: string; readonly subdomain: string; readonly timeZone: string; readonly settings: Readonly<Record<string, unknown>> };
}

/** Days that a device may stay away when its tenant does not say otherwise. */
const defaultGraceDays = 30;

/** How long a session and its device's lease run from now on. */
export function leaseMilliseconds({ tenant }: Pick<Member, 'tenant'>): number {
  const days = tenantSettings.safeParse(tenant.settings).data?.offlineGraceDays ?? defaultGraceDays;
  return days * 86_400_000;
}

interface MemberRow {
  readonly display_name: string;
  readonly role_name: string;
  readonly status: string;
  readonly name: string;
  readonly subdomain: string;
  readonly time_zone: string;
  readonly settings: Record<string, unknown>;
  readonly team_ids: readonly Id<'teams'>[];
  readonly grants: readonly { readonly capability: string; readonly scope: Scope }[];
}

const memberSql = `
select m.display_name, r.display_name as role_name, d.status, t.name, t.subdomain, t.time_zone, t.settings,
  coalesce((select array_agg(tm.team_id::text order by tm.team_id) from team_members tm join teams g on g.tenant_id = tm.tenant_id and g.id = tm.team_id
    where tm.tenant_id = m.tenant_id and tm.user_id = m.user_id and tm.deleted_at is null and g.deleted_at is null and g.is_active), '{}') as team_ids,
  coalesce((select jsonb_agg(jsonb_build_object('capability', rg.capability, 'scope', rg.scope)) from role_grants rg
    where rg.tenant_id = m.tenant_id and rg.role_id = m.role_id and rg.deleted_at is null), '[]') as grants
from memberships m
join roles r on r.tenant_id = m.tenant_id and r.id = m.role_id and r.deleted_at is null and r.is_active
join tenants t on t.tenant_id = m.tenant_id and t.id = m.tenant_id and t.deleted_at is null and t.is_active
join devices d on d.tenant_id = m.tenant_id and d.id = $3 and d.user_id = m.user_id and d.deleted_at is null
where m.tenant_id = $1 and m.user_id = $2 and m.deleted_at is null and m.is_active`;

/** Reads a member's standing inside the tenant's transaction; null when there is no active membership or device. */
export async function loadMember(client: Pick<PoolClient, 'query'>, { tenantId, userId, deviceId }: Pick<Member, 'deviceId' | 'tenantId' | 'userId'>): Promise<Member | null> {
  const { rows } = await client.query<MemberRow>(memberSql, [tenantId, userId, deviceId]);
  const [row] = rows;
  if (!row) return null;
  return {
    tenantId,
    userId,
    deviceId,
    teamIds: row.team_ids,
    grants: grantsFrom(row.grants),
    displayName: row.display_name,
    roleName: row.role_name,
    deviceStatus: row.status,
    tenant: { name: row.name, subdomain: row.subdomain, timeZone: row.time_zone, settings: row.settings },
  };
}

function grantsFrom(rows: MemberRow['grants']): Grants {
  const grants: Partial<Record<Capability, Scope>> = {};
  for (const { capability, scope } of rows) {
    if (!isCapability(capability)) continue;
    const widest = wider(grants[capability], scope);
    if (widest) grants[capability] = widest;
  }
  return grants;
}
