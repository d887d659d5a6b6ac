import * as fs from 'node:fs';
import { createServer, type Server } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { startEmbeddedPostgres } from '../../sync-server/db/embedded.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { freshDatabase, type FreshDatabase } from '../support/postgres.ts';
import { runHub, runToEnd } from '../support/run-hub.ts';
import { startTestHub } from '../support/start-hub.ts';

vi.setConfig({ testTimeout: 120_000 });

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

function folder(): string {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-hub-'));
  cleanups.push(() => fs.rmSync(home, { recursive: true, force: true }));
  return home;
}

async function takenPort(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  return { server, port: typeof address === 'object' && address !== null ? address.port : 0 };
}

const failing = async (args: readonly string[], environment: Readonly<Record<string, string>>) => {
  const { code, output, errors } = await runToEnd(args, environment);
  expect({ code, output }).toEqual({ code: 1, output: '' });
  return errors;
};
const oneLine = (text: string) => new RegExp(`^holdfast: [^\\n]*${text}[^\\n]*\\n$`);

test('a port in use is one clear line', async () => {
  const { port } = await takenPort();
  expect(await failing(['--home', folder(), '--port', String(port)], { DATABASE_URL: database.url })).toMatch(oneLine(`Port ${port} on 127.0.0.1 is in use`));
});

test('a wrong DATABASE_URL is one clear line that says which part is wrong', async () => {
  const { port, server } = await takenPort();
  await new Promise((resolve) => server.close(resolve));
  const wrong = (change: (url: URL) => void) => {
    const url = new URL(database.url);
    change(url);
    return failing(['--home', folder(), '--port', '0'], { DATABASE_URL: url.href });
  };
  expect(await wrong((url) => (url.port = String(port)))).toMatch(oneLine('does not answer \\(ECONNREFUSED\\); check DATABASE_URL'));
  expect(await wrong((url) => (url.password = 'wrong'))).toMatch(oneLine('refuses the user "postgres" or the password in DATABASE_URL'));
  expect(await wrong((url) => (url.pathname = '/nowhere'))).toMatch(oneLine('There is no database "nowhere"'));
  expect(await failing(['--home', folder()], { DATABASE_URL: 'mysql://db' })).toMatch(oneLine('DATABASE_URL is not valid'));
});

test('a database without wal_level=logical is one clear line', async () => {
  const directory = folder();
  const postgres = await startEmbeddedPostgres({ directory, log: silentLog, settings: { wal_level: 'replica', fsync: 'off' } });
  cleanups.push(() => postgres.stop());
  expect(await failing(['--home', folder(), '--port', '0'], { DATABASE_URL: postgres.url })).toMatch(oneLine('wal_level=replica; set wal_level=logical'));
});

test('a home that is no folder and a broken data folder are one clear line each, and stay as they are', async () => {
  const home = folder();
  const file = path.join(home, 'file');
  fs.writeFileSync(file, 'mine');
  expect(await failing(['--home', file, '--port', '0'], {})).toMatch(oneLine('cannot be used'));
  fs.mkdirSync(path.join(home, 'postgres', 'data'), { recursive: true });
  fs.writeFileSync(path.join(home, 'postgres', 'data', 'letter.txt'), 'dear reader');
  expect(await failing(['--home', home, '--port', '0'], {})).toMatch(oneLine('is not a Postgres data folder'));
  expect(fs.readFileSync(path.join(home, 'postgres', 'data', 'letter.txt'), 'utf8')).toBe('dear reader');
});

test('a certificate that cannot be read is one clear line', async () => {
  expect(await failing(['--home', folder(), '--cert', '/nowhere.pem', '--key', '/nowhere.key'], { DATABASE_URL: database.url })).toMatch(oneLine('/nowhere.pem cannot be read'));
});

test('a second hub on the same database is one clear line, and the first goes on', async () => {
  const first = await runHub(['--home', folder(), '--port', '0'], { DATABASE_URL: database.url });
  cleanups.push(() => first.end());
  expect(await failing(['--home', folder(), '--port', '0'], { DATABASE_URL: database.url })).toMatch(oneLine('Another hub works on this database'));
  expect((await fetch(`${first.url}/v1/health`)).status).toBe(200);
  expect((await first.end()).code).toBe(0);
});

test('a hub with all it needs inside starts, is killed, starts again on what is left, and does not let a second one in', async () => {
  const home = folder();
  const first = await runHub(['--home', home, '--port', '0']);
  cleanups.push(() => first.end('SIGKILL'));
  expect(await failing(['--home', home, '--port', '0'], {})).toMatch(oneLine('Another hub works on this database'));
  expect((await fetch(`${first.url}/v1/health`)).status).toBe(200);

  await first.end('SIGKILL');
  const second = await runHub(['--home', home, '--port', '0']);
  cleanups.push(() => second.end());
  expect(await (await fetch(`${second.url}/v1/health`)).json()).toMatchObject({ ok: true, database: true, shapes: true });
  const pidFile = path.join(home, 'postgres', 'data', 'postmaster.pid');
  expect(fs.existsSync(pidFile)).toBe(true);

  const file = path.join(home, 'night.backup');
  expect(await runToEnd(['backup', file, '--home', home])).toMatchObject({ code: 0, output: expect.stringContaining(`backup ready ${file}`), errors: '' });
  expect(await failing(['restore', file, '--home', home], {})).toMatch(oneLine('A hub works on this database'));
  expect((await fetch(`${second.url}/v1/health`)).status).toBe(200);

  expect(await second.end('SIGINT')).toMatchObject({ code: 0, errors: '' });
  expect(fs.existsSync(pidFile)).toBe(false);

  fs.copyFileSync(file, `${file}.half`);
  fs.truncateSync(`${file}.half`, fs.statSync(file).size - 100);
  expect(await failing(['restore', `${file}.half`, '--home', home], {})).toMatch(oneLine('is cut short'));
  expect(await runToEnd(['restore', file, '--home', home])).toMatchObject({ code: 0, output: expect.stringContaining('restored'), errors: '' });
  expect(fs.existsSync(pidFile)).toBe(false);
});

test('stopping does not wait for open streams', async () => {
  const hub = await startTestHub();
  const { token } = await hub.signIn(hub.alpha, hub.alpha.admin.email);
  const first = await hub.ask(token, '/v1/shape?table=cases&offset=-1');
  await first.text();
  const caughtUp = await hub.ask(token, `/v1/shape?table=cases&offset=0_0&handle=${first.headers.get('electric-handle')}`);
  await caughtUp.text();
  const position = `table=cases&live=true&handle=${first.headers.get('electric-handle')}&offset=${caughtUp.headers.get('electric-offset')}`;
  const text = async (address: string) => (await hub.ask(token, address)).text();
  const open = Promise.allSettled([text(`/v1/shape?${position}`), text(`/v1/shape?${position}&live_sse=true`), text('/v1/wake')]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await hub.hub.stop();
  await open;
  await hub.stop();
  // Shorter than a live request waits by itself.
}, 15_000);
