import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { snake, type EntityName, type Id } from '#domain/kernel/names.ts';
import { writableFields } from '#domain/kernel/standard.ts';
import { uniqueOf, type AnyEntity } from '#domain/kernel/entity.ts';
import type { Field } from '#domain/kernel/field.ts';
import { allEntities, commandOf, ledger } from '#domain/registry.ts';
import type { CommandAnswer } from '#domain/sync/wire.ts';
import { drawCaseNumber } from '../../sync-server/cases/draw.ts';
import { createCommandService, type CommandService } from '../../sync-server/commands/service.ts';
import type { Caller } from '../../sync-server/commands/standing.ts';
import { roleUrl } from '../../sync-server/db/roles.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { buildWorld, insertRow, type WorldTenant } from '../support/build-world.ts';
import { envelope, idIn } from '../support/office.ts';
import { migratedDatabase, type FreshDatabase } from '../support/postgres.ts';
import { rowOf, type RowSource, type Values } from '../support/row-of.ts';
import { drawFrom } from '../support/value-of.ts';

const marker = 'Ægir-4711-secret';
const standard = allEntities.filter((entity) => entity.standard && commandOf.has(`${entity.name}.create`) && commandOf.has(`${entity.name}.update`));

let database: FreshDatabase;
let admin: pg.Client;
let pool: pg.Pool;
let service: CommandService;
let alpha: WorldTenant;
let caller: Caller;

beforeAll(async () => {
  database = await migratedDatabase();
  ({ alpha } = await buildWorld(database.url));
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  pool = new pg.Pool({ connectionString: roleUrl(database.url, 'serve'), max: 4, pipeline: true });
  pool.on('error', () => {});
  service = createCommandService({ pool, log: silentLog, now: Date.now, draw: drawCaseNumber });
  const { userId } = alpha.admin;
  const deviceId = await insertRow(admin, 'devices', { tenantId: alpha.id, userId }, { draw, refer: () => null });
  caller = { tenantId: alpha.id as Id<'tenants'>, userId: userId as Id<'users'>, deviceId: deviceId as Id<'devices'> };
});
afterAll(async () => {
  await service.stop();
  await pool.end();
  await admin.end();
  await database.drop();
});

const draw = drawFrom(11);

/** What a person would fill into a form of an entity, secrets marked. */
async function filled(entity: AnyEntity): Promise<Values> {
  const rows = new Map<EntityName, readonly string[]>();
  for (const target of new Set(
    Object.values(entity.fields).flatMap(({ target: one, entities }) => [...(one ? [one] : []), ...(entities?.includes('cases') ? (['cases'] as const) : [])]),
  ))
    if (target !== 'users' && target !== 'tenants')
      rows.set(
        target,
        (await admin.query<{ id: string }>(`SELECT id FROM ${snake(target)} WHERE tenant_id = $1 AND deleted_at IS NULL ORDER BY created_at DESC, id`, [alpha.id])).rows.map(
          ({ id }) => id,
        ),
      );
  const source: RowSource = {
    draw,
    refer: (target, _, others) => {
      const ids = target === 'users' ? [alpha.admin.userId] : (rows.get(target) ?? []).filter((id) => !others.includes(id));
      // The newest, which no other row stands on yet.
      return target === entity.name ? null : (ids[0] ?? null);
    },
  };
  const row = rowOf(entity, source);
  const keys = writableFields(entity).map(([key]) => key);
  return Object.fromEntries(keys.map((key) => [key, entity.fields[key]?.sensitivity === 'secret' && entity.fields[key]?.kind === 'text' ? marker : row[key]]));
}

/** Runs a command, and holds what the audit says of it against what it wrote. */
async function audited(name: string, args: unknown): Promise<CommandAnswer> {
  const answer = await service.run(caller, envelope(name, args));
  expect([name, answer.status, 'problem' in answer ? answer.problem : null]).toEqual([name, 'accepted', null]);
  if (answer.status !== 'accepted') return answer;
  const { rows } = await admin.query<{ subject_type: string; subject_id: string; action: string; success: boolean; actor_id: string; device_id: string }>(
    'SELECT subject_type, subject_id, action, success, actor_id, device_id FROM audit_events WHERE tenant_id = $1 AND command_id = $2',
    [alpha.id, answer.id],
  );
  const written = [...answer.rows.map(({ entity, row }) => `${entity} ${String(row['id'])}`), ...answer.hidden.map(({ entity, id }) => `${entity} ${id}`)];
  const own = written.filter((one) => ![ledger.activity.name, ledger.history.name].some((entity) => one.startsWith(`${entity} `)));
  expect(rows.map((row) => `${row.subject_type} ${row.subject_id}`).toSorted()).toEqual(own.toSorted());
  for (const row of rows) expect(row).toMatchObject({ action: name, success: true, actor_id: caller.userId, device_id: caller.deviceId });
  return answer;
}

describe.each(standard.map((entity) => ({ name: entity.name, entity })))('$name', ({ name, entity }) => {
  test('what its standard commands write is in the audit, row for row', async () => {
    const args = await filled(entity);
    const id = idIn(await audited(`${name}.create`, args), name);
    const { rows } = await admin.query<{ after: Values }>(`SELECT after FROM audit_events WHERE subject_id = $1 AND action = $2`, [id, `${name}.create`]);
    const secrets = Object.entries(entity.fields).flatMap(([key, { sensitivity }]) => (sensitivity === 'secret' ? [key] : []));
    expect(Object.keys(rows[0]?.after ?? {}).filter((key) => secrets.includes(key))).toEqual([]);
    for (const [key, { sensitivity }] of writableFields(entity)) if (sensitivity !== 'secret') expect([key, rows[0]?.after[key] ?? null]).toEqual([key, args[key] ?? null]);
    const again = await filled(entity);
    const taken = new Set((entity.unique ?? []).flatMap((unique) => uniqueOf(unique).on));
    const isFree = (one: string, { target, typedBy, entities, currency }: Field) => !target && !typedBy && !entities && !currency && !taken.has(one);
    const [key] = writableFields(entity).find(([one, field]) => isFree(one, field) && JSON.stringify(again[one]) !== JSON.stringify(args[one])) ?? [];
    if (key && again[key] !== null) await audited(`${name}.update`, { id, patch: { [key]: again[key] } });
    if (commandOf.has(`${name}.archive`)) await audited(`${name}.archive`, { id, reason: 'x' });
    if (commandOf.has(`${name}.restore`)) await audited(`${name}.restore`, { id });
  });
});

test('secrets were written, and stand neither in the audit, nor in the command log, nor in any history', async () => {
  const { rows: trunks } = await admin.query('SELECT 1 FROM trunks WHERE secret = $1', [marker]);
  expect(trunks.length).toBeGreaterThan(0);
  for (const table of ['audit_events', 'command_log', 'activity_events', 'case_history', 'outbox_events'])
    expect([table, (await admin.query(`SELECT count(*)::int AS n FROM ${table} t WHERE to_json(t)::text LIKE '%' || $1 || '%'`, [marker])).rows]).toEqual([table, [{ n: 0 }]]);
});
