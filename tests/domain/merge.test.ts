import { beforeEach, expect, test } from 'vitest';
import { pointersAt } from '#domain/contacts/moves.ts';
import { allEntities, registry } from '#domain/registry.ts';
import { createStage, idOf, type Stage } from '../support/stage.ts';

const [me, other] = [idOf(700_001), idOf(700_002)] as const;
const as = { role: 'manager' } as const;
let stage: Stage;
let winner: string;
let loser: string;

const contact = (firstName: string, more: object = {}) => stage.add('contacts', { firstName, fullName: firstName, normalizedName: firstName.toLowerCase(), ...more });
const point = (contactId: string, kind: string, normalized: string, isPrimary = true) => stage.add('contactPoints', { contactId, kind, value: normalized, normalized, isPrimary });
const args = (more: object = {}) => ({
  winnerId: winner,
  loserId: loser,
  expectedWinnerVersion: stage.row('contacts', winner)['version'],
  expectedLoserVersion: stage.row('contacts', loser)['version'],
  ...more,
});
const merge = (more: object = {}) => stage.outcome('contacts.merge', args(more), as);
const mergeId = () => String(stage.rows('contactMerges').at(-1)?.id);

beforeEach(() => {
  stage = createStage(me);
  for (const userId of [me, other]) stage.add('memberships', { userId, displayName: 'x', isActive: true });
  winner = contact('Amina');
  loser = contact('Aminah');
});

test('every reference to a contact or an account moves with a merge, but for those that are written once', () => {
  for (const name of ['contacts', 'accounts'] as const) {
    const found = pointersAt(name, registry).map(({ entity, field }) => `${entity.name}.${field}`);
    const due = allEntities
      .filter(({ appendOnly }) => !appendOnly)
      .flatMap((entity) =>
        Object.entries(entity.fields).flatMap(([key, { target, typedBy = '' }]) =>
          (target === name && key !== 'id') || entity.fields[typedBy]?.entities?.includes(name) ? [`${entity.name}.${key}`] : [],
        ),
      )
      .filter((each) => !each.endsWith('.mergedIntoId'));
    expect(found.toSorted()).toEqual([...due, ...(name === 'contacts' ? ['accounts.primaryContactId'] : [])].toSorted());
    expect(found.length).toBeGreaterThan(20);
  }
});

test('a merge moves what refers to the loser, keeps what is chosen, and is undone whole', () => {
  point(winner, 'phone', '+254700000001');
  const second = point(loser, 'phone', '+254700000002');
  const mail = point(loser, 'email', 'a@example.org');
  const account = stage.add('accounts', { name: 'Acme', accountType: 'client', primaryContactId: loser });
  const note = stage.add('notes', { subjectType: 'contacts', subjectId: loser, body: 'x' });
  const groupId = stage.add('contactGroups', { name: 'VIP' });
  const twice = [winner, loser].map((contactId) => stage.add('contactGroupMembers', { groupId, contactId }));
  const between = stage.add('relationships', { fromContactId: winner, toContactId: loser, type: 'sibling' });
  const before = [winner, loser].map((id) => stage.row('contacts', id));
  expect(merge({ fieldChoices: { firstName: 'loser', jobTitle: { value: 'Nurse' } } })).toBe('done');

  expect(stage.row('contacts', winner)).toMatchObject({
    firstName: 'Aminah',
    fullName: 'Aminah',
    normalizedName: 'aminah',
    jobTitle: 'Nurse',
    primaryPhone: '+254700000001',
    primaryEmail: 'a@example.org',
  });
  expect(stage.row('contacts', loser)).toMatchObject({ mergedIntoId: winner, deletedAt: expect.any(String) });
  expect(stage.rows('contactPoints', { contactId: winner }).map(({ normalized, isPrimary }) => [normalized, isPrimary])).toEqual([
    ['+254700000001', true],
    ['+254700000002', false],
    ['a@example.org', true],
  ]);
  expect(stage.row('accounts', account)).toMatchObject({ primaryContactId: winner });
  expect(stage.row('notes', note)).toMatchObject({ subjectId: winner });
  expect(stage.rows('contactGroupMembers').map(({ id }) => id)).toEqual([twice[0]]);
  expect(stage.rows('relationships')).toEqual([]);
  expect(stage.rows('contactMerges')).toMatchObject([{ status: 'merged', movedRefs: expect.arrayContaining([{ entity: 'notes', id: note, field: 'subjectId', version: 2 }]) }]);
  expect(merge()).toBe('merge.alreadyMerged loserId');

  expect(stage.outcome('contacts.unmerge', { id: mergeId() }, as)).toBe('done');
  const plain = ({ version: _v, updatedAt: _a, updatedBy: _b, ...row }: Readonly<Record<string, unknown>>) => row;
  expect([winner, loser].map((id) => plain(stage.row('contacts', id)))).toEqual(before.map(plain));
  expect(stage.row('contactPoints', second)).toMatchObject({ contactId: loser, isPrimary: true });
  expect(stage.row('contactPoints', mail)).toMatchObject({ contactId: loser });
  expect(stage.rows('contactGroupMembers')).toHaveLength(2);
  expect(stage.row('relationships', between)).toMatchObject({ deletedAt: null, toContactId: loser });
  expect(stage.outcome('contacts.unmerge', { id: mergeId() }, as)).toBe('state.forbidden status');
});

