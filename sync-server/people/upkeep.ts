import { systemRoles } from '#domain/people/system-roles.ts';
import { reserved } from '#domain/people/reserved.ts';
import type pg from 'pg';
import { newId } from '../db/new-id.ts';
import { inTenant, type Transaction } from '../db/transaction.ts';

interface Held {
  readonly id: string;
  readonly name: string;
  readonly is_system: boolean;
  readonly grants: Readonly<Record<string, string>> | null;
}

const heldText = `
SELECT r.id, r.name, r.is_system, (SELECT json_object_agg(g.capability, g.scope) FROM role_grants g WHERE g.tenant_id = r.tenant_id AND g.role_id = r.id AND g.deleted_at IS NULL) AS grants
FROM roles r WHERE r.tenant_id = $1 AND r.deleted_at IS NULL`;

/** Brings the system roles of every tenant to what this version's matrix says: what a newer version adds reaches tenants made by an older one. */
export async function keepSystemRoles(identity: pg.Pool, serve: pg.Pool): Promise<void> {
  const { rows: tenants } = await identity.query<{ id: string }>('SELECT id FROM tenants WHERE deleted_at IS NULL ORDER BY id');
  for (const { id } of tenants) await inTenant(serve, id, (tx) => keepOf(tx, id));
}

async function keepOf(tx: Transaction, tenantId: string): Promise<void> {
  const { rows } = await tx.query<Held>(heldText, [tenantId]);
  const stamp = 'created_at, created_by, updated_at, updated_by, accepted_at, version';
  const stamped = `now(), '${reserved.system}'::uuid, now(), '${reserved.system}'::uuid, now(), 1`;
  for (const { name, displayName, rank, isExternal, grants } of systemRoles) {
    const held = rows.find((role) => role.name === name);
    // A tenant's own role of that name stays what the tenant made of it.
    if (held && !held.is_system) continue;
    const roleId = held?.id ?? newId(Date.now());
    if (!held)
      await tx.query(
        `INSERT INTO roles (id, tenant_id, name, display_name, rank, is_system, is_external, is_active, ${stamp}) VALUES ($1, $2, $3, $4, $5, true, $6, true, ${stamped})`,
        [roleId, tenantId, name, displayName, rank, isExternal],
      );
    const before = held?.grants ?? {};
    const due = Object.entries(grants).filter(([capability, scope]) => before[capability] !== scope);
    const gone = Object.keys(before).filter((capability) => !(capability in grants));
    if (due.length > 0)
      await tx.query(
        `INSERT INTO role_grants (id, tenant_id, role_id, capability, scope, ${stamp})
         SELECT n.id, $1, $2, n.capability, n.scope, ${stamped} FROM unnest($3::uuid[], $4::text[], $5::text[]) AS n (id, capability, scope)
         ON CONFLICT (tenant_id, role_id, capability) WHERE deleted_at IS NULL
         DO UPDATE SET scope = excluded.scope, updated_at = now(), updated_by = excluded.updated_by, accepted_at = now(), version = role_grants.version + 1`,
        [tenantId, roleId, due.map(() => newId(Date.now())), due.map(([capability]) => capability), due.map(([, scope]) => scope)],
      );
    if (gone.length > 0)
      await tx.query(
        `UPDATE role_grants SET deleted_at = now(), deleted_by = '${reserved.system}', updated_at = now(), accepted_at = now(), version = version + 1
         WHERE tenant_id = $1 AND role_id = $2 AND capability = ANY($3) AND deleted_at IS NULL`,
        [tenantId, roleId, gone],
      );
  }
}
