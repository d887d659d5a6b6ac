import { beforeEach, expect, test } from 'vitest';
import { allows } from '#domain/contacts/consent-rules.ts';
import { createStage, idOf, type Stage } from '../support/stage.ts';

const [me, other] = [idOf(700_001), idOf(700_002)] as const;
let stage: Stage;
let contact: string;
beforeEach(() => {
  stage = createStage(me);
  contact = stage.add('contacts', { firstName: 'Ada', fullName: 'Ada', normalizedName: 'ada' });
});

test('a contact is on a list once, and in a household in one role', () => {
  const groupId = stage.add('contactGroups', { name: 'VIP' });
  for (let n = 0; n < 2; n++) stage.run('contactGroups.add', { groupId, contactIds: [contact, contact] });
  expect(stage.rows('contactGroupMembers')).toHaveLength(1);
  stage.run('contactGroups.remove', { groupId, contactIds: [contact] });
  expect(stage.rows('contactGroupMembers')).toHaveLength(0);
  expect(stage.outcome('contactGroups.add', { groupId, contactIds: [idOf(600_000)] })).toMatch('row.missing');
  const householdId = stage.add('households', { name: 'Home' });
  stage.run('households.addMember', { householdId, contactId: contact });
  stage.run('households.addMember', { householdId, contactId: contact, role: 'head' });
  expect(stage.rows('householdMembers')).toMatchObject([{ role: 'head' }]);
});

test('the latest word on a purpose counts, a withdrawal before a grant of the same moment, and the contact shows it', () => {
  const say = (action: string, at: string) => stage.run('consents.record', { contactId: contact, purpose: 'contact', action, source: 'call' }, { at });
  say('withdrawn', '2026-03-02T10:00:00.000Z');
  expect(stage.row('contacts', contact)).toMatchObject({ doNotContact: true });
  say('granted', '2026-03-02T10:00:00.000Z');
  expect(stage.row('contacts', contact)).toMatchObject({ doNotContact: true });
  say('granted', '2026-03-02T10:00:01.000Z');
  expect(stage.row('contacts', contact)).toMatchObject({ doNotContact: false });
  expect(allows([], 'marketing', 'sms')).toBe(true);
  const noSms = { purpose: 'marketing', channelKind: 'sms', action: 'refused', happenedAt: '2026-03-01T00:00:00.000Z' } as const;
  expect([allows([noSms], 'marketing', 'sms'), allows([noSms], 'marketing', 'email')]).toEqual([false, true]);
});

test('searches, favourites and views are one’s own', () => {
  stage.run('searchHistory.record', { query: 'roof', resultCount: 3, opened: { type: 'contacts', id: contact } });
  stage.run('searchHistory.clear', {});
  expect(stage.rows('searchHistory')).toEqual([]);
  for (let n = 0; n < 2; n++) stage.run('favourites.add', { target: { type: 'contacts', id: contact } });
  expect(stage.rows('favourites')).toHaveLength(1);
  expect(stage.outcome('favourites.add', {})).toBe('field.invalid targetId');
  const definition = { columns: ['title'], sort: [] };
  stage.run('savedViews.save', { name: 'Mine', entityType: 'cases', definition });
  stage.run('savedViews.save', { name: 'Mine', entityType: 'cases', definition: { ...definition, columns: ['status'] } });
  expect(stage.rows('savedViews')).toMatchObject([{ ownerId: me, definition: { columns: ['status'] } }]);
  const theirs = stage.add('savedViews', { name: 'Theirs', entityType: 'cases', definition, ownerId: other });
  expect(stage.outcome('savedViews.remove', { id: theirs })).toMatch('row.missing');
  expect(stage.outcome('savedViews.save', { id: theirs, name: 'x', entityType: 'cases', definition })).toBe('auth.denied id');
  expect(stage.outcome('savedViews.share', { id: stage.rows('savedViews')[0]?.id, teamId: null })).toBe('auth.denied views.share');
  stage.run('savedViews.remove', { id: stage.rows('savedViews').find(({ ownerId }) => ownerId === me)?.id });
  expect(stage.rows('savedViews')).toMatchObject([{ id: theirs }]);
});