test('what was edited since stays with the winner, and somebody has to say so', () => {
  const account = stage.add('accounts', { name: 'Acme', accountType: 'client', primaryContactId: loser });
  const note = stage.add('notes', { subjectType: 'contacts', subjectId: loser, body: 'x' });
  merge();
  stage.run('accounts.update', { id: account, patch: { industry: 'Steel' } }, as);
  expect(stage.outcome('contacts.unmerge', { id: mergeId() }, as)).toBe('merge.movedSince leaveMoved');
  expect(stage.row('contacts', loser)['deletedAt']).not.toBe(null);
  expect(stage.outcome('contacts.unmerge', { id: mergeId(), leaveMoved: true }, as)).toBe('done');
  expect([stage.row('accounts', account)['primaryContactId'], stage.row('notes', note)['subjectId']]).toEqual([winner, loser]);
});

test('a merge is refused when either has changed, both can sign in, or the winner was merged again', () => {
  expect(merge({ expectedLoserVersion: 7 })).toBe('merge.versionChanged expectedLoserVersion');
  expect(merge({ expectedWinnerVersion: 7 })).toBe('merge.versionChanged expectedWinnerVersion');
  expect(merge({ loserId: winner })).toBe('field.invalid loserId');
  expect(merge({ fieldChoices: { lifecycle: 'loser' } })).toBe('field.invalid fieldChoices.lifecycle');
  expect(stage.outcome('contacts.merge', args())).toBe('auth.denied contacts.merge');
  const [one, two] = [contact('A', { userId: me }), contact('B', { userId: other })];
  expect(merge({ winnerId: one, loserId: two, expectedWinnerVersion: 1, expectedLoserVersion: 1 })).toBe('merge.loginOnBoth loserId');
  merge();
  const third = contact('Third');
  merge({ winnerId: third, loserId: winner, expectedWinnerVersion: 1, expectedLoserVersion: stage.row('contacts', winner)['version'] });
  expect(stage.outcome('contacts.unmerge', { id: String(stage.rows('contactMerges')[0]?.id) }, as)).toBe('merge.winnerMergedAgain id');
});

