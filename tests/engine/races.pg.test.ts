import { afterEach, expect, test } from 'vitest';
import type { RowChange } from '../../sync-server/engine/types.ts';
import { type Bed, follow, type Followed, makeBed, until } from './harness.ts';

let bed: Bed;
const open: Followed[] = [];
afterEach(async () => {
  for (const followed of open.splice(0)) followed.stop();
  await bed.close();
});

const held = ({ shape }: Followed) => shape.currentRows.map((row) => `${String(row['id'])}:${String(row['title'])}`).toSorted();

test('snapshots taken amid concurrent, slow and rolled-back transactions continue without gap or repeat', async () => {
  bed = await makeBed();
  await bed.sql(`insert into items (id, tenant_id, title) select n, 't' || n % 4, 'v0' from generate_series(1, 400) n`);
  let writing = true;
  const errors: unknown[] = [];
  const writer = async (seed: number) => {
    for (let turn = seed; writing; turn += 1) {
      const id = 1 + ((turn * 7919) % 400);
      const wait = turn % 6 === 0 ? `select pg_sleep(${(turn % 5) / 50});` : '';
      const end = turn % 9 === 0 ? 'rollback' : 'commit';
      const work = [
        `update items set title = 'v${turn}' where id = ${id}`,
        `update items set tenant_id = 't${turn % 4}' where id = ${id}`,
        `delete from items where id = ${id}`,
        `insert into items (id, tenant_id, title) values (${id}, 't1', 'new${turn}') on conflict (id) do update set title = excluded.title`,
      ][turn % 4];
      await bed.sql(`begin; ${work}; ${wait} ${end}`).catch((error: unknown) => errors.push(error));
    }
  };
  const writers = [writer(1), writer(200), writer(4_000), writer(60_000)];
  // Every filter is another shape: a snapshot of its own, taken while all this goes on.
  for (let n = 0; n < 24; n += 1) {
    open.push(follow(bed, { liveSse: n % 2 === 0, params: { where: n % 3 === 0 ? `id > ${-n}` : `tenant_id = 't${n % 4}' and id > ${-n}` } }));
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  writing = false;
  await Promise.all(writers);
  expect(errors).toEqual([]);
  await bed.sql(`insert into items (id, tenant_id, title) select 1000 + n, 't' || n, 'end' from generate_series(0, 3) n`);
  for (const [n, followed] of open.entries()) {
    await until(
      `shape ${n} has the last row`,
      () => held(followed).some((row) => row.endsWith(':end')) && (n % 3 !== 0 || held(followed).filter((row) => row.endsWith(':end')).length === 4),
    );
    const where = n % 3 === 0 ? 'true' : `tenant_id = 't${n % 4}'`;
    expect(held(followed)).toEqual((await bed.sql(`select id || ':' || coalesce(title, 'null') as row from items where ${where}`)).map(({ row }) => row).toSorted());
    expect(followed.refetches()).toBe(0);
  }
}, 180_000);

test('transactions too large to hold arrive whole, in order, in bounded pieces; listeners hear of them after they are durable', async () => {
  bed = await makeBed();
  const heard: { lsn: bigint; changes: readonly RowChange[] }[] = [];
  bed.engine().onTransaction((lsn, changes) => {
    expect(bed.engine().lastLsn()).toBeGreaterThanOrEqual(lsn);
    heard.push({ lsn, changes });
  });
  const all = follow(bed);
  const some = follow(bed, { liveSse: true, params: { where: `tenant_id = 't7'` } });
  open.push(all, some);
  await all.shape.rows;
  await some.shape.rows;
  await bed.sql(`insert into items (id, tenant_id, title, body) select n, 't' || n % 10, 'bulk', repeat(md5(n::text), 8) from generate_series(1, 60000) n`);
  await bed.sql(`insert into items (id, tenant_id, title) values (-1, 't7', 'after')`);
  await until('both have the row after it', () => [all, some].every(({ shape }) => shape.currentRows.at(-1)?.['id'] === -1), 60_000);
  expect(all.shape.currentRows).toHaveLength(60_001);
  expect(some.shape.currentRows).toHaveLength(6_001);
  expect(all.refetches() + some.refetches()).toBe(0);
  expect(heard.reduce((sum, { changes }) => sum + changes.length, 0)).toBe(60_001);
  expect(new Set(heard.map(({ lsn }) => lsn)).size).toBe(2);
  expect(heard.map(({ lsn }) => lsn)).toEqual(heard.map(({ lsn }) => lsn).toSorted((a, b) => Number(a - b)));
  const ids = heard.flatMap(({ changes }) => changes.map((change) => Number(change.new?.get('id'))));
  expect(ids).toEqual([...Array.from({ length: 60_000 }, (_, index) => index + 1), -1]);
}, 180_000);

test('rows larger than what comes at once, and than a chunk, arrive whole among small ones', async () => {
  bed = await makeBed();
  // Rows of every length: the stream's parts end at every place of a message.
  await bed.sql(`insert into items (id, tenant_id, body) select n, 'a', repeat('"' || n, (n * 7919) % 40000) from generate_series(1, 400) n`);
  await bed.sql(`insert into items (id, tenant_id, body) values (1000, 'a', repeat('/\\"', 4000000)), (1001, 'a', 'last')`);
  const followed = follow(bed);
  open.push(followed);
  const bodies = Object.fromEntries((await followed.shape.rows).map(({ id, body }) => [id, body]));
  const small = Object.fromEntries(Array.from({ length: 400 }, (_, n) => [n + 1, `"${n + 1}`.repeat(((n + 1) * 7919) % 40_000)]));
  expect(bodies).toEqual({ ...small, 1000: '/\\"'.repeat(4_000_000), 1001: 'last' });
});

test('listeners see old and new rows, TOASTed values that did not change, and truncations', async () => {
  bed = await makeBed();
  const big = 'x'.repeat(20_000);
  await bed.sql(`alter table items alter column body set storage external`);
  await bed.sql(`insert into items (id, tenant_id, done, body) values (1, 'a', true, $1)`, [big]);
  const full = follow(bed, { params: { replica: 'full' } });
  open.push(full);
  const bodies: unknown[] = [];
  full.stream.subscribe((messages) => {
    for (const message of messages) if ('key' in message && message.headers.operation === 'update') bodies.push(message.value['body']);
  });
  await full.shape.rows;
  const heard: RowChange[] = [];
  bed.engine().onTransaction((_lsn, changes) => void heard.push(...changes));
  await bed.sql(`update items set title = 'b'`);
  await until('the update is there', () => bodies.length === 1);
  await bed.sql(`truncate items`);
  await until('all was heard', () => heard.length === 2);
  const [update, truncation] = heard;
  expect([
    update?.table,
    update?.operation,
    update?.old?.get('title'),
    update?.new?.get('title'),
    update?.new?.get('done'),
    update?.new?.get('body') === big,
    update?.new?.get('nope'),
  ]).toEqual(['items', 'update', null, 'b', 'true', true, null]);
  expect([truncation?.operation, truncation?.old, truncation?.new]).toEqual(['truncate', null, null]);
  await until('the shape is empty', () => full.shape.currentRows.length === 0);
  expect(bodies.map((body) => body === big)).toEqual([true]);
});

test('many readers of one shape share one answer', async () => {
  bed = await makeBed();
  const start = await bed.get({ table: 'items', offset: 'now' });
  const place = { handle: start.headers.get('electric-handle') ?? '', offset: start.headers.get('electric-offset') ?? '' };
  const answers = Array.from({ length: 300 }, () => bed.get({ table: 'items', ...place, live: 'true' }).then((response) => response.text()));
  await until('all wait', () => bed.engine().stats().waiting === 300);
  await bed.sql(`insert into items (id, tenant_id) values (1, 'a'), (2, 'a')`);
  const texts = new Set(await Promise.all(answers));
  expect(texts.size).toBe(1);
  expect(JSON.parse([...texts][0] ?? '')).toHaveLength(3);
});
