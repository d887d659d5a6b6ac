import fc from 'fast-check';
import { expect, test } from 'vitest';
import { syncedEntities } from '../../main/replica/synced.ts';
import type { CrashPoint } from '../../main/sync/state.ts';
import { createFakeWorld } from './fake-world.ts';
import { faultyFetch, type Line } from './faulty-fetch.ts';
import { createTestDesk, until, type TestDesk } from './replica-desk.ts';

const runs = Number(process.env['REPLICA_RUNS'] ?? 40);
const crashPoints: readonly CrashPoint[] = ['send.before', 'send.after', 'batch.marked', 'answers.before', 'answers.applied', 'rows.before', 'rows.applied', 'reconcile.end'];

type Step =
  | { readonly kind: 'send'; readonly desk: number; readonly what: number; readonly pick: number }
  | { readonly kind: 'line'; readonly desk: number; readonly up: boolean }
  | { readonly kind: 'fault'; readonly desk: number; readonly fault: Line['faults'][number] }
  | { readonly kind: 'crash'; readonly desk: number; readonly point: CrashPoint }
  | { readonly kind: 'teams'; readonly desk: number; readonly teams: number }
  | { readonly kind: 'dump' | 'restore' }
  | { readonly kind: 'wait'; readonly ms: number };

const desk = fc.nat(2);
const steps = fc.array(
  fc.oneof(
    { weight: 10, arbitrary: fc.record({ kind: fc.constant('send' as const), desk, what: fc.nat(9), pick: fc.nat(20) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('line' as const), desk, up: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('fault' as const), desk, fault: fc.constantFrom('dropAnswer' as const, 'dropRequest' as const, 'duplicate' as const) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('crash' as const), desk, point: fc.constantFrom(...crashPoints) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('teams' as const), desk, teams: fc.nat(3) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('dump' as const, 'restore' as const) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(30) }) },
  ),
  { minLength: 5, maxLength: 40 },
);

test(`desks and hub agree after any interleaving of work, faults, crashes, moves and restores (${runs} runs)`, { timeout: runs * 20_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (list: readonly Step[]) => {
      const world = createFakeWorld();
      const desks = world.members.map((member) => {
        const { fetch, line } = faultyFetch(world.hub.fetch);
        return { member, line, desk: createTestDesk({ session: () => world.hub.sessionOf(member), url: 'http://hub.test', token: member.token, fetch }) };
      });
      /** Commands that a screen showed as taken. */
      const taken = new Map<string, TestDesk>();
      try {
        for (const each of desks) await each.desk.start();
        await play(world, desks, list, taken);
        for (const { desk: each, line } of desks) {
          line.up = true;
          line.faults.length = 0;
          await each.restart();
        }
        for (const { desk: each, member } of desks) {
          await until(`${member.token} delivered everything`, () => each.count('outbox') === 0).catch((error: unknown) => {
            throw new Error(
              `${String(error)} ${JSON.stringify([each.status(), each.db().prepare('SELECT * FROM outbox').all(), each.db().prepare('SELECT * FROM outbox_rows').all()])}`,
            );
          });
        }
        for (const { desk: each, member } of desks)
          for (const { name } of syncedEntities) {
            const differs = () => differences(each.rows(name), world.hub.visibleTo(member, name));
            await until(`${name} of ${member.token} agrees`, () => differs().length === 0, 5000).catch(() => expect({ [`${name} of ${member.token}`]: differs() }).toEqual({}));
          }
        for (const { desk: each } of desks) expect(['saved_rows', 'overlays', 'outbox_rows'].map((table) => each.count(table))).toEqual([0, 0, 0]);
        for (const [id, each] of taken) {
          const isSettled = each.db().prepare('SELECT 1 FROM settled WHERE id = ?').get(id) !== undefined;
          const isInTray = each.db().prepare('SELECT 1 FROM review WHERE command_id = ?').get(id) !== undefined;
          // No third place, and never twice.
          expect({ id, isSettled, isInTray, effects: world.hub.effectsOf(id) }).toEqual({ id, isSettled, isInTray: !isSettled, effects: isSettled ? 1 : 0 });
        }
      } finally {
        for (const each of desks) await each.desk.stop();
      }
    }),
    { numRuns: runs, endOnFailure: true, ...(process.env['SEED'] ? { seed: Number(process.env['SEED']) } : {}), interruptAfterTimeLimit: runs * 15_000 },
  );
});

