import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntityName } from '#domain/kernel/names.ts';
import { entityOf, queries } from '#domain/registry.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createQueryReader, type QueryReader } from '../bridge/reader.ts';
import { createSeededReplica, seedId, seedReader, type SeededReplica } from '../bridge/seeded-replica.ts';
import { openReader, type ReadDb } from '../replica/open.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-views-'));
const me = seedReader().userId;
const [amina, zoe] = [seedId<'contacts'>(8, 1), seedId<'contacts'>(8, 2)];
const day = (n: number) => new Date(Date.UTC(2026, 1, n)).toISOString();
let replica: SeededReplica;
let reader: QueryReader;
let asked: Set<string>;
let made = 0;

const add = (name: EntityName, ...rows: readonly object[]) =>
  replica.add(
    entityOf[name],
    rows.map((row) => ({ id: seedId(60, made++), visibleTo: ['tenant'], ...row })),
  );
const ask = <Answer = unknown>(name: string, args: object): Answer => {
  const reply = reader.run(name, queries.find((query) => query.name === name)?.args.parse(args));
  if (!reply.ok) throw new Error(JSON.stringify(reply));
  return JSON.parse(reply.text) as Answer;
};

beforeAll(() => {
  replica = createSeededReplica(join(folder, 'replica.db'));
  const locationId = seedId(9, 0);
  add('contacts', { id: amina, firstName: 'Amina', fullName: 'Amina Wanjiru', normalizedName: 'amina wanjiru', kind: 'client', dateOfBirth: '1990-01-01', locationId });
  add('contacts', { id: zoe, firstName: 'Zoë', fullName: 'Zoë Müller', normalizedName: 'zoe muller', ownerId: me });
  add('contacts', { firstName: 'Gone', fullName: 'Gone', normalizedName: 'gone', mergedIntoId: amina });
  add('contactPoints', { contactId: amina, kind: 'phone', value: '+254712345678', normalized: '+254712345678', isPrimary: true });
  add(
    'interactions',
    ...[1, 2, 3].map((n) => ({ contactId: amina, channel: n === 3 ? 'email' : 'call', interactionType: 'x', happenedAt: day(n), sourceType: 'calls', sourceId: seedId(70, n) })),
  );
  add('interactions', { contactId: amina, channel: 'internal', interactionType: 'x', happenedAt: day(4), sourceType: 'auditEvents', sourceId: seedId(70, 9) });
  add(
    'cases',
    ...['open', 'closed'].map((status) => ({
      caseNumber: `A-${status}`,
      kindId: seedId(10, 0),
      categoryId: seedId(11, 0),
      title: status,
      priorityId: seedId(3, 0),
      openedAt: day(1),
      status,
      primaryContactId: amina,
    })),
  );
  add('opportunities', { name: 'Flat', contactId: amina, stage: 'qualified', source: 'x' }, { name: 'Old', contactId: amina, stage: 'lost', source: 'x' });
  add('relationships', { fromContactId: zoe, toContactId: amina, type: 'sibling' });
  add('qdScores', { contactId: amina, scoreType: 'trust', currentValue: 7, computedAt: day(3) });
  add(
    'qdTimeseries',
    { contactId: amina, scoreType: 'trust', value: 4, at: day(1), signalSource: 'x' },
    { contactId: amina, scoreType: 'trust', value: 7, at: day(3), signalSource: 'x' },
  );
  const unitId = seedId(75, 0);
  add('inventoryProjects', { id: seedId(76, 0), name: 'Palm Court', city: 'Nairobi' });
  add('inventoryUnits', { id: unitId, projectId: seedId(76, 0), unitLabel: 'B2', status: 'held', priceCurrentMinor: 100, priceCurrentCurrency: 'USD' });
  add('propertyInterests', { contactId: amina, unitId, level: 'visited' });
  const group = seedId(77, 0);
  add('contactGroups', { id: group, name: 'VIP' });
  add('contactGroupMembers', { groupId: group, contactId: zoe });
  const mine = [`user:${me}`];
  add('reminders', { userId: me, text: 'Call back', remindAt: day(2), visibleTo: mine }, { userId: me, text: 'Later', remindAt: day(20), visibleTo: mine });
  add('notifications', { userId: me, title: 'You were named', message: '', notificationType: 'mention', channel: 'inApp', createdAt: day(5), visibleTo: mine });
  add('notifications', { userId: me, title: 'Read', message: '', notificationType: 'mention', channel: 'inApp', isRead: true, visibleTo: mine });
  add('mergeCandidates', { entityType: 'contacts', leftId: amina, rightId: zoe, score: 1, risk: 'high', createdAt: day(6) });
  reader = createQueryReader((where, cause) => {
    throw new Error(where, { cause });
  });
  open();
});
afterAll(() => {
  reader.close();
  replica.db.close();
  rmSync(folder, { recursive: true });
});

