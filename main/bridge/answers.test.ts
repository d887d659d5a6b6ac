import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CaseHistory } from '#domain/cases/case-history.ts';
import { Case } from '#domain/cases/case.ts';
import { Note } from '#domain/cases/note.ts';
import { ContactPoint } from '#domain/contacts/contact-point.ts';
import { Contact } from '#domain/contacts/contact.ts';
import { ActivityEvent } from '#domain/engagements/activity-event.ts';
import { Membership } from '#domain/people/membership.ts';
import { queries } from '#domain/registry.ts';
import { Priority } from '#domain/reference/priority.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openReader } from '../replica/open.ts';
import { answerOf } from './answers.ts';
import { createQueryReader, type QueryReader } from './reader.ts';
import { createSeededReplica, seedId, seedReader, type SeededReplica } from './seeded-replica.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-answers-'));
const statuses = ['pending', 'open', 'onHold', 'resolved', 'closed', 'cancelled'] as const;
const [priorities, people, cases] = [
  [0, 1, 2].map((n) => seedId<'priorities'>(3, n)),
  [0, 1, 2].map((n) => seedId<'users'>(4, n)),
  Array.from({ length: 240 }, (_, n) => seedId<'cases'>(5, n)),
];
const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString();
let replica: SeededReplica;
let reader: QueryReader;

/** Asks as the bridge does: parsed arguments in, JSON out. */
function ask<Result = unknown>(name: string, args: object): Result {
  const contract = queries.find((each) => each.name === name);
  const reply = reader.run(name, contract?.args.parse(args));
  if (!reply.ok) throw new Error(`${reply.code}: ${reply.message}`);
  return JSON.parse(reply.text) as Result;
}

beforeAll(() => {
  replica = createSeededReplica(join(folder, 'replica.db'));
  const names = ['Low', 'Normal', 'Urgent'];
  replica.add(
    Priority,
    priorities.map((id, n) => ({ id, name: names[n], level: n, colour: '#112233', slaHours: 4 })),
  );
  replica.add(
    Membership,
    people.map((userId, n) => ({ id: seedId(6, n), userId, roleId: seedId(7, 0), displayName: `Agent ${n}`, isActive: true, joinedAt: day(0) })),
  );
  replica.add(Contact, [
    { id: seedId(8, 0), firstName: 'Zoë', lastName: 'Müller', fullName: 'Zoë Müller', normalizedName: 'zoe muller', primaryEmail: 'zoe.o@fjord.example' },
    { id: seedId(8, 1), firstName: 'Amina', lastName: 'Wanjiru', fullName: 'Amina Wanjiru', normalizedName: 'amina wanjiru', kind: 'client' },
  ]);
  replica.add(ContactPoint, [{ id: seedId(9, 0), contactId: seedId(8, 1), kind: 'phone', value: '+254 712 345 678', normalized: '+254712345678' }]);
  replica.add(
    Case,
    cases.map((id, n) => ({
      id,
      caseNumber: `HLP-2026-${String(n).padStart(6, '0')}`,
      kindId: seedId(10, 0),
      categoryId: seedId(11, 0),
      title: `${['Água', 'Billing', 'Card'][n % 3]} matter ${n}`,
      status: statuses[n % 6],
      priorityId: priorities[n % 3],
      assignedTo: n % 4 === 0 ? null : people[n % 3],
      primaryContactId: seedId(8, n % 2),
      openedAt: day(Math.floor(n / 2)),
      dueAt: n % 5 === 0 ? null : day(n % 17),
      deletedAt: n === 239 ? day(300) : null,
      visibleTo: [],
    })),
  );
  replica.add(
    Note,
    [0, 1, 2].map((n) => ({
      id: seedId(12, n),
      subjectType: 'cases',
      subjectId: cases[0],
      caseId: cases[0],
      body: `Le café numéro ${n} fut appelé`,
      createdAt: day(n),
      createdBy: people[1],
      visibleTo: [],
    })),
  );
  replica.add(
    CaseHistory,
    [0, 1].map((n) => ({ id: seedId(13, n), caseId: cases[0], fieldName: 'status', oldValue: 'open', newValue: 'closed', changedAt: day(n), createdBy: people[0], visibleTo: [] })),
  );
  replica.add(ActivityEvent, [
    { id: seedId(14, 0), subjectType: 'cases', subjectId: cases[0], caseId: cases[0], type: 'created', actorKind: 'member', happenedAt: day(-1), visibleTo: [] },
  ]);
  replica.db.prepare(`INSERT INTO outbox_rows (command_id, entity, row_id, wrote, made) VALUES ('c1', 'cases', ?, 1, 0), ('c2', 'cases', ?, 0, 0)`).run(cases[3], cases[3]);
  reader = createQueryReader((where, cause) => {
    throw new Error(where, { cause });
  });
  reader.open(openReader(replica.place), seedReader());
});

