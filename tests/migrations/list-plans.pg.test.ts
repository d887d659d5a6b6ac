import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { capabilities } from '#domain/kernel/capability.ts';
import type { AnyEntity } from '#domain/kernel/entity.ts';
import type { Field } from '#domain/kernel/field.ts';
import { snake } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import type { ApiCaller } from '../../sync-server/api/caller.ts';
import { onlineSortsOf } from '#domain/records/order.ts';
import { listRows } from '../../sync-server/api/read.ts';
import { vectorOf } from '../../sync-server/db/search-extras.ts';
import { storedFields } from '../../sync-server/db/table.ts';
import type { Transaction } from '../../sync-server/db/transaction.ts';
import { buildWorld, type WorldTenant } from '../support/build-world.ts';
import { migratedDatabase, type FreshDatabase } from '../support/postgres.ts';

/** Tables with as many rows as a large tenant has; one that all may see, and one whose rows follow another. */
const large = ['contacts', 'messages'] as const;
const rows = 200_000;

let database: FreshDatabase;
let client: pg.Client;
let alpha: WorldTenant;
let beta: WorldTenant;

beforeAll(async () => {
  database = await migratedDatabase();
  ({ alpha, beta } = await buildWorld(database.url));
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  for (const name of large) await grow(entityOf[name]);
}, 300_000);
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** Copies a row many times, with other references, words and times, half of them into another tenant. */
async function grow(entity: AnyEntity): Promise<void> {
  const table = snake(entity.name);
  const columns = storedFields(entity).map(([key, field]) => [`"${snake(key)}"`, key === 'visibleTo' ? 't.visible_to' : varied(key, field)] as const);
  await client.query(`SET session_replication_role = 'replica'`);
  await client.query(
    `INSERT INTO ${table} (${columns.map(([name]) => name).join(', ')})
     SELECT ${columns.map(([, value]) => value).join(', ')} FROM (SELECT * FROM ${table} WHERE tenant_id = $1::uuid LIMIT 1) t, generate_series(1, ${rows}) n`,
    [alpha.id, beta.id],
  );
  await client.query(`SET session_replication_role = 'origin'`);
  await client.query(`ANALYZE ${table}`);
}

function varied(key: string, { choices, entities, kind, target, typedBy }: Field): string {
  if (key === 'id') return 'gen_random_uuid()';
  if (key === 'tenantId') return 'CASE WHEN n % 2 = 0 THEN $1::uuid ELSE $2::uuid END';
  if (target === 'users') return `t."${snake(key)}"`;
  if (kind === 'id') return target || typedBy ? `md5((n % 5000)::text)::uuid` : 'NULL';
  if (kind === 'instant') return ['deletedAt', 'archivedAt'].includes(key) ? 'NULL' : `now() - n * interval '1 second'`;
  return kind === 'text' && !choices && !entities ? `'k' || n` : `t."${snake(key)}"`;
}

/** The plans of the statements that a list asks. */
async function plansOf(entity: AnyEntity, asked: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const grants = Object.fromEntries(capabilities.map((capability) => [capability, 'tenant']));
  const { userId } = alpha.admin;
  const caller = { tenantId: alpha.id, userId, deviceId: null, teamIds: [], grants, apiKeyId: null, rateLimit: null } as unknown as ApiCaller;
  const plans: string[] = [];
  const query = async (statement: pg.QueryConfig) => {
    const { rows: lines } = await client.query({ text: `EXPLAIN ${statement.text}`, values: statement.values ?? [] });
    plans.push(lines.map((line) => String(line['QUERY PLAN'])).join('\n'));
    return client.query(statement);
  };
  await listRows({ query } as unknown as Transaction, entity, caller, asked);
  return plans;
}

const whole = /Seq Scan|(?<!Incremental )Sort {2}\(/;

/** The orders of a list in which few rows are alike; by a state, the rows of the first state come by age. */
const ordersOf = (entity: AnyEntity) => [
  '',
  ...onlineSortsOf(entity)
    .filter((key) => ['instant', 'text'].includes(entity.fields[key]?.kind ?? '') && !entity.fields[key]?.choices && !entity.fields[key]?.entities)
    .flatMap((sort) => [sort, `-${sort}`]),
];

test.each(large)('among 200,000 rows the planner takes an index for each list of %s', { timeout: 120_000 }, async (name) => {
  const entity = entityOf[name];
  const orders = ordersOf(entity);
  expect(orders.length).toBeGreaterThan(2);
  const slow: string[] = [];
  for (const sort of orders) for (const plan of await plansOf(entity, sort ? { sort } : {})) if (whole.test(plan)) slow.push(`by ${sort || 'default'}: ${plan}`);
  expect(slow).toEqual([]);
});

test('a search finds its rows by the index, past a wall that hides it from those who serve', async () => {
  const planAs = async (role: string) => {
    await client.query(`BEGIN; SET LOCAL ROLE ${role}; SET LOCAL app.tenant = '${alpha.id}'`);
    const { rows: lines } = await client.query(
      `EXPLAIN SELECT id FROM messages WHERE tenant_id = '${alpha.id}' AND deleted_at IS NULL AND (${vectorOf(entityOf.messages)}) @@ 'k17:*'::tsquery`,
    );
    await client.query('ROLLBACK');
    return lines.map((line) => String(line['QUERY PLAN'])).join('\n');
  };
  expect(await planAs('holdfast_migrate')).toContain('messages_search_idx');
  expect(await planAs('holdfast_serve')).not.toContain('messages_search_idx');
});

test('a plan that reads the table is noticed', async () => {
  const { rows: lines } = await client.query(`EXPLAIN SELECT * FROM contacts WHERE job_title = 'x' ORDER BY job_title`);
  expect(lines.map((line) => String(line['QUERY PLAN'])).join('\n')).toMatch(whole);
});
