import { expect, test } from 'vitest';
import { mergeHits } from '#domain/search/merge.ts';

const hit = (n: number, score: number, more: object = {}) =>
  ({ entity: 'cases', id: `0195e6a0-0000-7000-8000-${String(n).padStart(12, '0')}`, title: `Case ${n}`, snippet: 'here', score, ...more }) as const;

test('one record is one hit with the higher score, and what only the hub has stands among the others', () => {
  const merged = mergeHits([hit(1, 5), hit(2, 4)], [hit(2, 9, { snippet: 'there' }), hit(3, 4.5), hit(1, 3)]);
  expect(merged.map(({ title, score, snippet, isOnHub }) => [title, score, snippet, isOnHub])).toEqual([
    ['Case 2', 9, 'here', false],
    ['Case 1', 5, 'here', false],
    ['Case 3', 4.5, 'here', true],
  ]);
});

test('what a newer hub calls by a name that this desk does not know is left out', () => {
  expect(mergeHits([], [hit(1, 5, { entity: 'holograms' })])).toEqual([]);
});
