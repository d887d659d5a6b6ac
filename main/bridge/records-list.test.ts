import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '#domain/records/page.ts';
import { Priority } from '#domain/reference/priority.ts';
import { Team } from '#domain/people/team.ts';
import { queries } from '#domain/registry.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openReader } from '../replica/open.ts';
import { createQueryReader, type QueryReader } from './reader.ts';
import { createSeededReplica, seedId, seedReader, type SeededReplica } from './seeded-replica.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-lists-'));
let replica: SeededReplica;
let reader: QueryReader;

const ask = (args: object) => reader.run('records.list', queries.find(({ name }) => name === 'records.list')?.args.parse(args));
function names(args: object): readonly unknown[] {
  const reply = ask(args);
  if (!reply.ok) throw new Error(`${reply.code}: ${reply.message}`);
  return (JSON.parse(reply.text) as Page<{ readonly name: string }>).rows.map(({ name }) => name);
}

beforeAll(() => {
  replica = createSeededReplica(join(folder, 'replica.db'));
  replica.add(
    Team,
    ['Benefits', 'Água', 'Refunds'].map((name, n) => ({ id: seedId(20, n), name, isActive: n !== 2 })),
  );
  replica.add(Team, [{ id: seedId(20, 3), name: 'Gone', deletedAt: '2026-03-01T09:30:00.000Z' }]);
  replica.add(
    Priority,
    ['Urgent', 'Low'].map((name, n) => ({ id: seedId(3, n), name, level: n, colour: '#112233', slaHours: 4 })),
  );
  reader = createQueryReader((where, cause) => expect.fail(`${where}: ${String(cause)}`));
  reader.open(openReader(replica.place), seedReader());
});
afterAll(() => {
  reader.close();
  replica.db.close();
  rmSync(folder, { recursive: true });
});

test('a list is narrowed by words, whatever their accents, and by values', () => {
  expect(names({ entity: 'teams', text: 'agu' })).toEqual(['Água']);
  expect(names({ entity: 'teams', text: 'nothing such' })).toEqual([]);
  expect(names({ entity: 'teams', where: { isActive: false } })).toEqual(['Refunds']);
});

test('a list is put in the order that is asked for, and in no other than it knows', () => {
  expect(names({ entity: 'teams', sort: 'name', descending: true })).toEqual(['Água', 'Refunds', 'Benefits']);
  expect(names({ entity: 'teams', sort: 'id' })).toEqual(['Refunds', 'Água', 'Benefits']);
  expect(ask({ entity: 'teams', sort: 'description' })).toMatchObject({ ok: false, code: 'args.invalid' });
});

test('what was deleted is shown only where it is asked for', () => {
  expect(names({ entity: 'teams' })).not.toContain('Gone');
  expect(names({ entity: 'teams', deleted: true })).toEqual(['Gone']);
  const one = (args: object) => reader.run('records.get', { entity: 'teams', id: seedId(20, 3), ...args });
  expect(one({})).toMatchObject({ ok: true, text: 'null' });
  expect(one({ deleted: true })).toMatchObject({ ok: true, text: expect.stringContaining('Gone') });
});
