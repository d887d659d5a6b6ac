import type { TimelineEntry } from '#domain/cases/queries.ts';
import { expect, test } from 'vitest';
import { newsSince, tell } from './story.ts';

const me = { userId: 'me', displayName: 'Amina' };
// Only what the story reads is given; the desk gives the rest.
const entry = (values: Readonly<Record<string, unknown>>) => ({ pending: 0, acceptedAt: null, by: 'Chloé', ...values }) as unknown as TimelineEntry;
const note = (id: string, at: string, createdBy = 'chloe', by = 'Chloé') => entry({ kind: 'note', id, at, createdBy, by, body: id });
const change = (id: string, at: string, fieldName: string, by = 'Chloé') => entry({ kind: 'change', id, at, fieldName, by });
const activity = (id: string, at: string, subjectType: string, type: string) => entry({ kind: 'activity', id, at, subjectType, type });

test('changes of one moment by one person are one event, and what only follows from them is left out', () => {
  const events = tell([
    change('c1', '10:02', 'status'),
    change('c2', '10:02', 'closedAt'),
    change('c3', '10:02', 'resolution'),
    change('c4', '10:02', 'dueAt', 'Omar'),
    change('c5', '10:01', 'title'),
  ]);
  expect(events.map((event) => (event.kind === 'changes' ? event.changes.map(({ id }) => id) : event.kind))).toEqual([['c1', 'c3'], ['c4'], ['c5']]);
});

test('activity that a note or a change tells already is not told twice', () => {
  const events = tell([
    activity('a1', '10:03', 'notes', 'created'),
    note('n1', '10:03'),
    activity('a2', '10:02', 'cases', 'statusChanged'),
    activity('a3', '10:01', 'caseParticipants', 'created'),
    activity('a4', '10:00', 'cases', 'created'),
  ]);
  expect(events.map(({ id }) => id)).toEqual(['n1', 'a3', 'a4']);
});

test('news is what others did since: not what was seen, not what I did', () => {
  const entries = [
    note('new', '10:09'),
    note('mine', '10:08', 'me', 'Amina'),
    change('theirs', '10:07', 'status'),
    change('my change', '10:06', 'title', 'Amina'),
    note('seen', '10:00'),
  ];
  expect(newsSince(entries, ['seen'], true, me).map(({ id }) => id)).toEqual(['new', 'theirs']);
});

test('a note that was written earlier but arrived now is news; older pages that were never read are not', () => {
  const entries = [note('seen late', '10:09'), note('came late', '10:05'), note('seen early', '10:00'), note('older page', '09:00')];
  expect(newsSince(entries, ['seen late', 'seen early'], false, me).map(({ id }) => id)).toEqual(['came late']);
  expect(newsSince(entries, ['seen late', 'seen early'], true, me).map(({ id }) => id)).toEqual(['came late', 'older page']);
});
