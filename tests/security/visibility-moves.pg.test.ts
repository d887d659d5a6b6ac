import * as fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasKeys, type AnyEntity } from '#domain/kernel/entity.ts';
import { snake, type EntityName } from '#domain/kernel/names.ts';
import { allEntities, entityOf } from '#domain/registry.ts';
import { roleUrl } from '../../sync-server/db/roles.ts';
import { inTenant, sqlStateOf, type Transaction } from '../../sync-server/db/transaction.ts';
import { followersOf } from '../../sync-server/db/visibility-extras.ts';
import { buildWorld, insertRow, type WorldTenant } from '../support/build-world.ts';
import { migratedDatabase, type FreshDatabase } from '../support/postgres.ts';
import type { RowSource } from '../support/row-of.ts';
import { drawFrom, oneOf, type Draw } from '../support/value-of.ts';
import { wrongKeys } from '../support/wrong-keys.ts';

let database: FreshDatabase;
let pool: pg.Pool;
let alpha: WorldTenant;
let beta: WorldTenant;
let known: Map<EntityName, string[]>;

beforeAll(async () => {
  database = await migratedDatabase();
  ({ alpha, beta } = await buildWorld(database.url));
  pool = new pg.Pool({ connectionString: roleUrl(database.url, 'serve'), max: 6 });
  pool.on('error', () => {});
  known = await inTenant(pool, alpha.id, async (tx) => {
    const ids = new Map<EntityName, string[]>();
    for (const { name } of allEntities.filter(({ global }) => !global))
      ids.set(
        name,
        (await tx.query<{ id: string }>(`SELECT id FROM ${snake(name)}`)).rows.map(({ id }) => id),
      );
    return ids;
  });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const keyed = allEntities.filter((entity) => !entity.global && hasKeys(entity));
const parents = keyed.filter(({ name }) => followersOf(name).length > 0);

test('the keys of a made-up row of every entity are what its declaration says', async () => {
  expect(keyed.length).toBeGreaterThan(65);
  for (const { name } of keyed) expect([name, known.get(name)?.length]).not.toEqual([name, 0]);
  expect([...(await wrongKeys(pool, alpha.id)), ...(await wrongKeys(pool, beta.id))]).toEqual([]);
});

/** The fields that decide who sees a row of an entity. */
function decisive({ visibility }: AnyEntity): readonly string[] {
  if (visibility.kind !== 'keys' && visibility.kind !== 'parent') return [];
  const { users = [], teams = [], leads = [], open, closed } = visibility;
  return [...(visibility.kind === 'parent' ? visibility.of : []), ...users, ...teams, ...leads, ...[open, closed].flatMap((when) => (when ? [when.field] : []))];
}

const people = () => [alpha.admin.userId, alpha.north.agent.userId, alpha.south.agent.userId];
const idsOf = (target: EntityName) =>
  target === 'users' ? people() : target === 'teams' ? [alpha.north.id, alpha.south.id] : target === 'roles' ? [alpha.roleIds.agent] : (known.get(target) ?? []);
const subjects: readonly EntityName[] = ['cases', 'contacts', 'leads', 'opportunities', 'calls', 'conversations', 'documents', 'tasks', 'visits'];

/** Another value for a field that decides, with the type beside an untyped reference. */
function other({ fields }: AnyEntity, key: string, draw: Draw): Readonly<Record<string, unknown>> {
  const field = fields[key === 'createdBy' ? 'createdBy' : key];
  if (!field) throw new Error(`There is no field ${key}.`);
  if (field.typedBy) {
    const type = oneOf(
      subjects.filter((name) => fields[field.typedBy ?? '']?.entities?.includes(name)),
      draw,
    );
    return { [field.typedBy]: type, [key]: oneOf(idsOf(type), draw) };
  }
  if (field.optional && draw() < 0.3) return { [key]: null };
  if (field.target) return { [key]: oneOf(idsOf(field.target), draw) };
  if (field.kind === 'tags') return { [key]: idsOf('teams').filter(() => draw() < 0.5) };
  if (field.choices) return { [key]: oneOf(Object.keys(field.choices), draw) };
  return { [key]: field.kind === 'boolean' ? draw() < 0.5 : new Date().toISOString() };
}

/** What is no failure of keys: a value taken, or fields that do not go together. */
const refusals = new Set(['23505', '23514']);

async function set(tx: Transaction, { name }: AnyEntity, id: string, values: Readonly<Record<string, unknown>>): Promise<void> {
  const columns = Object.keys(values).map((key, place) => `${snake(key)} = $${place + 2}`);
  await tx.query(`UPDATE ${snake(name)} SET ${columns.join(', ')}, version = version + 1 WHERE id = $1`, [id, ...Object.values(values)]);
}

/** Writes one row or moves one; answers whether something was written. */
async function step(seed: number): Promise<boolean> {
  const draw = drawFrom(seed);
  const entity = oneOf(draw() < 0.5 ? parents : keyed, draw);
  const source: RowSource = {
    draw,
    refer: (target, _, others) => {
      const ids = idsOf(target).filter((id) => !others.includes(id));
      return ids.length === 0 ? null : oneOf(ids, draw);
    },
  };
  const written = inTenant(pool, alpha.id, async (tx) => {
    if (draw() < 0.35) {
      const id = await insertRow(tx, entity.name, { tenantId: alpha.id, createdBy: oneOf(people(), draw) }, source);
      known.get(entity.name)?.push(id);
      return true;
    }
    const members = draw() < 0.3 && 'members' in entity.visibility ? entity.visibility.members : undefined;
    const moved = members ? entityOf[members.entity] : entity;
    const ids = idsOf(moved.name);
    if (moved.appendOnly || ids.length === 0) return false;
    const keys = members ? [members.user, members.team, members.active, members.by].flatMap((key) => key ?? []) : decisive(moved);
    if (members && draw() < 0.3) await set(tx, moved, oneOf(ids, draw), { deletedAt: draw() < 0.5 ? null : new Date().toISOString() });
    else if (keys.length > 0) await set(tx, moved, oneOf(ids, draw), other(moved, oneOf(keys, draw), draw));
    return keys.length > 0;
  });
  return written.catch((error: unknown) => {
    if (!refusals.has(sqlStateOf(error) ?? '')) throw error;
    return false;
  });
}

test('whatever moves while rows are written under it, every row of every entity ends with the keys of its declaration', { timeout: 180_000 }, async () => {
  let [steps, done] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 12 }), { minLength: 2, maxLength: 5 }), async (writers) => {
      await Promise.all(
        writers.map(async (seeds) => {
          for (const seed of seeds) {
            steps += 1;
            if (await step(seed)) done += 1;
          }
        }),
      );
      expect(await wrongKeys(pool, alpha.id)).toEqual([]);
    }),
    { numRuns: 40, endOnFailure: true },
  );
  expect(done / steps).toBeGreaterThan(0.7);
  expect(await wrongKeys(pool, beta.id)).toEqual([]);
});
