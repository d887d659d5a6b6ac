import type pg from 'pg';
import type { Scope } from '#domain/kernel/capability.ts';
import { syncOf, type AnyEntity, type AnyRow } from '#domain/kernel/entity.ts';
import { isSame } from '#domain/kernel/merge.ts';
import type { Id } from '#domain/kernel/names.ts';
import { maySee, type Viewer } from '#domain/kernel/permission.ts';
import { entityOf } from '#domain/registry.ts';
import { selectRows } from '../../sync-server/db/rows.ts';
import type { World } from '../support/world.ts';
import type { TestDesk } from './test-desk.ts';

const synced = Object.values(entityOf).filter((entity) => syncOf(entity) !== 'never');

/** What is wrong between the desks and Postgres; nothing once they agree row by row. */
export async function disagreements(client: pg.Client, world: World, desks: readonly TestDesk[]): Promise<readonly string[]> {
  const rowsOf = new Map<AnyEntity, readonly AnyRow[]>();
  for (const entity of synced)
    rowsOf.set(
      entity,
      (await selectRows(client, entity, world.tenantId, {})).filter(({ archivedAt }) => archivedAt === null),
    );
  const found = desks.flatMap((desk) => {
    const viewer = viewerOf(rowsOf, world.idOf('users', 'fullName', desk.name));
    return [
      ...desk.outbox().map(({ id, state }) => `${desk.name} still has ${desk.taken.get(id) ?? 'a command'} ${id}, ${state}`),
      ...synced.flatMap((entity) =>
        compare(
          desk,
          entity,
          (rowsOf.get(entity) ?? []).filter((row) => maySee(viewer, entity, row)),
        ),
      ),
    ];
  });
  return [...found, ...(await accounts(client, world, desks))];
}

/** What one desk holds of an entity otherwise than expected. */
export function compare(desk: TestDesk, entity: AnyEntity, expected: readonly AnyRow[]): readonly string[] {
  const held = new Map(desk.rows(entity).map((row) => [row.id, row]));
  const missing = expected.filter(({ id }) => !held.has(id)).map(({ id }) => `${desk.name} lacks ${entity.name} ${id}`);
  const wrong = expected.flatMap((row) => {
    const mine = held.get(row.id);
    if (!mine) return [];
    return Object.entries(entity.fields)
      .filter(([key, { sensitivity }]) => sensitivity !== 'secret' && !isSame(mine[key], row[key]))
      .map(([key]) => `${desk.name} has ${entity.name} ${row.id} ${key} ${JSON.stringify(mine[key])}, Postgres ${JSON.stringify(row[key])}`);
  });
  const ids = new Set(expected.map(({ id }) => id));
  const extra = [...held.keys()]
    .filter((id) => !ids.has(id))
    .map((id) => `${desk.name} holds ${entity.name} ${id}, which it may not see: ${JSON.stringify(held.get(id))} ${desk.explain(entity.name, id)}`);
  return [...missing, ...wrong, ...extra];
}

/** Every command that a desk took is accepted, or in its review tray; and each accepted one counted once in the versions. */
async function accounts(client: pg.Client, world: World, desks: readonly TestDesk[]): Promise<readonly string[]> {
  const { rows } = await client.query<{ readonly id: string; readonly status: string }>('SELECT id, status FROM command_log WHERE tenant_id = $1', [world.tenantId]);
  const status = new Map(rows.map((row) => [row.id, row.status]));
  const lost = desks.flatMap((desk) => {
    const pending = new Set(desk.outbox().map(({ id }) => id));
    const tray = desk.reviewed();
    return [...desk.taken]
      .filter(([id]) => !pending.has(id) && status.get(id) !== 'accepted' && !tray.has(id))
      .map(([id, name]) => `${desk.name} lost ${name} ${id}, which the hub calls ${status.get(id)}`);
  });
  const versions = await client.query<{ readonly id: string; readonly version: number; readonly commands: number }>(
    `SELECT c.id, c.version, count(DISTINCT a.command_id)::int AS commands FROM cases c JOIN audit_events a ON a.tenant_id = c.tenant_id AND a.subject_type = 'cases' AND a.subject_id = c.id AND a.success
     WHERE c.tenant_id = $1 GROUP BY c.id, c.version HAVING c.version <> count(DISTINCT a.command_id)`,
    [world.tenantId],
  );
  return [...lost, ...versions.rows.map(({ id, version, commands }) => `case ${id} has version ${version} after ${commands} commands`)];
}

function viewerOf(rowsOf: ReadonlyMap<AnyEntity, readonly AnyRow[]>, userId: string): Viewer {
  const alive = (name: 'memberships' | 'roleGrants' | 'teamMembers') => (rowsOf.get(entityOf[name]) ?? []).filter(({ deletedAt }) => deletedAt === null);
  const member = alive('memberships').find((row) => row['userId'] === userId);
  const grants = alive('roleGrants').filter(({ roleId }) => roleId === member?.['roleId']);
  return {
    // Rows of the tenant's own tables, whose fields these are.
    userId: userId as Id<'users'>,
    teamIds: alive('teamMembers')
      .filter((row) => row['userId'] === userId)
      .map(({ teamId }) => teamId as Id<'teams'>),
    grants: Object.fromEntries(grants.map(({ capability, scope }) => [String(capability), scope as Scope])),
  };
}