type World = ReturnType<typeof createFakeWorld>;
type Desks = readonly { readonly member: World['members'][number]; readonly line: Line; readonly desk: TestDesk }[];

async function play(world: World, desks: Desks, list: readonly Step[], taken: Map<string, TestDesk>): Promise<void> {
  let dump = world.hub.dump();
  for (const step of list) {
    const at = 'desk' in step ? desks[step.desk] : undefined;
    if (step.kind === 'wait') await new Promise((resolve) => setTimeout(resolve, step.ms));
    if (step.kind === 'dump') dump = world.hub.dump();
    if (step.kind === 'restore') world.hub.restore(dump);
    for (const each of desks) if (!each.desk.isUp()) await each.desk.restart();
    if (!at) continue;
    if (step.kind === 'line') {
      at.line.up = step.up;
      if (!step.up) at.line.cut();
      else await at.desk.core().syncNow();
    }
    if (step.kind === 'fault') at.line.faults.push(step.fault);
    if (step.kind === 'crash') at.desk.crashNext(step.point);
    if (step.kind === 'teams') world.hub.change(at.member, { teamIds: world.teams.filter((_, place) => (step.teams >> place) & 1) });
    if (step.kind === 'send') {
      const [name, args] = commandFor(world, at.desk, step.what, step.pick);
      const outcome = await at.desk.send(name, args);
      if (outcome?.ok) taken.set(outcome.commandId, at.desk);
    }
  }
}

function commandFor(world: World, each: TestDesk, what: number, pick: number): readonly [string, unknown] {
  const of = (entity: 'cases' | 'contacts' | 'notes') => {
    const rows = [...each.rows(entity).values()].filter(({ deletedAt }) => deletedAt === null);
    return rows[pick % Math.max(1, rows.length)];
  };
  const row = of('cases');
  const id = row?.id ?? world.caseIds[0];
  switch (what) {
    case 0:
      return [
        'cases.open',
        { kindId: world.kindId, title: `Opened ${pick}`, priorityId: world.priorityId, categoryId: world.categoryId, contactId: of('contacts')?.id, teamId: world.teams[pick % 2] },
      ];
    case 1:
      return ['cases.update', { id, patch: { title: `Title ${pick}` }, base: { title: row?.['title'] ?? '' } }];
    case 2:
      return [
        'cases.update',
        { id, patch: { description: `Words ${pick}`, tags: [`tag${pick}`] }, base: { description: row?.['description'] ?? null, tags: row?.['tags'] ?? [] } },
      ];
    case 3:
      return [pick % 2 ? 'cases.hold' : 'cases.resume', { id }];
    case 4:
      return ['cases.assign', { id, teamId: world.teams[pick % 2] }];
    case 5:
      return ['notes.add', { subject: { caseId: id }, body: `Note ${pick}` }];
    case 6:
      return ['notes.edit', { id: of('notes')?.id ?? id, patch: { body: `Edited ${pick}` }, base: { body: of('notes')?.['body'] ?? 'x' } }];
    case 7:
      return ['contacts.create', { firstName: `Person ${pick}`, points: [{ kind: 'email', value: `p${pick % 4}@x.test` }] }];
    case 8:
      return ['contacts.addPoint', { contactId: of('contacts')?.id, point: { kind: 'phone', value: `+2547000${pick}` } }];
    default:
      return ['preferences.set', { patch: { theme: pick % 2 ? 'dark' : 'light' } }];
  }
}

function differences(held: ReadonlyMap<string, unknown>, wanted: ReadonlyMap<string, unknown>): readonly unknown[] {
  const ids = new Set([...held.keys(), ...wanted.keys()]);
  return [...ids].filter((id) => JSON.stringify(held.get(id)) !== JSON.stringify(wanted.get(id))).map((id) => [held.get(id) ?? null, wanted.get(id) ?? null]);
}
