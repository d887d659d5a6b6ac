import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Case } from '#domain/cases/case.ts';
import { expect, onTestFinished, test } from 'vitest';
import { openReader } from '../replica/open.ts';
import { createQueryReader } from './reader.ts';
import { createSeededReplica, seedId, seedReader } from './seeded-replica.ts';

test('of many cases with one title the newest are found first, whatever else is written in them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-search-'));
  const replica = createSeededReplica(join(folder, 'replica.db'));
  const reader = createQueryReader((where, cause) => {
    throw new Error(where, { cause });
  });
  onTestFinished(() => {
    reader.close();
    replica.db.close();
    rmSync(folder, { recursive: true });
  });
  const rows = Array.from({ length: 300 }, (_, n) => ({
    id: seedId<'cases'>(5, n),
    kindId: seedId(10, 0),
    categoryId: seedId(11, 0),
    priorityId: seedId(3, 0),
    title: n === 7 ? 'Boiler' : 'Boiler stays cold',
    // The shorter the text, the better it ranks: here the oldest.
    description: 'words '.repeat(n),
    openedAt: '2026-01-01T00:00:00.000Z',
    visibleTo: [],
  }));
  replica.add(Case, rows);
  reader.open(openReader(replica.place), seedReader());
  const reply = reader.run('records.search', { text: 'boiler', entities: ['cases'], limit: 12 });
  const found: readonly { readonly id: string; readonly title: string }[] = JSON.parse(reply.ok ? reply.text : '[]');
  expect(found).toHaveLength(12);
  const alike = found.filter(({ title }) => title === 'Boiler stays cold').map(({ id }) => id);
  expect(alike).toEqual(
    rows
      .toReversed()
      .slice(0, alike.length)
      .map(({ id }) => id),
  );
  expect(found.filter(({ title }) => title === 'Boiler')).toHaveLength(1);
});
