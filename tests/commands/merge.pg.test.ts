import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../sync-server/db/new-id.ts';
import { openOffice, problemIn, type Office } from '../support/office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const contact = async (firstName: string, points: readonly object[] = []): Promise<string> => {
  const answer = await office.run('manager', 'contacts.create', { firstName, points });
  if (answer.status !== 'accepted') throw new Error(JSON.stringify(answer));
  return String(answer.rows.find(({ entity }) => entity === 'contacts')?.row['id']);
};
const one = async (table: string, id: string) => (await office.rows(`SELECT * FROM ${table} WHERE id = $1`, [id]))[0] ?? {};
const merge = async (winnerId: string, loserId: string, more: object = {}, who = 'manager') =>
  office.run(who, 'contacts.merge', {
    winnerId,
    loserId,
    expectedWinnerVersion: (await one('contacts', winnerId))['version'],
    expectedLoserVersion: (await one('contacts', loserId))['version'],
    ...more,
  });

test('a merge takes the loser’s cases, points and login, and its undoing gives them back', { timeout: 30_000 }, async () => {
  const winner = await contact('Amina', [{ kind: 'phone', value: '+254700000001' }]);
  const loser = await contact('Aminah', [{ kind: 'phone', value: '+254700000002' }]);
  // A case that whoever merges does not see moves all the same.
  const caseId = await office.openCase('agent', 'North', { contactId: loser });
  const answer = await merge(winner, loser, { fieldChoices: { firstName: 'loser' } });
  expect(answer.status).toBe('accepted');
  expect(await one('cases', caseId)).toMatchObject({ primary_contact_id: winner });
  expect(await one('contacts', winner)).toMatchObject({ first_name: 'Aminah', full_name: 'Aminah', primary_phone: '+254700000001' });
  expect(await office.rows('SELECT normalized, is_primary FROM contact_points WHERE contact_id = $1 ORDER BY normalized', [winner])).toEqual([
    { normalized: '+254700000001', is_primary: true },
    { normalized: '+254700000002', is_primary: false },
  ]);
  const [record = {}] = await office.rows('SELECT id, moved_refs FROM contact_merges WHERE loser_id = $1', [loser]);
  for (const { entity, id, version } of record['moved_refs'] as { entity: string; id: string; version: number }[])
    expect([
      entity,
      (
        await one(
          entity.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
          id,
        )
      )['version'],
    ]).toEqual([entity, version]);
  expect(problemIn(await merge(winner, loser))).toBe('merge.alreadyMerged');

  expect((await office.run('manager', 'contacts.unmerge', { id: record['id'] })).status).toBe('accepted');
  expect(await one('cases', caseId)).toMatchObject({ primary_contact_id: loser });
  expect(await one('contacts', loser)).toMatchObject({ deleted_at: null, merged_into_id: null });
  expect(await one('contacts', winner)).toMatchObject({ first_name: 'Amina' });
  expect(await office.rows('SELECT is_primary FROM contact_points WHERE contact_id = $1', [loser])).toEqual([{ is_primary: true }]);
});

test('what a desk wrote down about a contact before it was merged is done to the winner, through a chain of merges', { timeout: 30_000 }, async () => {
  const [first, second, third] = [await contact('One'), await contact('Two'), await contact('Three')];
  expect((await merge(second, first)).status).toBe('accepted');
  expect((await merge(third, second)).status).toBe('accepted');
  const added = await office.run('manager', 'contacts.addPoint', { contactId: first, point: { kind: 'email', value: 'late@example.org' } });
  expect(added.status).toBe('accepted');
  expect(await office.rows(`SELECT contact_id FROM contact_points WHERE normalized = 'late@example.org'`)).toEqual([{ contact_id: third }]);
  // The same field of the winner is another’s value: nobody’s work is overwritten.
  expect(await office.run('manager', 'contacts.update', { id: first, patch: { firstName: 'Uno' }, base: { firstName: 'One' } })).toMatchObject({
    status: 'conflict',
    rowId: third,
  });
  expect(problemIn(await office.run('manager', 'contacts.addPoint', { contactId: newId(Date.now()), point: { kind: 'email', value: 'x@example.org' } }))).toBe('row.missing');
});

test('two who merge the same pair at once merge it once', { timeout: 30_000 }, async () => {
  const [winner, loser] = [await contact('Left'), await contact('Right')];
  const answers = await Promise.all([merge(winner, loser), merge(winner, loser), merge(loser, winner)]);
  expect(answers.filter(({ status }) => status === 'accepted')).toHaveLength(1);
  expect(await office.rows(`SELECT status FROM contact_merges WHERE loser_id = ANY($1::uuid[])`, [[winner, loser]])).toEqual([{ status: 'merged' }]);
});

test('an identity number stays in the database: no answer holds it', async () => {
  const contactId = await contact('Secret');
  const answer = await office.run('manager', 'contacts.setIdentifier', { contactId, kind: 'ssn', value: '123-45-6789' });
  expect(answer.status).toBe('accepted');
  expect(JSON.stringify(answer)).not.toContain('123456789');
  expect(await office.rows('SELECT last4 FROM contact_identifiers WHERE contact_id = $1', [contactId])).toEqual([{ last4: '6789' }]);
  expect(JSON.stringify(await office.rows('SELECT before, after FROM audit_events'))).not.toContain('123456789');
});
