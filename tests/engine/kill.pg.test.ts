import { type ChildProcess, fork } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { freshDatabase } from '../support/postgres.ts';
import { collect, type Collected, follow, itemsSql, until } from './harness.ts';

const runs = Number(process.env['RUNS'] ?? 15);
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function startEngine(args: readonly string[]): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const child = fork(path.join(import.meta.dirname, 'engine-process.ts'), [...args], { execPath: process.execPath, stdio: ['ignore', 'inherit', 'pipe', 'ipc'] });
  let said = '';
  child.stderr?.on('data', (text: Buffer) => (said += text.toString()));
  return new Promise((resolve, reject) => {
    child.once('message', (message: { port: number }) => resolve({ child, port: message.port }));
    child.once('exit', (code) => reject(new Error(`the engine ended with ${code}: ${said}`)));
  });
}

test(`kill -9 at any instant, ${runs} times, while writers write: handles and positions hold, nothing is lost or doubled`, async () => {
  const database = await freshDatabase();
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-kill-'));
  const pool = new pg.Pool({ connectionString: database.url, max: 6 });
  cleanups.push(async () => {
    await pool.end();
    await database.drop();
    fs.rmSync(directory, { recursive: true, force: true });
  });
  await pool.query(itemsSql);
  await pool.query(`insert into items select n, 't' || n % 3, 'start', n, false, array['a'], now(), repeat('x', 200) from generate_series(1, 2000) n`);
  const args = [database.url, directory, `slot_${path.basename(database.url)}`];
  let { child, port } = await startEngine(args);
  cleanups.push(() => child.kill('SIGKILL'));
  const bed = { url: `http://127.0.0.1:${port}/v1/shape` };
  // A connection that breaks within a body is an error that the client leaves to us.
  const patient = { backoffOptions: { initialDelay: 20, maxDelay: 100, multiplier: 1.5 }, onError: () => ({}) };

  const all = collect(bed, patient);
  const some = collect(bed, { ...patient, params: { where: `tenant_id = 't1'` } });
  cleanups.push(all.stop, some.stop);
  await until('both are loaded', () => all.stream.isUpToDate && some.stream.isUpToDate);
  const handles = [all.stream.shapeHandle, some.stream.shapeHandle];

  let writing = true;
  let next = 10_000;
  const writer = async (seed: number) => {
    for (let turn = seed; writing; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      const id = 1 + ((turn * 7919) % 2000);
      if (turn % 5 === 0)
        await pool.query(`insert into items (id, tenant_id, title) select n, 't' || n % 3, 'new' from generate_series($1::int, $1::int + $2::int) n`, [(next += 200), turn % 40]);
      else if (turn % 7 === 0) await pool.query(`delete from items where id = $1`, [id]);
      else await pool.query(`update items set title = $2, tenant_id = 't' || (random() * 3)::int where id = $1`, [id, `v${turn}`]);
    }
  };
  const writers = [writer(1), writer(1000), writer(5000)];
  const late: Collected[] = [];
  cleanups.push(() => late.forEach((followed) => followed.stop()));
  for (let run = 0; run < runs; run += 1) {
    // Each of these is a shape of its own: the engine dies over its snapshot, or soon after.
    late.push(collect(bed, { ...patient, params: { where: `id > ${-10 - run}` } }));
    await new Promise((resolve) => setTimeout(resolve, 40 + ((run * 97) % 400)));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    ({ child } = await startEngine([...args, String(port)]));
  }
  writing = false;
  await Promise.all(writers);
  await pool.query(`insert into items (id, tenant_id) values (-1, 't1')`);
  const isDone = ({ rows }: Collected) => rows.has('"public"."items"/"-1"');
  await until('both shapes have the last row', () => isDone(all) && isDone(some), 60_000);

  const table = async (where: string) =>
    (await pool.query<{ id: number; title: string | null; tenant_id: string }>(`select id, title, tenant_id from items where ${where} order by id`)).rows;
  const held = ({ rows }: Collected) => [...rows.values()].map(({ id, title, tenant_id }) => ({ id, title, tenant_id })).toSorted((a, b) => Number(a.id) - Number(b.id));
  expect(held(all)).toEqual(await table('true'));
  expect(held(some)).toEqual(await table(`tenant_id = 't1'`));
  for (const followed of late) {
    await until('a late shape has the last row', () => isDone(followed), 60_000);
    expect(held(followed)).toEqual(await table('true'));
    followed.stop();
  }
  expect([all.stream.shapeHandle, some.stream.shapeHandle]).toEqual(handles);
  expect(all.refetches() + some.refetches()).toBe(0);
  expect([...all.errors, ...some.errors, ...late.flatMap(({ errors }) => errors)]).toEqual([]);
  all.stop();
  some.stop();
}, 240_000);

test('a second engine on the same slot stops with one clear line, and does the first no harm', async () => {
  const database = await freshDatabase();
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-second-'));
  const pool = new pg.Pool({ connectionString: database.url, max: 2 });
  cleanups.push(async () => {
    await pool.end();
    await database.drop();
    fs.rmSync(directory, { recursive: true, force: true });
  });
  await pool.query(itemsSql);
  const slot = `slot_${path.basename(database.url)}`;
  const { child, port } = await startEngine([database.url, path.join(directory, 'one'), slot]);
  cleanups.push(() => child.kill('SIGKILL'));
  await expect(startEngine([database.url, path.join(directory, 'two'), slot])).rejects.toThrow(
    `ended with 1: Another hub already serves this database (replication slot "${slot}").\n`,
  );
  await pool.query(`insert into items (id, tenant_id) values (1, 'a')`);
  const followed = follow({ url: `http://127.0.0.1:${port}/v1/shape` });
  cleanups.push(followed.stop);
  expect(await followed.shape.rows).toHaveLength(1);
  followed.stop();
});
