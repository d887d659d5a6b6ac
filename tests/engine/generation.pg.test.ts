import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { createShapeEngine } from '../../sync-server/engine/engine.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { startEmbeddedPostgres } from '../../sync-server/db/embedded.ts';
import { freshDatabase } from '../support/postgres.ts';
import { throwAwaySettings } from '../support/postgres-cluster.ts';
import { type Bed, follow, itemsSql, makeBed, until } from './harness.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function bedWithRow(): Promise<Bed> {
  const bed = await makeBed();
  cleanups.push(() => bed.close());
  await bed.sql(`insert into items (id, tenant_id) values (1, 'a')`);
  return bed;
}

const slotOf = (bed: Bed) => `slot_${path.basename(bed.databaseUrl)}`;

test('a slot that is gone begins a new generation; readers refetch and see all', async () => {
  const bed = await bedWithRow();
  const followed = follow(bed);
  cleanups.push(followed.stop);
  await followed.shape.rows;
  const before = bed.engine().generation();
  await bed.stopEngine();
  await bed.sql(`select pg_drop_replication_slot($1)`, [slotOf(bed)]);
  await bed.sql(`insert into items (id, tenant_id) values (2, 'unseen')`);
  await bed.restart();
  expect(bed.engine().generation()).not.toBe(before);
  await until('the unseen row is there', () => followed.shape.currentRows.length === 2, 20_000);
  expect(followed.refetches()).toBe(1);
});

test('a slot dropped under a running engine begins a new generation', async () => {
  const bed = await bedWithRow();
  const followed = follow(bed);
  cleanups.push(followed.stop);
  await followed.shape.rows;
  await bed.sql(`select pg_terminate_backend(active_pid) from pg_replication_slots where slot_name = $1`, [slotOf(bed)]);
  await until(
    'the slot could be dropped',
    () =>
      bed.sql(`select pg_drop_replication_slot($1)`, [slotOf(bed)]).then(
        () => true,
        () => false,
      ),
    2_000,
  ).catch(() => {});
  await bed.sql(`insert into items (id, tenant_id) values (2, 'a')`);
  await until('the row is there', () => followed.shape.currentRows.length === 2, 20_000);
});

test('a slot that moved without the log begins a new generation', async () => {
  const bed = await bedWithRow();
  const followed = follow(bed);
  cleanups.push(followed.stop);
  await followed.shape.rows;
  const before = bed.engine().generation();
  await bed.stopEngine();
  await bed.sql(`insert into items (id, tenant_id) values (2, 'unseen')`);
  await bed.sql(`select pg_replication_slot_advance($1, pg_current_wal_lsn())`, [slotOf(bed)]);
  await bed.restart();
  expect(bed.engine().generation()).not.toBe(before);
  await until('the unseen row is there', () => followed.shape.currentRows.length === 2, 20_000);
});

test('an ordinary restart keeps the generation, also after WAL that was not for us', async () => {
  const bed = await bedWithRow();
  const before = bed.engine().generation();
  await bed.sql(`create table elsewhere as select n from generate_series(1, 10000) n`);
  await bed.restart();
  expect(bed.engine().generation()).toBe(before);
  await bed.restart();
  expect(bed.engine().generation()).toBe(before);
});

