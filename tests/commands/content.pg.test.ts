import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../sync-server/db/new-id.ts';
import { envelope, idIn, openOffice, problemIn, type Office } from '../support/office.ts';

let office: Office;
let other: Office;
beforeAll(async () => {
  [office, other] = await Promise.all([openOffice(), openOffice()]);
});
afterAll(async () => {
  await office.close();
  await other.close();
});

test('different fields of one case merge; the same field is a conflict that names the other, and writes nothing', async () => {
  const id = await office.openCase('manager', 'North', { title: 'Seen', description: 'Seen too' });
  const edit = (name: string, patch: object, base: object) => office.run(name, 'cases.update', { id, patch, base });
  expect((await edit('manager', { title: 'Mine' }, { title: 'Seen' })).status).toBe('accepted');
  expect((await edit('supervisor', { description: 'Theirs' }, { description: 'Seen too' })).status).toBe('accepted');
  const [before] = await office.rows('SELECT * FROM cases WHERE id = $1', [id]);
  const answer = await edit('supervisor', { title: 'Also mine', description: 'Again' }, { title: 'Seen', description: 'Theirs' });
  expect(answer).toMatchObject({
    status: 'conflict',
    entity: 'cases',
    rowId: id,
    clashes: [{ field: 'title', base: 'Seen', mine: 'Also mine', theirs: 'Mine' }],
    theirs: { by: (await office.as('manager')).userId },
  });
  expect(await office.rows('SELECT * FROM cases WHERE id = $1', [id])).toEqual([before]);
});

test('edits from many people at once lose none of each other', async () => {
  const id = await office.openCase('manager', 'North', { tags: [], customFields: {} });
  await Promise.all(
    Array.from({ length: 24 }, (_, n) =>
      office.run(n % 2 ? 'manager' : 'supervisor', 'cases.update', { id, patch: { tags: [`tag${n}`], customFields: { [`key${n}`]: n } }, base: { tags: [], customFields: {} } }),
    ),
  );
  const [row] = await office.rows('SELECT tags, custom_fields, version FROM cases WHERE id = $1', [id]);
  expect(row?.['version']).toBe(25);
  expect(new Set(row?.['tags'] as string[])).toEqual(new Set(Array.from({ length: 24 }, (_, n) => `tag${n}`)));
  expect(Object.keys(row?.['custom_fields'] as object)).toHaveLength(24);
});

test('history, activity and audit are written from the changes, in the same transaction', async () => {
  const id = await office.openCase('manager', 'North', { title: 'Old' });
  const sent = envelope('cases.update', { id, patch: { title: 'New' }, base: { title: 'Old' } });
  await office.service.run(await office.as('manager'), sent);
  const { userId } = await office.as('manager');
  expect(await office.rows('SELECT field_name, old_value, new_value, created_by FROM case_history WHERE case_id = $1', [id])).toEqual([
    { field_name: 'title', old_value: 'Old', new_value: 'New', created_by: userId },
  ]);
  expect(await office.rows('SELECT type FROM activity_events WHERE case_id = $1 ORDER BY accepted_at', [id])).toEqual([{ type: 'created' }, { type: 'updated' }]);
  expect(await office.rows('SELECT action, subject_type, subject_id, before, after, success FROM audit_events WHERE command_id = $1', [sent.id])).toEqual([
    { action: 'cases.update', subject_type: 'cases', subject_id: id, before: { title: 'Old' }, after: { title: 'New' }, success: true },
  ]);
});

test('the answer holds the rows as the member sees them now, and only names those out of sight', async () => {
  const id = await office.openCase('agent', 'North', { assignedTo: (await office.as('agent')).userId });
  const answer = await office.run('manager', 'cases.assign', { id, userId: null, teamId: office.world.idOf('teams', 'name', 'South') });
  expect(answer.status === 'accepted' && answer.rows.map(({ entity }) => entity)).toContain('cases');
  const away = await office.openCase('lead', 'North');
  const moved = await office.run('lead', 'cases.assign', { id: away, teamId: office.world.idOf('teams', 'name', 'South') });
  expect(moved.status === 'accepted' && { rows: moved.rows, hidden: moved.hidden.map(({ entity }) => entity).toSorted() }).toEqual({
    rows: [],
    hidden: ['activityEvents', 'caseHistory', 'cases'],
  });
});