afterAll(() => {
  reader.close();
  replica.db.close();
  rmSync(folder, { recursive: true });
});

test('every query is answered by the replica or by the core', () => {
  expect(queries.map(({ name }) => name).filter((name) => !answerOf.has(name))).toEqual(['desk.status']);
});

interface Line {
  readonly id: string;
  readonly openedAt: string;
  readonly dueAt: string | null;
  readonly title: string;
  readonly priorityName: string;
  readonly status: string;
  readonly assignedTo: string | null;
  readonly pending: number;
}
interface PageOf<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

function everyPage(args: object): readonly Line[] {
  const rows: Line[] = [];
  for (let after: string | null = null; ;) {
    const page: PageOf<Line> = ask('cases.list', { ...args, limit: 7, after });
    rows.push(...page.rows);
    if (!page.next) return rows;
    after = page.next;
  }
}

/** Sorted as the list promises, by what its lines show. */
function byPromise(rows: readonly Line[], sort: string, descending: boolean): readonly Line[] {
  const sign = descending ? -1 : 1;
  const compare = (one: string | number, other: string | number) => (one < other ? -sign : one > other ? sign : 0);
  const level = (row: Line) => ['Low', 'Normal', 'Urgent'].indexOf(row.priorityName);
  return rows.toSorted((one, other) => {
    if (sort === 'priority') return compare(level(one), level(other)) || compare(one.openedAt, other.openedAt) || compare(one.id, other.id);
    if (sort === 'title') return compare(one.title, other.title) || compare(one.id, other.id);
    if (sort === 'dueAt' && (one.dueAt === null) !== (other.dueAt === null)) return one.dueAt === null ? 1 : -1;
    const key = (row: Line) => (sort === 'dueAt' && row.dueAt !== null ? row.dueAt : row.openedAt);
    return compare(key(one), key(other)) || compare(one.id, other.id);
  });
}

describe.each(['openedAt', 'dueAt', 'title', 'priority'])('the case list by %s', (sort) => {
  test.each([
    [{}, 239],
    [{ status: ['open', 'onHold'] }, 80],
    [{ status: ['closed'], assignedTo: people[1] }, 20],
    [{ unassigned: true }, 60],
    [{ contactId: seedId(8, 1), text: 'billing' }, 40],
    [{ text: 'nothing like it' }, 0],
  ])('pages through %j once and in order', (filter, count) => {
    for (const descending of [true, false]) {
      const rows = everyPage({ ...filter, sort, descending });
      expect(rows).toHaveLength(count);
      expect(new Set(rows.map(({ id }) => id)).size).toBe(count);
      expect(rows.map(({ id }) => id)).toEqual(byPromise(rows, sort, descending).map(({ id }) => id));
    }
  });
});

test('a line counts the commands that wrote its row, not those that only read it', () => {
  const { rows } = ask<PageOf<Line>>('cases.list', { limit: 500 });
  expect(rows.filter(({ pending }) => pending > 0).map(({ id, pending }) => [id, pending])).toEqual([[cases[3], 1]]);
});

