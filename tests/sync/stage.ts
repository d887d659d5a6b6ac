import pg from 'pg';
import { expect } from 'vitest';
import { backUp } from '../../sync-server/backup/backup.ts';
import { restore } from '../../sync-server/backup/restore.ts';
import { checked } from '../../sync-server/config.ts';
import { migratedDatabase } from '../support/postgres.ts';
import { createWorld, signIn, startHub, type Person } from '../support/world.ts';
import { act, type Scene } from './act.ts';
import type { Step } from './model-steps.ts';
import { peace } from './peace.ts';
import { createTestDesk } from './test-desk.ts';

/** Those who play every story; the first is nobody's desk in it, but whose word changes rights. */
export const people: readonly Person[] = [
  { name: 'olga', role: 'owner', teams: [] },
  { name: 'ana', role: 'agent', teams: ['North'] },
  { name: 'ben', role: 'agent', teams: ['North', 'South'] },
  { name: 'sue', role: 'supervisor', teams: ['North'] },
];

/** Desks play some stories, so that stories meet what earlier ones left; then others take their place. */
const storiesOfScene = 12;

/** A database, a hub and desks on which stories are played, one after another. */
export interface Stage {
  readonly play: (story: readonly Step[]) => Promise<void>;
  /** Commands that desks took so far: stories in which nothing happens prove nothing. */
  readonly taken: () => number;
  readonly close: () => Promise<void>;
}

/** Sets a stage; `keepsCopies` makes a copy of the database before each story, for those that restore it. */
export async function setStage({ keepsCopies }: { readonly keepsCopies: boolean }): Promise<Stage> {
  const database = await migratedDatabase();
  let hub = await startHub(database.url);
  let client = await connect(database.url);
  let scene: Scene | null = null;
  let left = 0;
  let taken = 0;
  const copy = `${hub.home}/copy`;
  const config = () => checked({ home: hub.home, databaseUrl: database.url, logLevel: 'silent' });

  const restart = async (between: () => Promise<unknown>) => {
    const { home, url } = hub;
    await hub.stop();
    await client.end();
    await between();
    client = await connect(database.url);
    hub = await startHub(database.url, home, Number(new URL(url).port));
  };
  const open = async (): Promise<Scene> => {
    const world = await createWorld(database.url, people);
    const [admin, ...desks] = await Promise.all(people.map(async ({ name }) => createTestDesk(name, hub.url, await signIn(hub.url, world, name))));
    if (!admin) throw new Error('no desk');
    const opened: Scene = { world, desks, admin, crashHub: () => restart(async () => {}), restore: () => restart(() => restore(config(), copy)) };
    expect(await peace(client, hub.url, opened)).toEqual([]);
    return opened;
  };
  const shut = async () => {
    for (const desk of scene ? [scene.admin, ...scene.desks] : []) {
      taken += desk.taken.size;
      await desk.close();
    }
    scene = null;
  };
  return {
    taken: () => taken,
    play: async (story) => {
      if (left === 0) {
        await shut();
        scene = await open();
        left = storiesOfScene;
      }
      left -= 1;
      if (!scene) throw new Error('no scene');
      try {
        if (keepsCopies) await restart(() => backUp(config(), copy));
        for (const step of story) await act(scene, step);
        expect(await peace(client, hub.url, scene)).toEqual([]);
        await restoreRights(scene);
      } catch (error) {
        left = 0;
        throw error;
      }
    },
    close: async () => {
      await shut();
      await client.end();
      await hub.stop();
      await database.drop();
    },
  };
}

/** Everybody has the role and the teams again with which stories begin. */
async function restoreRights({ world, admin }: Scene): Promise<void> {
  for (const { name, role, teams } of people.slice(1)) {
    const userId = world.idOf('users', 'fullName', name);
    await admin.runOnline('members.update', { userId, roleId: world.idOf('roles', 'name', role) });
    for (const team of ['North', 'South'])
      await admin.runOnline(teams.includes(team) ? 'teams.addMember' : 'teams.removeMember', { userId, teamId: world.idOf('teams', 'name', team) });
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}
