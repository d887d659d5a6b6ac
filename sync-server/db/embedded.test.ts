import { fork } from 'node:child_process';
import * as fs from 'node:fs';
import { createServer } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { silentLog } from '../engine/log.ts';
import { loadBinaries, startEmbeddedPostgres } from './embedded.ts';

const cleanups: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function temporaryDirectory(): string {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-embedded-'));
  cleanups.push(() => fs.rmSync(directory, { recursive: true, force: true }));
  return directory;
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return Object.values((await client.query<Record<string, unknown>>(sql)).rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

const start = async (directory: string, port = 0) => {
  const postgres = await startEmbeddedPostgres({ directory, port, log: silentLog });
  cleanups.push(() => postgres.stop().catch(() => {}));
  return postgres;
};

test('a cluster keeps its rows, its settings and its private password over a restart, inside a private folder', async () => {
  const directory = temporaryDirectory();
  const first = await start(directory);
  expect(await ask(first.url, 'show wal_level')).toBe('logical');
  expect(await ask(first.url, 'show fsync')).toBe('on');
  expect(await ask(first.url, 'show max_slot_wal_keep_size')).toBe('4GB');
  expect(await ask(first.url, 'show listen_addresses')).toBe('127.0.0.1');
  expect(await ask(first.url, 'create table t as select 42 as n')).toBe(undefined);
  expect(fs.statSync(path.join(directory, 'password')).mode & 0o777).toBe(0o600);
  await first.stop();
  const second = await start(directory);
  expect(await ask(second.url, 'select n from t')).toBe(42);
});

test('programs that lie in a folder of their owner alone run as well', async () => {
  const found = await loadBinaries();
  // A temporary folder is private: 0700.
  const directory = temporaryDirectory();
  const native = path.dirname(path.dirname(found.postgres));
  fs.cpSync(native, path.join(directory, 'native'), { recursive: true, verbatimSymlinks: true });
  const copied = (program: string) => path.join(directory, 'native', path.relative(native, program));
  const binaries = { postgres: copied(found.postgres), initdb: copied(found.initdb), pg_ctl: copied(found.pg_ctl) };
  const postgres = await startEmbeddedPostgres({ directory: path.join(directory, 'data'), binaries, log: silentLog });
  cleanups.push(() => postgres.stop().catch(() => {}));
  expect(await ask(postgres.url, 'select 42')).toBe(42);
});

test('a Postgres left behind by a killed process is taken over, and one killed with it is recovered', async () => {
  const directory = temporaryDirectory();
  const script = path.join(directory, 'start.ts');
  fs.writeFileSync(
    script,
    `
    import { startEmbeddedPostgres } from ${JSON.stringify(path.resolve(import.meta.dirname, 'embedded.ts'))};
    const log = { info() {}, warn() {}, error() {} };
    process.send((await startEmbeddedPostgres({ directory: ${JSON.stringify(directory)}, log })).url);
    setInterval(() => {}, 1000);`,
  );
  const child = fork(script, { execPath: process.execPath });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve(String(message)));
    child.once('exit', () => reject(new Error('the child ended early')));
  });
  child.kill('SIGKILL');
  const second = await start(directory);
  expect(second.url).toBe(url);

  await ask(second.url, 'create table t as select 7 as n');
  const pid = Number(fs.readFileSync(path.join(directory, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
  process.kill(pid, 'SIGKILL');
  const third = await start(directory);
  expect(await ask(third.url, 'select n from t')).toBe(7);
});

test('another port asked for ends the one left behind and starts anew', async () => {
  const directory = temporaryDirectory();
  const first = await start(directory);
  const port = await new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0));
    });
  });
  const second = await start(directory, port);
  expect(new URL(second.url).port).toBe(String(port));
  await expect(ask(first.url, 'select 1')).rejects.toThrow();
});

test('a pid file that names a process of somebody else does not stop the start', async () => {
  const directory = temporaryDirectory();
  const first = await start(directory);
  const file = path.join(directory, 'data', 'postmaster.pid');
  const saved = fs.readFileSync(file, 'utf8');
  await first.stop();
  fs.writeFileSync(file, saved.replace(/^\d+/, String(process.pid)));
  const second = await start(directory);
  expect(await ask(second.url, 'select 1 as one')).toBe(1);
});

test('a port in use, a folder of something else and a broken cluster are each one clear line', async () => {
  const directory = temporaryDirectory();
  const server = createServer();
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : 0);
    }),
  );
  cleanups.push(() => void server.close());
  await expect(start(directory, port)).rejects.toThrow(`Port ${port} is in use; Postgres cannot listen on it.`);

  const foreign = temporaryDirectory();
  fs.mkdirSync(path.join(foreign, 'data'));
  fs.writeFileSync(path.join(foreign, 'data', 'letter.txt'), 'dear reader');
  await expect(start(foreign)).rejects.toThrow(/is not a Postgres data folder/);
  expect(fs.readFileSync(path.join(foreign, 'data', 'letter.txt'), 'utf8')).toBe('dear reader');

  fs.truncateSync(path.join(directory, 'data', 'global', 'pg_control'), 100);
  const failure = await start(directory).then(
    () => null,
    (error: Error) => error,
  );
  expect(failure?.message).toMatch(/^Postgres could not start in .*: .*pg_control/);
  expect(failure?.message).not.toContain('\n');
});
