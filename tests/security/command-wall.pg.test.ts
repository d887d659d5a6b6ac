import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasKeys, type AnyEntity } from '#domain/kernel/entity.ts';
import { snake, type EntityName, type Id } from '#domain/kernel/names.ts';
import { writableFields } from '#domain/kernel/standard.ts';
import { allEntities, commandOf } from '#domain/registry.ts';
import { drawCaseNumber } from '../../sync-server/cases/draw.ts';
import { createCommandService, type CommandService } from '../../sync-server/commands/service.ts';
import type { Caller } from '../../sync-server/commands/standing.ts';
import { roleUrl } from '../../sync-server/db/roles.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { buildWorld, insertRow, type WorldMember, type WorldTenant } from '../support/build-world.ts';
import { envelope, problemIn } from '../support/office.ts';
import { migratedDatabase, type FreshDatabase } from '../support/postgres.ts';
import { rowOf } from '../support/row-of.ts';
import { seenBy, type StoredRow } from '../support/seen-by.ts';
import { drawFrom } from '../support/value-of.ts';

const standard = allEntities.filter(({ name, standard: declared }) => declared && commandOf.has(`${name}.update`));

let database: FreshDatabase;
let admin: pg.Client;
let pool: pg.Pool;
let service: CommandService;
let alpha: WorldTenant;
let beta: WorldTenant;
const devices = new Map<string, string>();
const draw = drawFrom(5);

beforeAll(async () => {
  database = await migratedDatabase();
  ({ alpha, beta } = await buildWorld(database.url));
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  pool = new pg.Pool({ connectionString: roleUrl(database.url, 'serve'), max: 4, pipeline: true });
  pool.on('error', () => {});
  service = createCommandService({ pool, log: silentLog, now: Date.now, draw: drawCaseNumber });
  for (const { userId } of [alpha.admin, alpha.north.agent]) devices.set(userId, await insertRow(admin, 'devices', { tenantId: alpha.id, userId }, { draw, refer: () => null }));
});
afterAll(async () => {
  await service.stop();
  await pool.end();
  await admin.end();
  await database.drop();
});

const rowsOf = async (name: EntityName): Promise<readonly StoredRow[]> =>
  (await admin.query<StoredRow>(`SELECT id, tenant_id, to_jsonb(t) -> 'visible_to' AS visible_to FROM ${snake(name)} t ORDER BY id`)).rows;
const run = async ({ userId }: WorldMember, name: string, args: unknown) => {
  const caller: Caller = { tenantId: alpha.id as Id<'tenants'>, userId: userId as Id<'users'>, deviceId: (devices.get(userId) ?? null) as Id<'devices'> | null };
  return problemIn(await service.run(caller, envelope(name, args)));
};
const digest = async (name: EntityName) => (await admin.query(`SELECT count(*)::int AS n, sum(hashtext(t::text)::bigint)::text AS sum FROM ${snake(name)} t`)).rows;

/** What is done to a row by its id. */
const acts = (entity: AnyEntity, id: string): readonly (readonly [string, object])[] =>
  [[`${entity.name}.update`, { id, patch: {}, base: {} }] as const, [`${entity.name}.archive`, { id }] as const, [`${entity.name}.restore`, { id }] as const].filter(([name]) =>
    commandOf.has(name),
  );

describe.each(standard.map((entity) => ({ name: entity.name, entity })))('$name', ({ name, entity }) => {
  test('no command reaches a row of another tenant, or one that its member does not see', async () => {
    const before = await digest(name);
    const rows = await rowsOf(name);
    const foreign = rows.filter((row) => row.tenant_id === beta.id);
    expect(foreign.length).toBeGreaterThan(0);
    const { agent } = alpha.north;
    const sees = seenBy(entity, alpha, agent);
    const unseen = rows.filter((row) => row.tenant_id === alpha.id && !sees?.(row));
    if (hasKeys(entity)) expect(unseen.length).toBeGreaterThan(0);
    for (const { id } of foreign) for (const [command, args] of acts(entity, id)) expect([command, await run(alpha.admin, command, args)]).toEqual([command, 'row.missing']);
    for (const { id } of [...foreign, ...unseen])
      for (const [command, args] of acts(entity, id)) expect([command, await run(agent, command, args)]).toEqual([command, expect.stringMatching(/^(row\.missing|auth\.denied)$/)]);
    expect(await digest(name)).toEqual(before);
  });

  test('no new row refers to a row of another tenant', async () => {
    if (!commandOf.has(`${name}.create`)) return;
    const before = await digest(name);
    const own = new Map<EntityName, string | null>();
    const theirs = new Map<EntityName, string | null>();
    const writable = writableFields(entity);
    for (const target of new Set(writable.flatMap(([, field]) => field.target ?? []))) {
      const rows = target === 'users' ? [] : await rowsOf(target);
      own.set(target, target === 'users' ? alpha.admin.userId : (rows.find((row) => row.tenant_id === alpha.id)?.id ?? null));
      theirs.set(target, target === 'users' ? beta.admin.userId : (rows.find((row) => row.tenant_id === beta.id)?.id ?? null));
    }
    const [cases] = (await rowsOf('cases')).filter((row) => row.tenant_id === alpha.id);
    const row = rowOf(entity, { draw, refer: (target) => own.get(target) ?? (target === 'cases' ? (cases?.id ?? null) : null) });
    const args = Object.fromEntries(writable.map(([key]) => [key, row[key]]));
    for (const [key, { target }] of writable)
      if (target && theirs.get(target)) expect([key, await run(alpha.admin, `${name}.create`, { ...args, [key]: theirs.get(target) })]).toEqual([key, 'row.missing']);
    expect(await digest(name)).toEqual(before);
  });
});
