import type { SearchHit } from '#domain/records/queries.ts';
import { expect, test } from 'vitest';
import { newestFirst } from './palette-order.ts';

const hit = (id: string, title: string, entity: SearchHit['entity'] = 'cases'): SearchHit => ({ entity, id, title, snippet: title, score: 1 });

test('hits keep their rank, and those of one title stand newest first in their places', () => {
  const found = [hit('1', 'Refund'), hit('7', 'Refund twice'), hit('3', 'Refund'), hit('9', 'Refund', 'contacts'), hit('2', 'Refund')];
  expect(newestFirst(found).map(({ id }) => id)).toEqual(['3', '7', '2', '9', '1']);
});