test('notices are read by whom they are for', () => {
  const [mine, theirs] = [me, other].map((userId) => stage.add('notifications', { userId, title: 'x', message: '', notificationType: 'mention', channel: 'inApp' }));
  expect(stage.outcome('notifications.markRead', { ids: [theirs] })).toMatch('row.missing');
  stage.run('notifications.markRead', { ids: [mine] });
  expect(stage.row('notifications', String(mine))).toMatchObject({ isRead: true, readAt: '2026-03-02T10:00:00.000Z' });
  stage.run('notifications.markAllRead', {});
  expect(stage.row('notifications', String(theirs))).toMatchObject({ isRead: false });
});

test('what no channel saw is logged by hand, and a visit that took place is in the timeline once', () => {
  stage.add('memberships', { userId: me, displayName: 'x', isActive: true });
  stage.run('interactions.log', { contactId: contact, channel: 'meeting', summary: 'Met at the fair' });
  stage.run('visits.schedule', { contactId: contact, visitedAt: '2026-03-04T10:00:00.000Z' });
  const [planned] = stage.rows('visits');
  expect(stage.outcome('visits.record', {})).toBe('field.invalid contactId');
  stage.run('visits.record', { id: planned?.id, visitNotes: 'liked it' }, { role: 'manager' });
  expect(stage.outcome('visits.record', { id: planned?.id, outcome: 'noShow' }, { role: 'manager' })).toBe('state.forbidden outcome');
  // Told again, it is the same visit.
  const again = stage.run('visits.record', { id: planned?.id, visitNotes: 'liked it a lot', visitedAt: '2026-03-04T11:00:00.000Z' }, { role: 'manager' });
  expect(again.filter(({ before }) => before === null).map(({ entity }) => entity.name)).toEqual([]);
  expect(stage.rows('interactions', { channel: 'visit' })).toMatchObject([{ happenedAt: '2026-03-04T11:00:00.000Z' }]);
  stage.run('visits.record', { contactId: contact, outcome: 'noShow' });
  expect(stage.rows('interactions').map(({ channel }) => channel)).toEqual(['meeting', 'visit']);
});

test('a case is deleted with all that hangs on it, and comes back whole', () => {
  const caseId = stage.add('cases', { kindId: idOf(1), categoryId: idOf(2), priorityId: idOf(3), title: 'x', openedAt: '2026-03-01T00:00:00.000Z', assignedTo: me });
  const checklist = stage.add('checklists', { caseId, title: 'List' });
  for (const label of ['a', 'b']) stage.add('checklistItems', { caseId, checklistId: checklist, label });
  const call = stage.add('calls', { pbx: 'p', caseId, direction: 'inbound', startedAt: '2026-03-01T00:00:00.000Z' });
  const gone = stage.add('checklistItems', { caseId, checklistId: checklist, label: 'c', deletedAt: '2026-03-01T09:00:00.000Z' });
  expect(stage.outcome('cases.archive', { id: caseId })).toBe('auth.denied cases.delete');
  stage.run('cases.archive', { id: caseId, reason: 'test' }, { role: 'admin' });
  expect([stage.rows('cases').length, stage.rows('checklists').length, stage.rows('checklistItems').length]).toEqual([0, 0, 0]);
  expect(stage.row('calls', call)).toMatchObject({ caseId: null, deletedAt: null });
  stage.run('cases.restore', { id: caseId }, { role: 'admin', at: '2026-03-03T00:00:00.000Z' });
  expect([stage.rows('cases').length, stage.rows('checklists').length, stage.rows('checklistItems').length]).toEqual([1, 1, 2]);
  expect(stage.row('checklistItems', gone)['deletedAt']).not.toBeNull();
});
