import { fork } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entityOf } from '#domain/registry.ts';
import { migratedDatabase, type FreshDatabase } from '../support/postgres.ts';
import { complaints, realInput, serviceRequests, type RealCase } from '../support/real-input.ts';
import { createTestDesk } from './test-desk.ts';
import { createWorld, signIn, startHub, temporaryHome, type World } from '../support/world.ts';

const folder = realInput();
let database: FreshDatabase;
let hub: Awaited<ReturnType<typeof startHub>>;
let world: World;

beforeAll(async () => {
  database = await migratedDatabase();
  world = await createWorld(database.url, [
    { name: 'olga', role: 'owner', teams: ['North'] },
    { name: 'ana', role: 'agent', teams: ['North'] },
    { name: 'ben', role: 'agent', teams: ['North'] },
  ]);
  hub = await startHub(database.url);
});

afterAll(async () => {
  await hub.stop();
  await database.drop();
});

test.skipIf(folder === null)('9,369 real rows go in from two clients at once, one killed twice, and come out to the letter at both desks', { timeout: 600_000 }, async () => {
  const files = [complaints(folder ?? ''), serviceRequests(folder ?? '')] as const;
  expect(files.map(({ length }) => length)).toEqual([4400, 4969]);
  await Promise.all([
    (async () => {
      await upload('ana', files[0], 600);
      await upload('ana', files[0], 1800);
      await upload('ana', files[0], null);
    })(),
    upload('ben', files[1], null),
  ]);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const { rows } = await client.query('SELECT title, description, opened_at, source_system, custom_fields, version FROM cases WHERE tenant_id = $1', [world.tenantId]);
    expect(rows.length).toBe(9369);
    const stored = new Map(rows.map((row) => [row.custom_fields['Complaint ID'] ?? row.custom_fields['Unique Key'], row]));
    for (const real of files.flat()) {
      const { commandId: _, ...expected } = real;
      const row = stored.get(real.customFields['Complaint ID'] ?? real.customFields['Unique Key']);
      expect({
        title: row.title,
        description: row.description,
        openedAt: row.opened_at.toISOString(),
        sourceSystem: row.source_system,
        customFields: row.custom_fields,
        version: row.version,
      }).toEqual({ ...expected, version: 1 });
    }
    for (const name of ['ana', 'ben']) await expectHeld(name, files.flat());
    const numbers = await client.query('SELECT count(DISTINCT case_number)::int AS numbers FROM cases WHERE tenant_id = $1', [world.tenantId]);
    expect(numbers.rows[0].numbers).toBe(9369);
  } finally {
    await client.end();
  }
});

/** Sends a file from a process of its own, which is killed once it has sent so many rows. */
async function upload(name: string, cases: readonly RealCase[], killAfter: number | null): Promise<void> {
  const { token } = await signIn(hub.url, world, name);
  const order = path.join(temporaryHome(), 'order.json');
  fs.writeFileSync(
    order,
    JSON.stringify({
      url: hub.url,
      token,
      kindId: world.idOf('caseKinds', 'code', 'matter'),
      priorityId: world.idOf('priorities', 'name', 'Medium'),
      categoryId: world.idOf('caseCategories', 'name', 'General'),
      cases,
    }),
  );
  const child = fork(path.join(import.meta.dirname, 'upload-process.ts'), [order], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.on('message', (message: { readonly sent: number }) => {
    if (killAfter !== null && message.sent >= killAfter) child.kill('SIGKILL');
  });
  const code = await new Promise((done) => child.once('exit', (status, signal) => done(status ?? signal)));
  expect(code).toBe(killAfter === null ? 0 : 'SIGKILL');
}

/** A desk of this member comes to hold every row, to the letter. */
async function expectHeld(name: string, cases: readonly RealCase[]): Promise<void> {
  const desk = await createTestDesk(name, hub.url, await signIn(hub.url, world, name, `${name} reads`));
  try {
    await expect.poll(() => desk.rows(entityOf.cases).length, { timeout: 60_000, interval: 250 }).toBe(cases.length);
    const held = new Map(desk.rows(entityOf.cases).map((row) => [JSON.stringify(row['customFields'], keysOf(row['customFields'])), row]));
    for (const { commandId: _, ...expected } of cases)
      expect(held.get(JSON.stringify(expected.customFields, keysOf(expected.customFields)))).toMatchObject({
        title: expected.title,
        description: expected.description,
        openedAt: expected.openedAt,
        sourceSystem: expected.sourceSystem,
      });
  } finally {
    await desk.close();
  }
}

const keysOf = (value: unknown): string[] => Object.keys(value ?? {}).toSorted();
