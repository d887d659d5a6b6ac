import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caseSorts } from '#domain/cases/queries.ts';
import { Case } from '#domain/cases/case.ts';
import { Contact } from '#domain/contacts/contact.ts';
import { queries } from '#domain/registry.ts';
import { Priority } from '#domain/reference/priority.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openReader, type ReadDb } from '../replica/open.ts';
import { createQueryReader, type QueryReader } from './reader.ts';
import { createSeededReplica, seedId, seedReader, type SeededReplica } from './seeded-replica.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-plans-'));
const day = '2026-03-01T09:30:00.000Z';
const cursor = Buffer.from(JSON.stringify([0, day, seedId(5, 0)])).toString('base64url');
let replica: SeededReplica;
let reader: QueryReader;
let db: ReadDb;
let asked: Set<string>;

beforeAll(() => {
  replica = createSeededReplica(join(folder, 'replica.db'));
  replica.add(Priority, [{ id: seedId(3, 0), name: 'Normal', level: 0, colour: '#112233', slaHours: 4 }]);
  replica.add(Contact, [{ id: seedId(8, 0), firstName: 'A', fullName: 'A B', normalizedName: 'a b' }]);
  replica.add(
    Case,
    Array.from({ length: 1200 }, (_, n) => ({
      id: seedId(5, n),
      caseNumber: `MAT-${n}`,
      kindId: seedId(10, 0),
      categoryId: seedId(11, 0),
      title: `Refund ${n}`,
      priorityId: seedId(3, 0),
      openedAt: day,
      visibleTo: [],
    })),
  );
  reader = createQueryReader((where, cause) => expect.fail(`${where}: ${String(cause)}`));
});
afterAll(() => {
  reader.close();
  replica.db.close();
  rmSync(folder, { recursive: true });
});

/** The steps of every statement that a query asks. */
function plansOf(name: string, args: object): readonly string[] {
  asked = new Set();
  reader.close();
  const connection = openReader(replica.place);
  db = connection;
  // What the answer prepares is noted, then asked for its plan.
  reader.open(
    Object.assign(Object.create(connection), { close: () => connection.close(), prepare: (sql: string) => (asked.add(sql), connection.prepare(sql)) }) as ReadDb,
    seedReader(),
  );
  const reply = reader.run(name, queries.find((query) => query.name === name)?.args.parse(args));
  expect(reply).toMatchObject({ ok: true });
  return [...asked].flatMap((sql) => {
    const steps = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...Array<string>(sql.split('?').length - 1).fill('1')) as readonly { readonly detail: string }[];
    return steps.map(({ detail }) => detail);
  });
}

const growing = 'cases|notes|contacts|contact_points|calls|case_history|activity_events|case_participants|outbox_rows|[a-z]';
const withoutIndex = new RegExp(`^SCAN (${growing})$`);
const filters = [
  {},
  { status: ['open', 'onHold'] },
  { assignedTo: seedId(4, 0) },
  { unassigned: true, status: ['open'] },
  { teamId: seedId(20, 0), status: ['open'] },
  { contactId: seedId(8, 0) },
  { text: 'refund' },
  { text: 'MAT-7' },
];

test.each(caseSorts.flatMap((sort) => filters.map((filter) => [sort, filter] as const)))('the case list by %s with %j reads by index', (sort, filter) => {
  for (const after of [null, cursor]) expect(plansOf('cases.list', { ...filter, sort, after }).filter((step) => withoutIndex.test(step))).toEqual([]);
});

test.each(['openedAt', 'dueAt', 'title'] as const)('the case list by %s needs no sorting of a table', (sort) => {
  for (const filter of [{}, { status: ['open'] }]) expect(plansOf('cases.list', { ...filter, sort }).filter((step) => step.includes('TEMP B-TREE'))).toEqual([]);
});

test.each([
  ['cases.get', { id: seedId(5, 0) }],
  ['cases.timeline', { id: seedId(5, 0) }],
  ['cases.timeline', { id: seedId(5, 0), after: Buffer.from(JSON.stringify([day, seedId(12, 0)])).toString('base64url') }],
  ['cases.count', {}],
  ['cases.work', { id: seedId(5, 0) }],
  ['cases.slaBoard', { since: day }],
  ['cases.slaBoard', { since: day, teamId: seedId(4, 0) }],
  ['contacts.list', {}],
  ['contacts.list', { kind: 'client' }],
  ['contacts.list', { text: 'a b' }],
  ['contacts.get', { id: seedId(8, 0) }],
  ['contacts.lookup', { address: '+254712345678' }],
  ['calls.match', { number: '+254712345678', e164: '+254712345678' }],
  ['calls.onLine', { pbx: 'main', sipCallId: 'call', linkedId: '1.1' }],
  ['calls.toWrapUp', { since: day }],
  ['calls.missed', { since: day }],
  ['callbacks.open', {}],
  ['supervision.agents', { since: day }],
  ['supervision.help', {}],
  ['calls.audio', { callId: seedId(20, 0) }],
  ['files.of', { type: 'cases', id: seedId(5, 0) }],
  ['records.get', { entity: 'notes', id: seedId(12, 0) }],
  ['records.list', { entity: 'cases' }],
  ['records.list', { entity: 'contacts' }],
  ['records.list', { entity: 'contactPoints', where: { contactId: seedId(8, 0) } }],
  ['records.list', { entity: 'notes', where: { caseId: seedId(5, 0) } }],
  ['records.search', { text: 'refund' }],
])('%s %j reads by index', (name, args) => {
  expect(plansOf(name, args).filter((step) => withoutIndex.test(step))).toEqual([]);
});

test('a plan without an index would be noticed', () => {
  const steps = db.prepare('EXPLAIN QUERY PLAN SELECT id FROM cases WHERE description = ?').all('x') as readonly { readonly detail: string }[];
  expect(steps.some(({ detail }) => withoutIndex.test(detail))).toBe(true);
});
