import { expect, test } from 'vitest';
import { rankOf, type Ranked } from '#domain/search/rank.ts';

const now = Date.parse('2026-03-01T00:00:00.000Z');
const plain: Ranked = {
  entity: 'cases',
  title: 'Roof leaks',
  words: 5,
  at: '2026-03-01T00:00:00.000Z',
  isExact: false,
  isMine: false,
  isFavourite: false,
  wasOpened: false,
  isOver: false,
};
const rank = (more: Partial<Ranked>, text = 'leak') => rankOf(text, { ...plain, ...more }, now);

test('an identifier stands before a title, a whole title before its beginning, and that before words', () => {
  const order = [rank({ isExact: true }), rank({}, 'ROOF leaks'), rank({}, 'roof'), rank({})];
  expect(order).toEqual([105, 45, 25, 5]);
});

test('words of notes and documents count less, old ones less but never nothing', () => {
  expect([rank({ entity: 'notes' }), rank({ entity: 'documents' })]).toEqual([2, 1]);
  expect(rank({ at: '2025-12-01T00:00:00.000Z' })).toBeCloseTo(2.5);
  expect(rank({ at: '1990-01-01T00:00:00.000Z' })).toBeCloseTo(1.5);
});

test('what is one’s own, pinned or opened lately stands higher, and what is over lower', () => {
  expect([rank({ isMine: true }), rank({ isFavourite: true }), rank({ wasOpened: true })]).toEqual([15, 13, 10]);
  expect(rank({ isOver: true })).toBe(3);
});
