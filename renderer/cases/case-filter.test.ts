import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { caseFilter, caseView, type CaseFilter } from './case-filter.ts';

const id = fc.constantFrom('0192a000-0000-7000-8000-000000000001', '0192a000-0000-7000-8000-000000000002');
const filter = fc.record(
  {
    status: fc.subarray(['pending', 'open', 'onHold', 'closed']),
    who: fc.constantFrom('mine', 'nobody'),
    teamId: id,
    text: fc.string({ minLength: 1, maxLength: 200 }),
    sort: fc.constantFrom('openedAt', 'dueAt', 'title', 'priority'),
  },
  { requiredKeys: [] },
);
const withoutAbsent = (of: object) => Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined));

test('every filter of cases comes back from the view under which it was kept', () => {
  fc.assert(
    fc.property(fc.oneof(filter, fc.record({ userId: id })), fc.boolean(), (given, descending) => {
      const whole: CaseFilter = caseFilter.parse({ ...given, ...('sort' in given ? { descending } : {}) });
      expect(withoutAbsent(caseView.filterOf(caseView.definitionOf(whole)))).toEqual(withoutAbsent(whole));
    }),
  );
});

test('a stored view that a list cannot show shows what it can', () => {
  expect(
    withoutAbsent(
      caseView.filterOf({
        columns: [],
        filter: {
          all: [
            { field: 'status', op: 'in', value: ['gone'] },
            { field: 'title', op: 'contains', value: 'lift' },
          ],
        },
        sort: [{ field: 'nothing', direction: 'asc' }],
      }),
    ),
  ).toEqual({ text: 'lift', descending: false });
});