function open(): void {
  const connection = openReader(replica.place);
  asked = new Set();
  reader.open(
    Object.assign(Object.create(connection), { close: () => connection.close(), prepare: (sql: string) => (asked.add(sql), connection.prepare(sql)) }) as ReadDb,
    seedReader(),
  );
}

interface View {
  readonly contact: { readonly fullName: string };
  readonly documentCount: number | null;
  readonly blocks: Readonly<Record<string, { readonly held: string; readonly rows: readonly { readonly id: string }[] }>>;
}

test('a contact is shown with all that is open with it, and each part says how much of it the desk holds', () => {
  const { contact, documentCount, blocks } = ask<View>('contacts.client360', { id: amina });
  expect([contact.fullName, documentCount]).toEqual(['Amina Wanjiru', 0]);
  const counts = Object.fromEntries(Object.entries(blocks).map(([name, { rows }]) => [name, rows.length]));
  expect(counts).toMatchObject({ points: 1, cases: 1, opportunities: 1, interactions: 4, relationships: 1, interests: 1, scores: 1, leads: 0, invoices: 0 });
  expect([blocks['points']?.held, blocks['interactions']?.held]).toEqual(['all', 'recent']);
  reader.setReader(seedReader('viewer'));
  expect(ask<View>('contacts.client360', { id: amina }).blocks['scores']).toEqual({ rows: [], held: 'none' });
  reader.setReader(seedReader());
  expect(ask('contacts.client360', { id: seedId(8, 9) })).toBe(null);
});

test('clients are listed with what is open with each, by name, text, owner and group', () => {
  interface Line {
    readonly fullName: string;
  }
  const list = (args: object) => ask<{ rows: readonly Line[] }>('contacts.clients', args).rows;
  expect(list({})).toMatchObject([
    { fullName: 'Amina Wanjiru', openCaseCount: 1, activeOpportunityCount: 1, lastActivityAt: day(4), qdSummary: [{ type: 'trust', value: 7, trend: 3 }] },
    { fullName: 'Zoë Müller', openCaseCount: 0, activeOpportunityCount: 0, lastActivityAt: null, qdSummary: [] },
  ]);
  for (const args of [{ text: 'muller' }, { ownerId: me }, { groupId: seedId(77, 0) }]) expect(list(args).map(({ fullName }) => fullName)).toEqual(['Zoë Müller']);
});

test('a timeline pages through what was said, the newest first, and hides what its source hides', () => {
  interface Page {
    readonly rows: readonly { readonly happenedAt: string; readonly redacted: boolean }[];
    readonly next: string | null;
  }
  const first = ask<Page>('interactions.timeline', { contactId: amina, limit: 3 });
  const second = ask<Page>('interactions.timeline', { contactId: amina, limit: 3, after: first.next });
  expect([...first.rows, ...second.rows].map(({ happenedAt }) => happenedAt)).toEqual([4, 3, 2, 1].map(day));
  expect(ask<Page>('interactions.timeline', { contactId: amina, channels: ['call'], from: day(2), to: day(4) }).rows).toMatchObject([{ happenedAt: day(2), redacted: false }]);
  reader.setReader(seedReader('supervisor'));
  expect(ask<Page>('interactions.timeline', { contactId: amina }).rows.filter(({ redacted }) => redacted)).toMatchObject([{ happenedAt: day(4) }]);
  reader.setReader(seedReader());
  expect(() => ask('interactions.timeline', {})).toThrow('name a contact or a case');
});

