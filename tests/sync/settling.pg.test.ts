import { afterAll, beforeAll, expect, test } from 'vitest';
import { entityOf } from '#domain/registry.ts';
import { migratedDatabase, type FreshDatabase } from '../support/postgres.ts';
import { createWorld, signIn, startHub, type World } from '../support/world.ts';
import { createTestDesk } from './test-desk.ts';

let database: FreshDatabase;
let hub: Awaited<ReturnType<typeof startHub>>;
let world: World;
beforeAll(async () => {
  database = await migratedDatabase();
  hub = await startHub(database.url);
  world = await createWorld(database.url, [
    { name: 'olga', role: 'owner', teams: [] },
    { name: 'ana', role: 'agent', teams: [] },
  ]);
});
afterAll(async () => {
  await hub.stop();
  await database.drop();
});

test('a command whose rows went out of sight and whose answer was lost settles, though nothing else happens on the hub', { timeout: 60_000 }, async () => {
  const desk = await createTestDesk('ana', hub.url, await signIn(hub.url, world, 'ana'));
  try {
    await expect.poll(() => desk.status()).toContain('"caughtUpAt":"');
    const args = {
      kindId: world.idOf('caseKinds', 'code', 'matter'),
      priorityId: world.idOf('priorities', 'name', 'Medium'),
      categoryId: world.idOf('caseCategories', 'name', 'General'),
    };
    await desk.send('cases.open', { ...args, title: 'Mine' });
    await expect.poll(() => [desk.rows(entityOf.cases).length, desk.outbox().length]).toEqual([1, 0]);
    desk.line.faults.push('dropAnswer');
    await desk.send('cases.assign', { id: desk.rows(entityOf.cases)[0]?.id, userId: null });
    await expect.poll(() => [desk.rows(entityOf.cases).length, desk.outbox().length]).toEqual([0, 0]);
  } finally {
    await desk.close();
  }
});
