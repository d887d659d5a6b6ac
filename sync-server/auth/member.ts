import type { Id } from '#domain/kernel/names.ts';
import { tenantSettings, usualSettings } from '#domain/people/tenant.ts';
import type { PoolClient } from 'pg';
import { rightsFrom, rightsSql, type Rights, type RightsRow } from './rights.ts';

/** A signed-in member as the hub knows them: who, from which device, with which rights. */
export interface Member extends Rights {
  readonly tenantId: Id<'tenants'>;
  readonly userId: Id<'users'>;
  readonly deviceId: Id<'devices'>;
  readonly displayName: string;
  readonly roleName: string;
  readonly deviceStatus: string;
  readonly tenant: { readonly name: string; readonly subdomain: string; readonly timeZone: string; readonly settings: Readonly<Record<string, unknown>> };
}

/** How long a session and its device's lease run from now on. */
export function leaseMilliseconds({ tenant }: Pick<Member, 'tenant'>): number {
  const days = tenantSettings.safeParse(tenant.settings).data?.offlineGraceDays ?? usualSettings.offlineGraceDays;
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
  readonly rights: RightsRow;
}

const memberSql = `
select m.display_name, r.display_name as role_name, d.status, t.name, t.subdomain, t.time_zone, t.settings,
  ${rightsSql} as rights
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
    ...rightsFrom(row.rights),
    displayName: row.display_name,
    roleName: row.role_name,
    deviceStatus: row.status,
    tenant: { name: row.name, subdomain: row.subdomain, timeZone: row.time_zone, settings: row.settings },
  };
}
