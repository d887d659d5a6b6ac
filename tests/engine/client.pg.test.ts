import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest';
import { type Bed, follow, type Followed, makeBed, until } from './harness.ts';

let bed: Bed;
let open: Followed[] = [];
beforeAll(async () => {
  bed = await makeBed();
});
afterAll(() => bed.close());
beforeEach(async () => {
  const [before] = await bed.sql(`select (pg_current_wal_insert_lsn() - '0/0')::text as lsn`);
  await bed.sql('truncate items');
  // A truncation that the engine hears of later ends a shape that already lacks the rows.
  await until('the truncation is stored', () => bed.engine().lastLsn() >= BigInt(String(before?.['lsn'])));
});
afterEach(() => {
  for (const followed of open.splice(0)) followed.stop();
});

function watch(...args: Parameters<typeof follow> extends [unknown, ...infer Rest] ? Rest : never): Followed {
  const followed = follow(bed, ...args);
  open.push(followed);
  return followed;
}

const ids = ({ shape }: Followed) => shape.currentRows.map((row) => row['id']).toSorted();

test.each([false, true])('a shape is loaded and then follows inserts, updates and deletes (SSE %s)', async (liveSse) => {
  await bed.sql(
    `insert into items select n, 'a', 'title ' || n, n * 1.10, n % 2 = 0, array['x', n::text], timestamptz '2024-02-29 12:00:00.123456+02' + n * interval '1 s' from generate_series(1, 500) n`,
  );
  const followed = watch({ liveSse });
  const rows = await followed.shape.rows;
  expect(rows).toHaveLength(500);
  expect(rows.find((row) => row['id'] === 3)).toEqual({
    id: 3,
    tenant_id: 'a',
    title: 'title 3',
    amount: '3.30',
    done: false,
    tags: ['x', '3'],
    at: '2024-02-29 10:00:03.123456+00',
    body: null,
  });
  await bed.sql(`insert into items (id, tenant_id, title) values (1000, 'b', 'neu')`);
  await bed.sql(`update items set title = 'geändert', done = true where id = 1`);
  await bed.sql(`delete from items where id = 2`);
  await bed.sql(`update items set id = 2000 where id = 4`);
  await until('the changes arrive', () => ids(followed).includes(2000));
  expect(ids(followed)).toHaveLength(500);
  expect(ids(followed)).not.toContain(2);
  expect(ids(followed)).not.toContain(4);
  expect(followed.shape.currentRows.find((row) => row['id'] === 1)).toMatchObject({ title: 'geändert', done: true, amount: '1.10' });
  expect(followed.refetches()).toBe(0);
});

test('a filter with parameters lets rows in and out as they change', async () => {
  await bed.sql(`insert into items (id, tenant_id, title, tags) values (1, 'a', 'one', '{user:1}'), (2, 'b', 'two', '{user:1}'), (3, 'a', 'three', '{team:7,user:2}')`);
  const followed = watch({ params: { where: `tenant_id = $1 AND ($2 = ANY(tags) OR $3 = ANY(tags))`, params: ['a', 'user:1', 'team:7'] } });
  await followed.shape.rows;
  expect(ids(followed)).toEqual([1, 3]);
  await bed.sql(`update items set tags = '{team:8}' where id = 3`);
  await bed.sql(`update items set tenant_id = 'a' where id = 2`);
  await until('the rows moved', () => JSON.stringify(ids(followed)) === '[1,2]');
  await bed.sql(`insert into items (id, tenant_id, tags) values (9, 'b', '{user:1}'), (10, 'a', '{user:10}'), (11, 'a', '{team:7}')`);
  await until('the last row arrives', () => ids(followed).includes(11));
  expect(ids(followed)).toEqual([1, 11, 2]);
});

test('columns and replica=full', async () => {
  await bed.sql(`insert into items (id, tenant_id, title, amount) values (1, 'a', 'one', 1)`);
  const narrow = watch({ params: { columns: ['id', 'title'] } });
  const full = watch({ params: { replica: 'full' } });
  const seen: unknown[] = [];
  full.stream.subscribe((messages) => void seen.push(...messages.filter((message) => 'key' in message)));
  expect(await narrow.shape.rows).toEqual([{ id: 1, title: 'one' }]);
  await full.shape.rows;
  await bed.sql(`update items set amount = 2`);
  await bed.sql(`update items set title = 'two'`);
  await until('the update arrives', () => narrow.shape.currentRows[0]?.['title'] === 'two' && seen.length === 3);
  expect(seen[1]).toMatchObject({ value: { id: 1, tenant_id: 'a', title: 'one', amount: '2' }, old_value: { amount: '1' } });
  expect(seen[1]).toHaveProperty('old_value', { amount: '1' });
});

test('changes_only with subsets: no change is lost or seen twice', async () => {
  await bed.sql(`insert into items (id, tenant_id, title) select n, 'a', 'v0' from generate_series(1, 20) n`);
  for (const subsetMethod of ['GET', 'POST'] as const) {
    const followed = watch({ log: 'changes_only', subsetMethod, params: {} });
    await until('the stream is up to date', () => followed.stream.isUpToDate);
    await followed.shape.requestSnapshot({ where: 'id <= $1', params: { '1': '5' }, orderBy: 'id DESC', limit: 3 });
    expect(ids(followed)).toEqual([3, 4, 5]);
    await bed.sql(`update items set title = $1 where id in (4, 12)`, [subsetMethod]);
    await until('the change arrives', () => followed.shape.currentRows.some((row) => row['title'] === subsetMethod));
    followed.stop();
  }
});

test('TRUNCATE begins anew', async () => {
  await bed.sql(`insert into items (id, tenant_id) values (1, 'a')`);
  const followed = watch();
  await followed.shape.rows;
  await bed.sql(`truncate items`);
  await bed.sql(`insert into items (id, tenant_id) values (7, 'a')`);
  await until('the new row is all', () => JSON.stringify(ids(followed)) === '[7]', 4_000);
  expect(followed.refetches()).toBeGreaterThan(0);
});

test('a restart of the engine changes neither handle nor position', async () => {
  await bed.sql(`insert into items (id, tenant_id) values (1, 'a')`);
  const followed = watch();
  await followed.shape.rows;
  const handle = followed.shape.handle;
  await bed.stopEngine();
  await bed.sql(`insert into items (id, tenant_id) values (2, 'a')`);
  await bed.restart();
  await until('the missed row arrives', () => ids(followed).includes(2), 30_000);
  expect(followed.shape.handle).toBe(handle);
  expect(followed.refetches()).toBe(0);
});
