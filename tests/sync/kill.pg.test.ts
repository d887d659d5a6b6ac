import { fork, spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import type { SyncStatus } from '../../main/sync/writer-api.ts';
import { migratedDatabase } from '../support/postgres.ts';
import { createWorld, signIn, temporaryHome } from '../support/world.ts';
import type { DeskOrder } from './desk-process.ts';
import { peace } from './peace.ts';
import { people } from './stage.ts';
import { createTestDesk, newPlace } from './test-desk.ts';

const runs = Number(process.env['KILLS'] ?? 15);
const seed = process.env['SEED'] === undefined ? Date.now() % 2 ** 31 : Number(process.env['SEED']);
const root = path.resolve(import.meta.dirname, '../..');

test(`processes that are killed lose and double nothing (${runs} runs, seed ${seed})`, { timeout: runs * 120_000 }, async () => {
  const random = mulberry(seed);
  const database = await migratedDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const home = temporaryHome();
  let hub = await startHubProcess(database.url, home, 0);
  const { url } = hub;
  const restartHub = async () => {
    await killed(hub.child);
    hub = await startHubProcess(database.url, home, Number(new URL(url).port));
  };
  try {
    const world = await createWorld(database.url, people);
    const desks = await Promise.all(
      people.map(async ({ name }) => ({ name, place: newPlace(), signedIn: await signIn(url, world, name), taken: new Map<string, string>(), child: null as ChildProcess | null })),
    );
    /** Opens every replica here, and waits until all agree. */
    const agree = async () => {
      const [admin, ...others] = await Promise.all(desks.map(({ name, place, signedIn, taken }) => createTestDesk(name, url, signedIn, place, taken)));
      if (!admin) throw new Error('no desk');
      expect(await peace(client, url, { world, admin, desks: others })).toEqual([]);
      for (const desk of [admin, ...others]) await desk.close();
    };
    await agree();
    for (let run = 0; run < runs; run += 1) {
      const launch = (desk: (typeof desks)[number]) => {
        const order: DeskOrder = {
          name: desk.name,
          hubUrl: url,
          signedIn: desk.signedIn,
          place: desk.place,
          facts: { tenantId: world.tenantId, subdomain: world.subdomain, rows: world.rows },
          seed: Math.floor(random() * 2 ** 30),
        };
        const file = path.join(home, `${desk.name}.json`);
        fs.writeFileSync(file, JSON.stringify(order));
        desk.child = fork(path.join(import.meta.dirname, 'desk-process.ts'), [file], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
        desk.child.on('message', ({ taken }: { readonly taken: readonly (readonly [string, string])[] }) => {
          for (const [id, name] of taken) desk.taken.set(id, name);
        });
      };
      desks.slice(1).forEach(launch);
      for (let kill = 0; kill < 3; kill += 1) {
        await new Promise((done) => setTimeout(done, 300 + random() * 700));
        const victim = desks[1 + Math.floor(random() * 4)];
        if (!victim) await restartHub();
        else {
          await killed(victim.child);
          launch(victim);
        }
      }
      await Promise.all(desks.map(({ child }) => killed(child)));
      if (run % 3 === 2) await restartHub();
      await agree();
    }
    expect(desks.reduce((sum, { taken }) => sum + taken.size, 0)).toBeGreaterThan(runs * 10);
    for (const { child } of desks) await killed(child);
  } finally {
    await client.end();
    await killed(hub.child);
    await database.drop();
  }
});

test('a hub that hangs is told from one that answers, and work goes on until it does again', { timeout: 120_000 }, async () => {
  const database = await migratedDatabase();
  const hub = await startHubProcess(database.url, temporaryHome(), 0);
  try {
    const world = await createWorld(database.url, people);
    const [person] = people;
    if (!person) throw new Error('nobody');
    const desk = await createTestDesk(person.name, hub.url, await signIn(hub.url, world, person.name), newPlace(), new Map(), true);
    const state = () => (JSON.parse(desk.status()) as { readonly status: SyncStatus }).status.hub;
    await expect.poll(() => state().state, { timeout: 30_000 }).toBe('online');
    const stopped = Date.now();
    hub.child.kill('SIGSTOP');
    await expect.poll(() => state().state, { timeout: 30_000 }).toBe('silent');
    // It is told since when nothing has come, not since when that was noticed.
    expect(Date.parse(state().since)).toBeLessThan(stopped + 3000);
    await desk.send('contacts.create', { firstName: 'Ada' });
    expect(desk.outbox()).toHaveLength(1);
    hub.child.kill('SIGCONT');
    await expect.poll(() => state().state, { timeout: 30_000 }).toBe('online');
    await expect.poll(() => desk.outbox(), { timeout: 30_000 }).toEqual([]);
    await desk.close();
  } finally {
    hub.child.kill('SIGCONT');
    await killed(hub.child);
    await database.drop();
  }
});

async function startHubProcess(databaseUrl: string, home: string, port: number): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = spawn(process.execPath, [path.join(root, 'sync-server/main.ts'), '--home', home, '--port', String(port)], {
    env: { ...process.env, DATABASE_URL: databaseUrl, NODE_NO_WARNINGS: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((done, failed) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += String(chunk);
      const found = /^hub ready (\S+)$/m.exec(text);
      if (found?.[1]) done(found[1]);
    });
    child.once('exit', (code) => failed(new Error(`the hub ended with ${code}`)));
  });
  return { child, url };
}

/** Ends a process at once and waits until it has gone. */
async function killed(child: ChildProcess | null): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await gone;
}

function mulberry(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