test.each([
  ['a login', () => stage.add('contacts', { id: loser, firstName: 'A', fullName: 'A', normalizedName: 'a', userId: other })],
  ['another birthday', () => [winner, loser].map((id, n) => stage.add('contacts', { id, firstName: 'A', fullName: 'A', normalizedName: 'a', dateOfBirth: `199${n}-01-01` }))],
  [
    'a withdrawal on one side',
    () => stage.add('consents', { contactId: loser, purpose: 'marketing', channelKind: 'any', action: 'withdrawn', source: 'call', happenedAt: '2026-01-01T00:00:00.000Z' }),
  ],
  ['another identity number', () => [winner, loser].map((contactId, n) => stage.add('contactIdentifiers', { contactId, kind: 'passport', value: `A${n}` }))],
  ['much that hangs on the loser', () => Array.from({ length: 51 }, (_, n) => stage.add('notes', { subjectType: 'contacts', subjectId: loser, body: `${n}` }))],
])('a merge with %s needs a second person', (_what, prepare) => {
  prepare();
  expect(merge()).toBe('merge.needsApproval loserId');
  const approval = { subjectType: 'contacts', subjectId: loser, requiredCapability: 'contacts.merge', status: 'approved', decidedAt: '2026-03-01T11:00:00.000Z' };
  stage.add('approvals', { ...approval, approverId: me });
  expect(merge()).toBe('merge.needsApproval loserId');
  stage.add('approvals', { ...approval, approverId: other, decidedAt: '2026-03-01T09:00:00.000Z' });
  expect(merge()).toBe('merge.needsApproval loserId');
  stage.add('approvals', { ...approval, step: 2, approverId: other });
  expect(merge()).toBe('done');
});

test('consents are one ledger after a merge: a withdrawal of the loser still holds, and a later grant lifts it', () => {
  for (const contactId of [winner, loser])
    stage.add('consents', {
      contactId,
      purpose: 'contact',
      channelKind: 'any',
      action: 'withdrawn',
      source: 'call',
      happenedAt: contactId === loser ? '2026-01-02T00:00:00.000Z' : '2026-01-01T00:00:00.000Z',
    });
  expect(merge()).toBe('done');
  expect(stage.row('contacts', winner)).toMatchObject({ doNotContact: true });
  stage.run('consents.record', { contactId: winner, purpose: 'contact', action: 'granted', source: 'call' }, { at: '2026-01-01T12:00:00.000Z' });
  expect(stage.row('contacts', winner)).toMatchObject({ doNotContact: true });
  stage.run('consents.record', { contactId: winner, purpose: 'contact', action: 'granted', source: 'call' });
  expect(stage.row('contacts', winner)).toMatchObject({ doNotContact: false });
});

test('a suspicion about the pair is settled, and one about the loser is about the winner', () => {
  const third = contact('Third');
  const [left, right] = [winner, loser].toSorted();
  const pair = stage.add('mergeCandidates', { entityType: 'contacts', leftId: left, rightId: right, score: 1, risk: 'low' });
  const [low, high] = [loser, third].toSorted();
  const else_ = stage.add('mergeCandidates', { entityType: 'contacts', leftId: low, rightId: high, score: 0.9, risk: 'low' });
  expect(merge()).toBe('done');
  expect(stage.row('mergeCandidates', pair)).toMatchObject({ status: 'merged' });
  const [l, r] = [winner, third].toSorted();
  expect(stage.row('mergeCandidates', else_)).toMatchObject({ status: 'open', leftId: l, rightId: r });
  expect(stage.outcome('contacts.unmerge', { id: mergeId() }, as)).toBe('done');
  expect(stage.row('mergeCandidates', pair)).toMatchObject({ status: 'open' });
});

test('accounts merge by the same rules', () => {
  const [one, two] = ['One', 'Two'].map((name) => stage.add('accounts', { name, accountType: 'client' }));
  stage.add('contacts', { firstName: 'X', fullName: 'X', normalizedName: 'x', accountId: two });
  expect(stage.outcome('accounts.merge', { winnerId: one, loserId: two, expectedWinnerVersion: 1, expectedLoserVersion: 1 }, as)).toBe('done');
  expect(stage.rows('contacts', { accountId: one })).toHaveLength(1);
  expect(stage.row('accounts', String(two))).toMatchObject({ mergedIntoId: one });
  expect(stage.outcome('contacts.unmerge', { id: mergeId() }, as)).toBe('done');
  expect(stage.rows('contacts', { accountId: two })).toHaveLength(1);
});
