import type { Id } from '#domain/kernel/names.ts';
import type { Viewer } from '#domain/kernel/permission.ts';
import { reserved } from '#domain/people/reserved.ts';
import { rightsFrom, rightsSql, running, type RightsRow } from '../../auth/rights.ts';
import type { Transaction } from '../../db/transaction.ts';

/** A member who may be told, with what decides what they may know of. */
export interface Listener extends Viewer {
  /** The roles that they hold now. */
  readonly roleIds: readonly string[];
}

/** Whom rules name: members themselves, or by role or team. */
export interface Named {
  readonly users: readonly string[];
  readonly roles: readonly string[];
  readonly teams: readonly string[];
}

const listenersText = `
SELECT m.user_id AS "userId", ${rightsSql} AS rights,
  ARRAY(SELECT m.role_id UNION SELECT a.role_id FROM role_assignments a WHERE a.tenant_id = m.tenant_id AND a.user_id = m.user_id AND a.deleted_at IS NULL AND ${running})::text[] AS "roleIds"
FROM memberships m JOIN roles r ON r.tenant_id = m.tenant_id AND r.id = m.role_id AND r.is_active AND r.deleted_at IS NULL
WHERE m.tenant_id = $1 AND m.is_active AND m.deleted_at IS NULL AND m.user_id <> ALL ($5::uuid[]) AND (m.user_id = ANY ($2::uuid[]) OR m.role_id = ANY ($3::uuid[])
  OR EXISTS (SELECT 1 FROM role_assignments a WHERE a.tenant_id = m.tenant_id AND a.user_id = m.user_id AND a.role_id = ANY ($3::uuid[]) AND a.deleted_at IS NULL AND ${running})
  OR EXISTS (SELECT 1 FROM team_members t WHERE t.tenant_id = m.tenant_id AND t.user_id = m.user_id AND t.team_id = ANY ($4::uuid[]) AND t.deleted_at IS NULL))
ORDER BY m.user_id`;

/** The active members among those named; nobody signs in as the reserved ones. */
export async function listenersOf(tx: Transaction, tenantId: string, { users, roles, teams }: Named): Promise<readonly Listener[]> {
  if (users.length + roles.length + teams.length === 0) return [];
  const { rows } = await tx.query<{ userId: Id<'users'>; rights: RightsRow; roleIds: readonly string[] }>(listenersText, [tenantId, users, roles, teams, Object.values(reserved)]);
  return rows.map(({ userId, rights, roleIds }) => ({ userId, roleIds, ...rightsFrom(rights) }));
}
