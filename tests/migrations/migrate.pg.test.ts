import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbeddedPostgres } from '../../sync-server/db/embedded.ts';
import { migrate, readMigrations } from '../../sync-server/db/migrate.ts';
import { roleUrl } from '../../sync-server/db/roles.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { freshDatabase, type FreshDatabase } from '../support/postgres.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const known = readMigrations();
const next = { number: known.length + 1, name: 'next', sql: 'CREATE TABLE next_thing (id integer);', checksum: 'c' };

async function ask(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
const applied = async () => (await ask(database.url, 'SELECT number FROM schema_migrations ORDER BY 1')).map(({ number }) => number);

test('hubs that start together migrate once', async () => {
  await Promise.all(Array.from({ length: 4 }, () => migrate(database.url, silentLog)));
  expect(await applied()).toEqual(known.map(({ number }) => number));
});

test('a migration that fails changes nothing and says which it was', async () => {
  const broken = { ...next, sql: 'CREATE TABLE half_done (id integer); SELECT 1 / 0;' };
  await expect(migrate(database.url, silentLog, { migrations: [...known, broken] })).rejects.toThrow(
    `Migration ${next.number} (next) failed and changed nothing: division by zero`,
  );
  expect(await applied()).toEqual(known.map(({ number }) => number));
  expect(await ask(database.url, `SELECT to_regclass('half_done') AS table`)).toEqual([{ table: null }]);
});

test('a database of a newer version is left alone, with one clear line', async () => {
  await migrate(database.url, silentLog, { migrations: [...known, next] });
  await expect(migrate(database.url, silentLog)).rejects.toThrow(/^The database is at migration \d+, this version knows \d+: it was made by a newer version; update the hub\.$/);
  expect(await applied()).toContain(next.number);
});

test('a migration that was edited after it was applied is found out', async () => {
  const edited = known.map((migration, place) => (place === 0 ? { ...migration, checksum: 'another' } : migration));
  await expect(migrate(database.url, silentLog, { migrations: [...edited, next] })).rejects.toThrow('Migration 1 (initial) was applied in another form');
});

test('a server without logical replication is refused in one line; a changed password of the administrator heals the roles', { timeout: 60_000 }, async () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-migrate-'));
  fs.chmodSync(directory, 0o755);
  try {
    const plain = await startEmbeddedPostgres({ directory, log: silentLog, settings: { wal_level: 'replica', fsync: 'off' } });
    await expect(migrate(plain.url, silentLog)).rejects.toThrow(/^The database runs with wal_level=replica; set wal_level=logical in its configuration and restart it\.$/);
    await plain.stop();
    const logical = await startEmbeddedPostgres({ directory, log: silentLog, settings: { fsync: 'off' } });
    await migrate(logical.url, silentLog);
    expect(await ask(roleUrl(logical.url, 'serve'), 'SELECT current_user AS role')).toEqual([{ role: 'holdfast_serve' }]);
    await ask(logical.url, `ALTER ROLE postgres PASSWORD 'another one'`);
    const url = new URL(logical.url);
    url.password = 'another one';
    await expect(ask(roleUrl(url.href, 'serve'), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    await migrate(url.href, silentLog);
    expect(await ask(roleUrl(url.href, 'serve'), 'SELECT current_user AS role')).toEqual([{ role: 'holdfast_serve' }]);
    await logical.stop();
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
});

test('a user who may not make roles is told what to ask an administrator for', async () => {
  const name = `limited_${Date.now()}`;
  await ask(database.url, `CREATE ROLE ${name} LOGIN PASSWORD 'x'`);
  const url = new URL(database.url);
  url.username = name;
  url.password = 'x';
  await expect(migrate(url.href, silentLog)).rejects.toThrow(/^The user of DATABASE_URL may not do this; ask an administrator of the database to run: GRANT holdfast_migrate TO /);
  await ask(database.url, `DROP ROLE ${name}`);
});

test('files that hung on records before 0007 are seen afterwards by those who see the records', async () => {
  const older = await freshDatabase();
  const ids = { tenant: randomUUID(), blob: randomUUID(), alone: randomUUID(), user: randomUUID() };
  const base = `tenant_id, created_at, updated_at, created_by, version, visible_to`;
  const stamped = (visibleTo: string) => `'${ids.tenant}', now(), now(), '${ids.user}', 1, '${visibleTo}'`;
  const blob = (id: string) =>
    `INSERT INTO blobs (id, sha256, size, mime_type, storage_provider, storage_path, evidence_kind, upload_state, scan_state, ${base})
     VALUES ('${id}', '${id}', 1, 'text/plain', 'local', 'x', 'attachment', 'stored', 'skipped', ${stamped(`{user:${ids.user}}`)})`;
  try {
    await migrate(older.url, silentLog, { upTo: 6 });
    await ask(
      older.url,
      `SET session_replication_role = 'replica'; ${blob(ids.blob)}; ${blob(ids.alone)};
       INSERT INTO blob_links (id, blob_id, subject_type, subject_id, role, ${base}) VALUES ('${randomUUID()}', '${ids.blob}', 'cases', '${randomUUID()}', 'attachment', ${stamped('{team:t}')})`,
    );
    await migrate(older.url, silentLog, { upTo: 7 });
    expect(await ask(older.url, `SELECT id::text, visible_to AS keys FROM blobs ORDER BY id = '${ids.alone}'`)).toEqual([
      { id: ids.blob, keys: ['team:t', `user:${ids.user}`] },
      { id: ids.alone, keys: [`user:${ids.user}`] },
    ]);
    const walls = await ask(older.url, `SELECT relforcerowsecurity AS forced FROM pg_class WHERE relname IN ('blobs', 'blob_links')`);
    expect(walls).toEqual([{ forced: true }, { forced: true }]);
  } finally {
    await older.drop();
  }
});
