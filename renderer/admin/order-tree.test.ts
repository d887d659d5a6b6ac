import type { AnyRow } from '#domain/kernel/entity.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dropped, shownOf, stepped, treeOf, type Move, type Node } from './order-tree.ts';

const row = (id: string, parentId: string | null, sortOrder: number) => ({ id, parentId, sortOrder }) as unknown as AnyRow;
const rows = [row('a', null, 0), row('b', null, 1), row('b1', 'b', 0), row('b2', 'b', 1), row('c', null, 2), row('lost', 'gone', 9)];
const tree = (of: readonly AnyRow[] = rows) =>
  treeOf(
    of,
    (each) => Number(each['sortOrder']),
    ({ id }) => id,
  );
const ids = (nodes: readonly Node[]) => nodes.map(({ row: { id } }) => id);

test('rows lie under their parents in their order, and those without one at the top', () => {
  expect(ids(shownOf(tree(), new Set()))).toEqual(['a', 'b', 'b1', 'b2', 'c', 'lost']);
  expect(ids(shownOf(tree(), new Set(['b'])))).toEqual(['a', 'b', 'c', 'lost']);
});

describe('a step', () => {
  test.each([
    ['b', 'up', { id: 'b', parentId: null, siblings: ['b', 'a', 'c', 'lost'] }],
    ['b', 'down', { id: 'b', parentId: null, siblings: ['a', 'c', 'b', 'lost'] }],
    ['a', 'up', null],
    ['b2', 'down', null],
    ['c', 'in', { id: 'c', parentId: 'b', siblings: ['b1', 'b2', 'c'] }],
    ['a', 'in', null],
    ['b1', 'out', { id: 'b1', parentId: null, siblings: ['a', 'b', 'b1', 'c', 'lost'] }],
    ['a', 'out', null],
    ['nobody', 'up', null],
  ] as const)('of %s %s', (id, direction, move) => {
    expect(stepped(tree(), id, direction, false)).toEqual(move);
  });

  test('of a list without levels goes up and down alone', () => {
    expect(stepped(tree(), 'c', 'in', true)).toBeNull();
    expect(dropped(tree(), 'c', 'a', 'into', true)).toBeNull();
  });
});

test('what is dropped lies before, after or in another, and never in itself', () => {
  expect(dropped(tree(), 'c', 'a', 'before', false)).toEqual({ id: 'c', parentId: null, siblings: ['c', 'a', 'b', 'lost'] });
  expect(dropped(tree(), 'a', 'b1', 'after', false)).toEqual({ id: 'a', parentId: 'b', siblings: ['b1', 'a', 'b2'] });
  expect(dropped(tree(), 'a', 'b', 'into', false)).toEqual({ id: 'a', parentId: 'b', siblings: ['b1', 'b2', 'a'] });
  expect(dropped(tree(), 'b', 'b1', 'into', false)).toBeNull();
  expect(dropped(tree(), 'b', 'b', 'after', false)).toBeNull();
});

test('no move loses a row or ties a knot', () => {
  const apply = (of: readonly AnyRow[], { id, parentId, siblings }: Move) =>
    of.map((each) => ({ ...each, ...(each.id === id ? { parentId } : {}), ...(siblings.includes(each.id) ? { sortOrder: siblings.indexOf(each.id) } : {}) }) as unknown as AnyRow);
  const names = fc.constantFrom(...rows.map(({ id }) => id));
  const drop = fc.tuple(names, names, fc.constantFrom('after' as const, 'before' as const, 'into' as const));
  const step = fc.tuple(names, fc.constantFrom('down' as const, 'in' as const, 'out' as const, 'up' as const));
  fc.assert(
    fc.property(fc.array(fc.oneof(drop, step), { maxLength: 20 }), (moves) => {
      let now: readonly AnyRow[] = rows;
      for (const [id, how, where] of moves) {
        const move = where ? dropped(tree(now), id, how, where, false) : stepped(tree(now), id, how as 'up', false);
        if (!move) continue;
        now = apply(now, move);
        const found = shownOf(tree(now), new Set());
        expect(ids(found).toSorted()).toEqual(ids(rows.map((each) => ({ row: each }) as Node)).toSorted());
        expect(ids(found.filter(({ parentId }) => parentId === move.parentId))).toEqual(move.siblings);
      }
    }),
    { numRuns: 100 },
  );
});