test('a timeline mixes notes, changes and activity, the newest first, and pages', () => {
  const first = ask<PageOf<{ kind: string; at: string; by: string | null }>>('cases.timeline', { id: cases[0], limit: 4 });
  const second = ask<PageOf<{ kind: string; at: string; by: string | null }>>('cases.timeline', { id: cases[0], limit: 4, after: first.next });
  expect([...first.rows, ...second.rows].map(({ kind, at, by }) => `${kind} ${at.slice(0, 10)} ${by}`)).toEqual([
    'note 2026-01-03 Agent 1',
    'change 2026-01-02 Agent 0',
    'note 2026-01-02 Agent 1',
    'change 2026-01-01 Agent 0',
    'note 2026-01-01 Agent 1',
    'activity 2025-12-31 null',
  ]);
  expect(second.next).toBe(null);
});

test('a deleted row is in no list, record or count', () => {
  expect(ask('cases.get', { id: cases[239] })).toBe(null);
  expect(ask('records.get', { entity: 'cases', id: cases[239] })).toBe(null);
  expect(ask<Record<string, number>>('records.count', {})['cases']).toBe(239);
  expect(Object.values(ask<Record<string, number>>('cases.count', {})).reduce((sum, each) => sum + each, 0)).toBe(239);
  expect(ask('records.search', { text: 'HLP-2026-000239' })).toEqual([]);
});

test('search finds words without accents, case numbers, e-mail fragments and numbers however they are written', () => {
  const titles = (text: string) => ask<readonly { title: string }[]>('records.search', { text, limit: 3 }).map(({ title }) => title);
  expect(titles('agua matter 2')[0]).toContain('Água matter 2');
  expect(titles('HLP-2026-000017')).toEqual(['Card matter 17']);
  expect(titles('fjord')).toEqual(['Zoë Müller']);
  for (const number of ['0712 345 678', '+254712345678', '712345678']) expect(titles(number)).toContain('Amina Wanjiru');
  expect(ask<readonly { snippet: string }[]>('records.search', { text: 'cafe', entities: ['notes'] })[0]?.snippet).toContain('‹café›');
});

test('what nobody could search for is no error', () => {
  for (const text of ['', '"', '*', 'NEAR(', 'a" OR "b', '(', '-', '\u0000', '你好', '‹›']) expect(ask('records.search', { text })).toBeInstanceOf(Array);
  expect(ask<PageOf<Line>>('cases.list', { text: '"*' }).rows).toEqual([]);
});

test('a ring finds its contact by the number', () => {
  expect(ask('contacts.lookup', { address: '+254712345678' })).toEqual([{ id: seedId(8, 1), fullName: 'Amina Wanjiru', kind: 'phone', value: '+254 712 345 678' }]);
  expect(ask('contacts.lookup', { address: '0712345678' })).toHaveLength(1);
  expect(ask('contacts.lookup', { address: '5678' })).toEqual([]);
});

test('contacts are listed by name and found by name and number', () => {
  const names = (args: object) => ask<PageOf<{ fullName: string; openCases: number }>>('contacts.list', args).rows.map(({ fullName, openCases }) => [fullName, openCases]);
  expect(names({})).toEqual([
    ['Amina Wanjiru', 40],
    ['Zoë Müller', 80],
  ]);
  expect(names({ text: 'muller' })).toEqual([['Zoë Müller', expect.any(Number)]]);
  expect(names({ text: '0712345678' })).toEqual([['Amina Wanjiru', expect.any(Number)]]);
  expect(names({ kind: 'client' })).toHaveLength(1);
});

test('a row out of sight is not shown, whatever the replica still holds', () => {
  reader.setReader({ ...seedReader('agent'), userId: people[1] ?? seedId(4, 9) });
  expect(ask('records.get', { entity: 'notes', id: seedId(12, 0) })).toBe(null);
  expect(ask('records.search', { text: 'cafe' })).toEqual([]);
  expect(ask<PageOf<Line>>('records.list', { entity: 'cases' }).rows).toEqual([]);
  reader.setReader(seedReader());
});

test('what is not kept on a desk is said to be so, and unknown filters are refused', () => {
  expect(() => ask('records.list', { entity: 'auditEvents' })).toThrow('online.required');
  expect(() => ask('records.list', { entity: 'teams', where: { 'id; DROP TABLE teams': 'x' } })).toThrow('args.invalid');
});
