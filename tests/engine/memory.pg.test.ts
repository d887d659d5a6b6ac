import { fork } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { freshDatabase } from '../support/postgres.ts';
import { follow, itemsSql, makeBed, until } from './harness.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const megabyte = 1024 * 1024;
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

async function engineProcess() {
  const database = await freshDatabase();
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-memory-'));
  const pool = new pg.Pool({ connectionString: database.url, max: 4 });
  await pool.query(itemsSql);
  const child = fork(path.join(import.meta.dirname, 'engine-process.ts'), [database.url, directory, `slot_${path.basename(database.url)}`], { execPath: process.execPath });
  cleanups.push(async () => {
    child.kill('SIGKILL');
    await pool.end();
    await database.drop();
    fs.rmSync(directory, { recursive: true, force: true });
  });
  const hear = <T>() => new Promise<T>((resolve) => child.once('message', (message) => resolve(message as T)));
  const { port } = await hear<{ port: number }>();
  const stats = () => {
    const answer = hear<{ rss: number; stats: Record<string, number> }>();
    child.send('stats');
    return answer;
  };
  return { pool, port, stats };
}

/** Asks without reading the answer. */
function askAndStall(port: number, query: string): net.Socket {
  const socket = net.connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(`GET /v1/shape?${query} HTTP/1.1\r\nhost: localhost\r\n\r\n`);
  socket.pause();
  cleanups.push(() => socket.destroy());
  return socket;
}

test('readers that do not read, of a snapshot, of the log and of events, cost no memory and hold nobody up', async () => {
  const { pool, port, stats } = await engineProcess();
  const url = `http://127.0.0.1:${port}/v1/shape`;
  const fill = (from: number, to: number) => pool.query(`insert into items (id, tenant_id, body) select n, 'a', repeat(md5(n::text), 30) from generate_series(${from}, ${to}) n`);
  await fill(1, 40_000);
  const first = await fetch(`${url}?table=items&offset=-1`);
  expect((await first.arrayBuffer()).byteLength).toBeGreaterThan(10_000_000);
  const now = await fetch(`${url}?table=items&offset=now`);
  const [handle, offset] = [now.headers.get('electric-handle'), now.headers.get('electric-offset')];
  const before = (await stats()).rss;
  for (let n = 0; n < 40; n += 1) {
    askAndStall(port, 'table=items&offset=-1');
    askAndStall(port, `table=items&handle=${handle}&offset=${offset}&live=true&live_sse=true`);
  }
  for (let from = 100_000; from < 180_000; from += 500) await fill(from, from + 499);
  for (let n = 0; n < 40; n += 1) askAndStall(port, `table=items&handle=${handle}&offset=${offset}`);
  await until('the log is read', async () => (await stats()).stats['changes'] === 120_000, 60_000);
  const quick = fetch(`${url}?table=items&handle=${handle}&offset=${(await stats()).stats['lastLsn']}_0&live=true`);
  await pool.query(`insert into items (id, tenant_id) values (-1, 'quick')`);
  expect(await (await quick).text()).toContain('"quick"');
  // 80 MB of changes times 40 event readers, and 16 MB of snapshot times 40: what a reader did not take must not be held for it.
  expect((await stats()).rss - before).toBeLessThan(400 * megabyte);
}, 120_000);

test('idle shapes cost nothing but their handle', async () => {
  const { pool, port, stats } = await engineProcess();
  const url = `http://127.0.0.1:${port}/v1/shape`;
  const open = async (n: number) => {
    const response = await fetch(`${url}?${new URLSearchParams({ table: 'items', offset: 'now', where: `tenant_id = '${n}'` })}`);
    await response.text();
    const aborter = new AbortController();
    cleanups.push(() => aborter.abort());
    // A live request that has waited its time is asked again, as clients do.
    const wait = async (offset: string): Promise<void> => {
      const params = new URLSearchParams({ table: 'items', handle: response.headers.get('electric-handle') ?? '', offset, where: `tenant_id = '${n}'`, live: 'true' });
      const answer = await fetch(`${url}?${params}`, { signal: aborter.signal });
      await answer.text();
      return wait(answer.headers.get('electric-offset') ?? offset);
    };
    wait(response.headers.get('electric-offset') ?? '').catch(() => {});
  };
  for (let n = 0; n < 20; n += 1) await open(n);
  const before = (await stats()).rss;
  for (let n = 20; n < 500; n += 10) await Promise.all(Array.from({ length: 10 }, (_, index) => open(n + index)));
  for (let n = 0; n < 40; n += 1)
    await pool.query(`insert into items (id, tenant_id, body) select ${n} * 1000 + n, 'elsewhere', repeat('x', 1000) from generate_series(1, 1000) n`);
  await until('all was handled', async () => (await stats()).stats['changes'] === 40_000, 60_000);
  await until('all wait', async () => (await stats()).stats['waiting'] === 500, 60_000);
  const after = await stats();
  expect(after.stats['windowBytes']).toBe(0);
  expect(after.rss - before).toBeLessThan(200 * megabyte);
}, 120_000);

test('the little that is kept for a shape that is followed holds on to nothing that others were sent', async () => {
  const bed = await makeBed();
  cleanups.push(() => bed.close());
  await bed.sql(`insert into items (id, tenant_id, body) select n, 'crowd', repeat(md5(n::text), 20) from generate_series(1000, 1500) n`);
  await bed.sql(`insert into items (id, tenant_id, title) values (1, 'one', 'first')`);
  const followed = follow(bed, { params: { where: `tenant_id = 'one'` } });
  cleanups.push(() => followed.stop());
  await followed.shape.rows;
  const start = await bed.get({ table: 'items', offset: 'now' });
  await start.text();
  const [handle, offset] = [start.headers.get('electric-handle') ?? '', start.headers.get('electric-offset') ?? ''];
  const held = () => (collectGarbage(), process.memoryUsage().arrayBuffers);
  let before = 0;
  for (let n = 0; n < 60; n += 1) {
    if (n === 10) before = held();
    await bed.sql(`update items set title = 'turn ${n}' where id = 1`);
    await until('the turn is there', () => followed.shape.currentRows[0]?.['title'] === `turn ${n}`);
    // Others read the log, which writes more than a slab of texts.
    await bed.sql(`update items set done = not coalesce(done, false) where id >= 1000`);
    await (await bed.get({ table: 'items', handle, offset, log: 'full' })).text();
  }
  // Bytes are given back beside the program, a while after they were found to be garbage; what is held on to never is.
  await until('what others were sent is let go', () => held() - before < 4 * megabyte);
}, 120_000);
