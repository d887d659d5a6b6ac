import * as fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../sync-server/db/migrate.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { freshDatabase, type FreshDatabase } from '../support/postgres.ts';
import { createWorld, signIn, startHub, type Person } from '../support/world.ts';
import { act, type Scene } from './act.ts';
import { disagreements } from './agreement.ts';
import { steps, type Step } from './model-steps.ts';
import { crashPoints, createTestDesk } from './test-desk.ts';

const runs = Number(process.env['RUNS'] ?? 200);
const seed = process.env['SEED'] === undefined ? Date.now() % 2 ** 31 : Number(process.env['SEED']);

let database: FreshDatabase;
let hub: Awaited<ReturnType<typeof startHub>>;
let client: pg.Client;
/** Commands that desks took in all runs: a story in which nothing happens proves nothing. */
let taken = 0;

const people: readonly Person[] = [
  { name: 'olga', role: 'owner', teams: [] },
  { name: 'ana', role: 'agent', teams: ['North'] },
  { name: 'ben', role: 'agent', teams: ['North', 'South'] },
  { name: 'sue', role: 'supervisor', teams: ['North'] },
];

beforeAll(async () => {
  database = await freshDatabase();
  await migrate(database.url, silentLog);
  hub = await startHub(database.url);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await closeScene();
  await client.end();
  await hub.stop();
  await database.drop();
});

test(`whatever happens, all desks and Postgres come to agree (${runs} runs, seed ${seed})`, { timeout: runs * 30_000 }, async () => {
  await fc.assert(fc.asyncProperty(steps({ points: crashPoints, length: 40, hub: true }), run), { numRuns: runs, seed, endOnFailure: true });
});

/** Desks are used for some runs, so that stories meet what earlier stories left; then others are made. */
const runsOfScene = 12;
let scene: Scene | null = null;
let runsLeft = 0;

async function run(story: readonly Step[]): Promise<void> {
  if (runsLeft === 0) {
    await closeScene();
    scene = await openScene();
    runsLeft = runsOfScene;
  }
  runsLeft -= 1;
  if (!scene) throw new Error('no scene');
  try {
    for (const step of story) await act(scene, step);
    expect(await peace(scene)).toEqual([]);
    await restoreRoles(scene);
  } catch (error) {
    runsLeft = 0;
    throw error;
  }
}

async function openScene(): Promise<Scene> {
  const world = await createWorld(database.url, people);
  const open = async ({ name }: Person) => createTestDesk(name, hub.url, await signIn(hub.url, world, name));
  const [admin, ...desks] = await Promise.all(people.map(open));
  if (!admin) throw new Error('no desk');
  const crashHub = async () => {
    const { home, url } = hub;
    await hub.stop();
    hub = await startHub(database.url, home, Number(new URL(url).port));
  };
  const opened = { world, desks, admin, crashHub };
  expect(await peace(opened)).toEqual([]);
  return opened;
}

async function closeScene(): Promise<void> {
  for (const desk of scene ? [scene.admin, ...scene.desks] : []) {
    taken += desk.taken.size;
    await desk.close();
  }
  scene = null;
}

/** Everybody has the role and the teams again with which stories begin. */
async function restoreRoles({ world, admin }: Scene): Promise<void> {
  for (const { name, role, teams } of people.slice(1)) {
    const userId = world.idOf('users', 'fullName', name);
    await admin.runOnline('members.update', { userId, roleId: world.idOf('roles', 'name', role) });
    for (const team of ['North', 'South'])
      await admin.runOnline(teams.includes(team) ? 'teams.addMember' : 'teams.removeMember', { userId, teamId: world.idOf('teams', 'name', team) });
  }
}

/** Mends every line and waits until nothing is wrong any more; what still is after a while is the answer. */
async function peace({ world, admin, desks: others }: Scene): Promise<readonly string[]> {
  const desks = [admin, ...others];
  for (const desk of desks) {
    desk.line.up = true;
    desk.line.faults.length = 0;
    desk.disarm();
    await desk.syncNow();
  }
  const until = Date.now() + 20_000;
  for (;;) {
    for (const desk of desks) {
      await desk.revive();
      if (desk.needsSignIn()) await desk.signInAgain(await signIn(hub.url, world, desk.name));
    }
    const wrong = await disagreements(client, world, desks);
    if (wrong.length === 0 || Date.now() > until) return wrong.length === 0 ? wrong : [...wrong.slice(0, 20), ...desks.map((desk) => `${desk.name}: ${desk.status()}`)];
    await new Promise((done) => setTimeout(done, 25));
  }
}
