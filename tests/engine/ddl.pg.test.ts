import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bed, follow, type Followed, makeBed, until } from './harness.ts';

let bed: Bed;
let followed: Followed;
beforeEach(async () => {
  bed = await makeBed();
  await bed.sql(`insert into items (id, tenant_id, title) values (1, 'a', 'one'), (2, 'b', 'two')`);
  followed = follow(bed);
  await followed.shape.rows;
});
afterEach(async () => {
  followed.stop();
  await bed.close();
});

const rows = () => followed.shape.currentRows;
// The bench says how soon; here a busy machine may take its time.
const quickly = 15_000;

test('an added column arrives, also when no row changes', async () => {
  await bed.sql(`alter table items add column colour text default 'red'`);
  await until('rows have the column', () => rows().every((row) => row['colour'] === 'red') && rows().length === 2, quickly);
});

test('a dropped column goes, also when no row changes', async () => {
  await bed.sql(`alter table items drop column body`);
  await until('rows lack the column', () => rows().every((row) => !('body' in row)) && rows().length === 2, quickly);
});

test('an altered type arrives, also when no row changes', async () => {
  await bed.sql(`alter table items alter column id type bigint`);
  await until('ids are bigints', () => rows().every((row) => typeof row['id'] === 'bigint') && rows().length === 2, quickly);
});

test('a renamed column arrives with rows changed in the same transaction', async () => {
  await bed.sql(
    `begin; update items set title = 'before' where id = 1; alter table items rename column title to name; update items set name = 'after' where id = 2; insert into items (id, tenant_id, name) values (3, 'c', 'three'); commit`,
  );
  await until(
    'rows have the new name',
    () =>
      JSON.stringify(
        rows()
          .map((row) => row['name'])
          .toSorted(),
      ) === '["after","before","three"]',
    quickly,
  );
});

test('TRUNCATE empties, also when no row changes afterwards', async () => {
  await bed.sql(`truncate items`);
  await until('there is no row', () => rows().length === 0 && followed.refetches() > 0, quickly);
});

test('TRUNCATE and new rows in one transaction', async () => {
  await bed.sql(`begin; insert into items (id, tenant_id) values (3, 'a'); truncate items; insert into items (id, tenant_id) values (4, 'a'); commit`);
  await until('only the last row is there', () => JSON.stringify(rows().map((row) => row['id'])) === '[4]', quickly);
});

test('DROP and CREATE: the new table is published again and followed', async () => {
  await bed.sql(`begin; drop table items; create table items (id int primary key, tenant_id text, kind text); commit`);
  await bed.sql(`insert into items values (5, 'a', 'early')`);
  await until('the early row is there', () => rows().some((row) => row['kind'] === 'early'), quickly);
  await bed.sql(`insert into items values (6, 'a', 'late')`);
  await until(
    'the late row is there',
    () =>
      JSON.stringify(
        rows()
          .map((row) => row['id'])
          .toSorted(),
      ) === '[5,6]',
    quickly,
  );
});

test('a dropped table ends the live request at once and is then refused by name', async () => {
  const now = await bed.get({ table: 'items', offset: 'now' });
  const live = bed.get({ table: 'items', offset: now.headers.get('electric-offset') ?? '', handle: now.headers.get('electric-handle') ?? '', live: 'true' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await bed.sql(`drop table items`);
  const ended = await live;
  expect(ended.status).toBe(409);
  expect(await ended.json()).toEqual([{ headers: { control: 'must-refetch' } }]);
  expect((await bed.get({ table: 'items', offset: '-1' })).status).toBe(503);
  await until('it is refused for good', async () => (await bed.get({ table: 'items', offset: '-1' })).status === 400, quickly);
  expect(await (await bed.get({ table: 'items', offset: '-1' })).json()).toMatchObject({ errors: { table: [expect.stringContaining('"items"')] } });
});

test('DDL while the engine is down is noticed at its start', async () => {
  const { handle } = followed.shape;
  await bed.stopEngine();
  await bed.sql(`update items set title = 'unseen'`);
  await bed.sql(`alter table items add column colour text default 'blue'`);
  await bed.sql(`insert into items (id, tenant_id) values (3, 'a')`);
  await bed.restart();
  await until('all is there', () => rows().length === 3 && rows().every((row) => row['colour'] === 'blue'), 20_000);
  expect(followed.shape.handle).not.toBe(handle);
});

test('DDL and writes race: the reader ends with the table', async () => {
  let writing = true;
  const writer = async () => {
    for (let n = 100; writing; n += 1) await bed.sql(`insert into items (id, tenant_id) values ($1, 'w')`, [n]);
  };
  const done = writer();
  for (let n = 0; n < 8; n += 1) {
    await bed.sql(n % 2 === 0 ? `alter table items add column extra int default ${n}` : `alter table items drop column extra`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  await bed.sql(`truncate items`);
  await new Promise((resolve) => setTimeout(resolve, 300));
  writing = false;
  await done;
  await bed.sql(`insert into items (id, tenant_id) values (-5, 'end')`);
  await until('the last row is there', () => rows().some((row) => row['id'] === -5), 20_000);
  const expected = (await bed.sql(`select id from items order by id`)).map((row) => row['id']);
  expect(
    rows()
      .map((row) => Number(row['id']))
      .toSorted((a, b) => a - b),
  ).toEqual(expected);
}, 60_000);

test('what has changed since a position is named: rows, definitions, and nothing else', async () => {
  const { engine } = bed;
  await until('the rows are in the log', () => engine().changedSince(0n) === null || engine().lastLsn() > 0n);
  const before = engine().lastLsn();
  expect(engine().changedSince(before + 1n)).toBeNull();
  await bed.sql(`insert into items (id, tenant_id) values (5, 'a')`);
  await until('a new row is', () => engine().changedSince(before)?.includes('items') ?? false, quickly);
  const after = engine().lastLsn();
  await bed.sql(`create table quiet (id int primary key); insert into quiet values (1)`);
  await bed.sql(`alter table items add column shape text`);
  await until('a new definition is, without a row', () => engine().changedSince(after)?.includes('items') ?? false, quickly);
  await bed.restart();
  expect(engine().changedSince(after)).toEqual(['items']);
});
