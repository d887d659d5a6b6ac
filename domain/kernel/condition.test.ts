import { expect, test } from 'vitest';
import { meets } from './condition.ts';
import { condition } from './schemas.ts';

const row = { status: 'open', title: 'Water at Kibera', tags: ['urgent', 'water'], hours: 4, dueAt: '2026-05-05T10:00:00.000Z', assignedTo: null, note: '' };

test.each([
  [{}, true],
  [{ field: 'status', op: 'eq', value: 'open' }, true],
  [{ field: 'status', value: 'open' }, true],
  [{ field: 'status', op: 'ne', value: 'open' }, false],
  [{ field: 'assignedTo', op: 'eq', value: null }, true],
  [{ field: 'unheardOf', op: 'eq', value: null }, true],
  [{ field: 'status', op: 'in', value: ['closed', 'open'] }, true],
  [{ field: 'status', op: 'in', value: 'open' }, false],
  [{ field: 'hours', op: 'gt', value: 3 }, true],
  [{ field: 'hours', op: 'lt', value: 4 }, false],
  [{ field: 'hours', op: 'gt', value: '3' }, false],
  [{ field: 'assignedTo', op: 'lt', value: 3 }, false],
  [{ field: 'dueAt', op: 'lt', value: '2026-05-06' }, true],
  [{ field: 'title', op: 'contains', value: 'KIBERA' }, true],
  [{ field: 'tags', op: 'contains', value: 'water' }, true],
  [{ field: 'tags', op: 'contains', value: 'wat' }, false],
  [{ field: 'note', op: 'empty' }, true],
  [{ field: 'tags', op: 'empty' }, false],
  [{ field: 'status', op: 'changed' }, true],
  [{ field: 'title', op: 'changed' }, false],
  [
    {
      all: [
        { field: 'status', value: 'open' },
        { field: 'hours', value: 4 },
      ],
    },
    true,
  ],
  [
    {
      all: [
        { field: 'status', value: 'open' },
        { field: 'hours', value: 5 },
      ],
    },
    false,
  ],
  [
    {
      any: [
        { field: 'status', value: 'closed' },
        { field: 'hours', value: 4 },
      ],
    },
    true,
  ],
  [{ any: [] }, false],
  [{ not: { field: 'status', value: 'closed' } }, true],
  [{ field: 'status', value: 'open', not: { field: 'hours', value: 4 } }, false],
])('%j', (given, expected) => {
  expect(meets(condition.parse(given), row, ['status'])).toBe(expected);
});