test('a lost connection heals, and nothing is missed', async () => {
  const bed = await bedWithRow();
  const before = bed.engine().generation();
  const followed = follow(bed);
  cleanups.push(followed.stop);
  await followed.shape.rows;
  await bed.sql(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'holdfast-engine'`);
  await bed.sql(`insert into items (id, tenant_id) values (2, 'a')`);
  await until('the row is there', () => followed.shape.currentRows.length === 2, 20_000);
  expect(bed.engine().generation()).toBe(before);
  expect(followed.refetches()).toBe(0);
});

test('expired log: a reader from before begins anew, a present one goes on', async () => {
  const bed = await makeBed(itemsSql, { retention: { maxBytes: 0, maxAgeMs: 0 } });
  cleanups.push(() => bed.close());
  await bed.sql(`insert into items (id, tenant_id) values (1, 'a')`);
  const old = await bed.get({ table: 'items', offset: 'now' });
  const [handle, offset] = [old.headers.get('electric-handle') ?? '', old.headers.get('electric-offset') ?? ''];
  const followed = follow(bed);
  cleanups.push(followed.stop);
  await followed.shape.rows;
  for (let n = 2; n < 12; n += 1) await bed.sql(`insert into items (id, tenant_id, body) values (${n}, 'a', repeat(md5('${n}'), 60000))`);
  await until('the log was trimmed', async () => (await bed.get({ table: 'items', offset, handle })).status === 409, 25_000);
  await bed.sql(`insert into items (id, tenant_id) values (99, 'a')`);
  await until('the present reader has all', () => followed.shape.currentRows.length === 12, 10_000);
  expect(followed.refetches()).toBe(0);
}, 60_000);

test('a database put back to an older state is noticed, by what it no longer repeats', async () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-rewind-'));
  cleanups.push(() => fs.rmSync(directory, { recursive: true, force: true }));
  fs.chmodSync(directory, 0o755);
  const start = () => startEmbeddedPostgres({ directory: path.join(directory, 'pg'), log: silentLog, settings: throwAwaySettings });
  const run = async (url: string, sql: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  const engineOn = (databaseUrl: string) => createShapeEngine({ databaseUrl, directory: path.join(directory, 'engine'), publication: 'holdfast', slot: 'rewind', log: silentLog });
  const data = path.join(directory, 'pg', 'data');

  let postgres = await start();
  cleanups.push(() => postgres.stop().catch(() => {}));
  await run(postgres.url, itemsSql);
  let engine = await engineOn(postgres.url);
  const { lastLsn, generation } = engine;
  const first = lastLsn();
  await run(postgres.url, `insert into items (id, tenant_id) values (1, 'kept')`);
  await until('the row is in the log', () => lastLsn() > first);
  const original = generation();
  await engine.stop();
  await postgres.stop();
  execFileSync('cp', ['-a', data, `${data}.backup`]);

  postgres = await start();
  engine = await engineOn(postgres.url);
  expect(engine.generation()).toBe(original);
  const second = engine.lastLsn();
  await run(postgres.url, `insert into items (id, tenant_id) values (2, 'lost')`);
  await until('the lost row is in the log', () => engine.lastLsn() > second);
  await engine.stop();
  await postgres.stop();

  // Put the files back, and let the database grow past where the log ends before an engine looks.
  fs.rmSync(data, { recursive: true });
  fs.renameSync(`${data}.backup`, data);
  postgres = await start();
  await run(postgres.url, `create table filler as select n, md5(n::text) from generate_series(1, 20000) n; insert into items (id, tenant_id) values (3, 'other history')`);
  engine = await engineOn(postgres.url);
  cleanups.push(() => engine.stop());
  await until('the generation changed', () => engine.generation() !== original, 10_000);
  await engine.stop();
}, 60_000);

test('a log that is no database is set aside, and a new generation begun', async () => {
  const bed = await bedWithRow();
  const before = bed.engine().generation();
  await bed.stopEngine();
  fs.writeFileSync(path.join(bed.directory, 'engine.db'), 'not a database at all '.repeat(500));
  for (const suffix of ['-wal', '-shm']) fs.rmSync(path.join(bed.directory, `engine.db${suffix}`), { force: true });
  await bed.restart();
  expect(bed.engine().generation()).not.toBe(before);
  expect(fs.readdirSync(bed.directory).some((name) => name.includes('.broken-'))).toBe(true);
  expect((await bed.get({ table: 'items', offset: '-1' })).status).toBe(200);
});

test('a slot that held too much WAL is given up by Postgres, and a new generation begun', async () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-wal-'));
  cleanups.push(() => fs.rmSync(directory, { recursive: true, force: true }));
  fs.chmodSync(directory, 0o755);
  const postgres = await startEmbeddedPostgres({
    directory: path.join(directory, 'pg'),
    log: silentLog,
    settings: { ...throwAwaySettings, max_slot_wal_keep_size: '1MB', max_wal_size: '64MB', min_wal_size: '32MB' },
  });
  cleanups.push(() => postgres.stop());
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(itemsSql);
  const start = () => createShapeEngine({ databaseUrl: postgres.url, directory: path.join(directory, 'engine'), publication: 'holdfast', slot: 'kept', log: silentLog });
  const first = await start();
  const before = first.generation();
  await first.stop();
  await client.query(`insert into items (id, tenant_id) values (1, 'unseen')`);
  for (let n = 0; n < 5; n += 1) {
    await client.query(`create table filler${n} as select repeat('x', 1000) from generate_series(1, 20000)`);
    await client.query('select pg_switch_wal()');
    await client.query('checkpoint');
  }
  expect((await client.query<{ wal_status: string }>('select wal_status from pg_replication_slots')).rows).toEqual([{ wal_status: 'lost' }]);
  await client.end();
  const second = await start();
  cleanups.push(() => second.stop());
  expect(second.generation()).not.toBe(before);
}, 60_000);

test('what cannot be served is one clear line', async () => {
  const database = await freshDatabase();
  cleanups.push(() => database.drop());
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-refuse-'));
  cleanups.push(() => fs.rmSync(directory, { recursive: true, force: true }));
  const start = (databaseUrl: string) => createShapeEngine({ databaseUrl, directory, publication: 'holdfast', slot: 'refused', log: silentLog });
  await expect(start(database.url)).rejects.toThrow('Publication "holdfast" does not exist in this database; run the migrations first.');
  await expect(start(database.url.replace(/:\/\/[^@]+@/, '://nobody:wrong@'))).rejects.toThrow(/authentication failed|does not exist/);
  await expect(start('postgres://127.0.0.1:1/nothing')).rejects.toThrow(/ECONNREFUSED/);
});
