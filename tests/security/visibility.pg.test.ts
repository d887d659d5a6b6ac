import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTenant } from '../../sync-server/db/transaction.ts';
import { showHidden } from '../../sync-server/db/visibility-job.ts';
import { idIn, openOffice, type Office } from '../support/office.ts';
import { wrongKeys } from '../support/wrong-keys.ts';

let office: Office;
let contacts: readonly string[];
let members: readonly string[];
let teams: readonly string[];

beforeAll(async () => {
  office = await openOffice();
  const made = [];
  for (const name of ['Ada', 'Bo', 'Cy']) made.push(idIn(await office.run('manager', 'contacts.create', { firstName: name, points: [] }), 'contacts'));
  contacts = made;
  members = await Promise.all(['agent', 'second', 'southerner', 'lead'].map(async (name) => (await office.as(name)).userId));
  teams = ['North', 'South'].map((name) => office.world.idOf('teams', 'name', name));
  // Contacts with a login are participants who see the case.
  for (const [n, id] of contacts.entries()) await office.admin.query('UPDATE contacts SET user_id = $2 WHERE id = $1', [id, members[n]]);
});
afterAll(() => office.close());

test('a case is seen by its team, its people and its active participants with a login, and so is all that hangs on it', async () => {
  const id = await office.openCase('manager', 'North', { contactId: contacts[0] });
  await office.run('manager', 'notes.add', { subject: { caseId: id }, body: 'x' });
  const added = await office.run('manager', 'participants.add', { caseId: id, contactId: contacts[1], role: 'witness' });
  const keys = async (table: string) =>
    (await office.rows(`SELECT DISTINCT visible_to FROM ${table} WHERE ${table === 'cases' ? 'id' : 'case_id'} = $1`, [id])).map((row) => row['visible_to']);
  const expected = (...more: readonly (string | undefined)[]) => [[`team:${teams[0]}`, ...more.map((user) => `user:${user}`)].toSorted()];
  for (const table of ['cases', 'notes', 'case_participants', 'activity_events']) expect([table, await keys(table)]).toEqual([table, expected(members[1])]);
  await office.run('manager', 'participants.update', { id: idIn(added, 'caseParticipants'), caseId: id, isActive: false });
  for (const table of ['cases', 'notes', 'case_participants', 'activity_events']) expect([table, await keys(table)]).toEqual([table, expected()]);
  await office.run('manager', 'cases.assign', { id, userId: members[0] });
  for (const table of ['cases', 'notes', 'case_participants', 'activity_events', 'case_history']) expect([table, await keys(table)]).toEqual([table, expected(members[0])]);
  expect(await wrongKeys(office.pool, office.world.tenantId)).toEqual([]);
});

test('nobody can write keys of their own choice', async () => {
  const id = await office.openCase('manager', 'North');
  await inTenant(office.pool, office.world.tenantId, (tx) => tx.query(`UPDATE cases SET visible_to = '{tenant}' WHERE id = $1`, [id]));
  expect(await office.rows('SELECT visible_to FROM cases WHERE id = $1', [id])).toEqual([{ visible_to: [`team:${teams[0]}`] }]);
});

test('notes on a contact are open to every member', async () => {
  const answer = await office.run('manager', 'notes.add', { subject: { contactId: contacts[0] }, body: 'x' });
  expect(await office.rows('SELECT visible_to FROM notes WHERE id = $1', [idIn(answer, 'notes')])).toEqual([{ visible_to: ['tenant'] }]);
});

test('a move with more rows than one transaction should carry hides them at once and shows them to the new team later', async () => {
  const id = await office.openCase('manager', 'North');
  await office.admin.query(
    `INSERT INTO notes (id, tenant_id, created_at, updated_at, version, subject_type, subject_id, case_id, body, is_internal, is_pinned, mentions)
     SELECT gen_random_uuid(), $1, now(), now(), 1, 'cases', $2, $2, 'x', true, false, '{}' FROM generate_series(1, 4500)`,
    [office.world.tenantId, id],
  );
  const keys = () => office.rows('SELECT visible_to, count(*)::int AS n FROM notes WHERE case_id = $1 GROUP BY 1 ORDER BY 2 DESC', [id]);
  expect(await keys()).toEqual([{ visible_to: [`team:${teams[0]}`], n: 4500 }]);
  expect((await office.run('manager', 'cases.assign', { id, teamId: teams[1] })).status).toBe('accepted');
  expect(await keys()).toEqual([{ visible_to: [], n: 4500 }]);
  await office.run('manager', 'notes.add', { subject: { caseId: id }, body: 'written meanwhile' });
  await showHidden(office.pool, office.world.tenantId);
  expect(await keys()).toEqual([{ visible_to: [`team:${teams[1]}`], n: 4501 }]);
  expect(await office.rows('SELECT 1 FROM visibility_jobs')).toEqual([]);
  expect(await wrongKeys(office.pool, office.world.tenantId)).toEqual([]);
});

type Step = readonly ['assign' | 'move' | 'note' | 'part' | 'rest', number, number];
const step: fc.Arbitrary<Step> = fc.tuple(fc.constantFrom('assign', 'move', 'note', 'note', 'part', 'rest'), fc.nat(3), fc.nat(3));

test('whatever races with whatever, every row ends with the keys that its case has then', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 5 }), async (desks) => {
      const cases = await Promise.all([0, 1].map((n) => office.openCase('manager', 'North', { contactId: contacts[n] })));
      const notes: string[] = [];
      const participants: { readonly id: string; readonly caseId: string }[] = [];
      const run = async ([kind, which, n]: Step) => {
        const id = cases[which % cases.length] ?? '';
        const answers: Record<Step[0], () => Promise<unknown>> = {
          assign: () => office.run('owner', 'cases.assign', { id, userId: n === 3 ? null : members[n], teamId: null }),
          move: () => office.run('admin', 'cases.assign', { id, userId: null, teamId: teams[n % 2] }),
          note: async () => {
            const known = notes[n];
            if (known && which > 1) return office.run('manager', 'notes.edit', { id: known, patch: { body: `again ${n}` }, base: {} });
            const answer = await office.run('manager', 'notes.add', { subject: { caseId: id }, body: 'x' });
            notes.push(idIn(answer, 'notes'));
            return answer;
          },
          part: async () => {
            const answer = await office.run('manager', 'participants.add', { caseId: id, contactId: contacts[n % 3], role: n > 1 ? 'witness' : 'agency' });
            if (answer.status === 'accepted') participants.push({ id: idIn(answer, 'caseParticipants'), caseId: id });
            return answer;
          },
          rest: () => {
            const some = participants[n];
            return some ? office.run('manager', 'participants.update', { ...some, isActive: which % 2 === 0 }) : Promise.resolve(null);
          },
        };
        const answer = await answers[kind]();
        expect(answer).not.toMatchObject({ status: expect.stringMatching(/retry|fault/) });
      };
      await Promise.all(
        desks.map(async (steps) => {
          for (const one of steps) await run(one);
        }),
      );
      expect(await wrongKeys(office.pool, office.world.tenantId)).toEqual([]);
    }),
    { numRuns: 25 },
  );
});