const deep = (depth: number): unknown => (depth === 0 ? 'x' : { inner: deep(depth - 1) });
const bad: readonly [string, string, () => Promise<unknown> | unknown, code: string, field?: string][] = [
  ['nothing at all', 'cases.open', () => undefined, 'field.invalid', ''],
  ['a list', 'cases.open', () => [], 'field.invalid', ''],
  ['a number for a title', 'cases.open', () => office.caseArgs({ title: 7 }), 'field.invalid', 'title'],
  ['an id that is none', 'cases.open', () => office.caseArgs({ kindId: 'x' }), 'field.invalid', 'kindId'],
  ['a field that does not exist', 'cases.open', () => office.caseArgs({ version: 9 }), 'field.invalid', 'version'],
  ['a tenant of one’s own choice', 'cases.open', () => office.caseArgs({ tenantId: other.world.tenantId }), 'field.invalid', 'tenantId'],
  ['a moment without a zone', 'cases.open', () => office.caseArgs({ dueAt: '3/14/2025 1:20' }), 'field.invalid', 'dueAt'],
  ['a year that Postgres does not know', 'cases.open', () => office.caseArgs({ dueAt: '0000-01-01T00:00:00.000Z' }), 'field.invalid'],
  ['10 MB of text', 'cases.open', () => office.caseArgs({ description: 'x'.repeat(10_000_000) }), 'command.tooLarge', 'args'],
  ['too long a title', 'cases.open', () => office.caseArgs({ title: 'x'.repeat(201) }), 'field.invalid', 'title'],
  ['NUL in a title', 'cases.open', () => office.caseArgs({ title: 'a\0b' }), 'field.invalid', 'title'],
  ['half a character', 'cases.open', () => office.caseArgs({ description: 'a\ud800b' }), 'field.invalid', 'description'],
  ['NUL inside json', 'cases.open', () => office.caseArgs({ customFields: { key: 'a\0b' } }), 'field.invalid'],
  ['half a character inside json', 'cases.open', () => office.caseArgs({ customFields: { key: '\ud800' } }), 'field.invalid'],
  ['json too deep', 'cases.open', () => office.caseArgs({ customFields: deep(9000) as object }), 'field.invalid'],
  ['an unknown case', 'cases.hold', () => ({ id: newId(0) }), 'row.missing'],
  ['a case of another tenant', 'cases.hold', async () => ({ id: await other.openCase('manager', 'North') }), 'row.missing'],
  ['a category of another tenant', 'cases.open', () => office.caseArgs({ categoryId: other.world.rows.caseCategories?.[0]?.id }), 'row.missing'],
  ['a team of another tenant', 'cases.open', () => office.caseArgs({ teamId: other.world.idOf('teams', 'name', 'North') }), 'row.missing', 'teamId'],
  ['a member of another tenant', 'cases.open', () => office.caseArgs({ assignedTo: other.world.rows.users?.[0]?.id }), 'member.inactive', 'assignedTo'],
  ['a close reason that does not exist', 'cases.close', async () => ({ id: await office.openCase('manager', 'North'), closeReasonId: newId(0) }), 'row.missing', 'closeReasonId'],
  ['an illegal transition', 'cases.resume', async () => ({ id: await office.openCase('manager', 'North') }), 'state.forbidden', 'status'],
];

test.each(bad)('refused with a clear code: %s', async (_, name, args, code, field) => {
  const sent = envelope(name, null);
  const answer = await office.service.run(await office.as('manager'), { ...sent, args: await args() });
  expect(answer).toMatchObject({ status: 'refused', problem: { code, ...(field === undefined ? {} : { field }) } });
  expect(await office.rows('SELECT 1 FROM audit_events WHERE command_id = $1 AND success', [sent.id])).toEqual([]);
});

test('a case of another team is missing, exactly as one that does not exist', async () => {
  const id = await office.openCase('southerner', 'South');
  const hidden = await office.run('agent', 'notes.add', { subject: { caseId: id }, body: 'x' });
  const absent = await office.run('agent', 'notes.add', { subject: { caseId: newId(0) }, body: 'x' });
  expect('problem' in hidden && 'problem' in absent && hidden.problem).toEqual('problem' in absent ? absent.problem : null);
});

test('an existing value is refused by name, and the transaction leaves nothing', async () => {
  const args = { firstName: 'Ada', points: [{ kind: 'email', value: 'ada@example.org' }] };
  const first = await office.run('manager', 'contacts.create', args);
  const contactId = idIn(first, 'contacts');
  expect(problemIn(await office.run('manager', 'contacts.create', args))).toBe('contact.duplicateSuspected');
  const twice = await Promise.all([1, 2, 3].map(() => office.run('manager', 'contacts.addPoint', { contactId, point: { kind: 'phone', value: '+254700000001' } })));
  expect(twice.map(problemIn).toSorted()).toEqual(['accepted', 'point.taken', 'point.taken']);
});

test('settings set on two devices at once are both kept', async () => {
  const desks = await Promise.all([office.as('agent', 'desk one'), office.as('agent', 'desk two')]);
  const answers = await Promise.all(desks.map((caller, n) => office.service.run(caller, envelope('preferences.set', { patch: n ? { theme: 'dark' } : { density: 'compact' } }))));
  expect(answers.map(({ status }) => status)).toEqual(['accepted', 'accepted']);
  expect(await office.rows('SELECT preferences FROM user_preferences WHERE user_id = $1', [desks[0]?.userId])).toEqual([{ preferences: { theme: 'dark', density: 'compact' } }]);
});