test('twins are found while a name is typed, the surest first', () => {
  const twins = (args: object) => ask<readonly { readonly certainty: string }[]>('contacts.duplicates', args).map(({ certainty }) => certainty);
  expect(twins({ firstName: 'X', points: [{ kind: 'phone', value: '+254 712 345 678' }] })).toEqual(['certain']);
  expect(twins({ firstName: 'AMINA', lastName: 'Wanjirũ', dateOfBirth: '1990-01-01' })).toEqual(['likely']);
  expect(twins({ firstName: 'Amina', lastName: 'Wanjiru', locationId: seedId(9, 0) })).toEqual(['possible']);
  expect(twins({ firstName: 'Amina', lastName: 'Wanjiru' })).toEqual([]);
  expect(twins({ firstName: 'X', points: [{ kind: 'phone', value: '+254 712 345 678' }], except: amina })).toEqual([]);
});

test('interests show the state and price that a unit has now', () => {
  expect(ask('contacts.interests', { contactId: amina })).toMatchObject([
    { level: 'visited', projectName: 'Palm Court', unitLabel: 'B2', unitStatus: 'held', priceMinor: 100, priceCurrency: 'USD' },
  ]);
});

test('the inbox shows what waits for one, what is risky first', () => {
  const items = (args: object = {}) =>
    ask<readonly { readonly entity: string; readonly action: string }[]>('inbox.list', { now: day(10), ...args }).map(({ entity, action }) => `${entity} ${action}`);
  expect(items()).toEqual(['mergeCandidates contacts.merge', 'reminders reminders.finish', 'notifications notifications.markRead']);
  expect(items({ kinds: ['reminders'], now: day(21) })).toHaveLength(2);
  reader.setReader(seedReader('agent'));
  expect(items()).toEqual(['reminders reminders.finish', 'notifications notifications.markRead']);
  reader.setReader(seedReader());
});

test.for<readonly [name: string, args: object]>([
  ['contacts.client360', { id: amina }],
  ['contacts.clients', {}],
  ['contacts.clients', { sort: 'updatedAt', descending: true }],
  ['contacts.clients', { ownerId: me }],
  ['contacts.clients', { text: 'muller' }],
  ['interactions.timeline', { contactId: amina }],
  ['interactions.timeline', { caseId: amina, channels: ['call'] }],
  ['contacts.duplicates', { firstName: 'Amina', locationId: seedId(9, 0), points: [{ kind: 'phone', value: '1234567' }] }],
  ['contacts.interests', { contactId: amina }],
  ['inbox.list', { now: day(10) }],
])('%s %j reads no table from end to end', ([name, args]) => {
  reader.close();
  open();
  ask(name, args);
  const db = openReader(replica.place);
  const steps = [...asked].flatMap((sql) =>
    (db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...Array<string>(sql.split('?').length - 1).fill('1')) as readonly { readonly detail: string }[]).map(({ detail }) => detail),
  );
  db.close();
  expect(steps.length).toBeGreaterThan(0);
  // A list is one walk of the index of its order, and stops at its limit.
  const walk = name === 'contacts.clients' ? /^SCAN contacts USING INDEX/ : /^$/;
  expect(steps.filter((step) => step.startsWith('SCAN ') && !/^SCAN (json_each|\S+ VIRTUAL TABLE|\S+_search)/.test(step) && !walk.test(step))).toEqual([]);
});
