import { isSame } from './merge.ts';
import type { Condition } from './schemas.ts';

type Values = Readonly<Record<string, unknown>>;

/** Whether a row meets a condition; everything that the condition names must hold, and one that names nothing always does. */
export function meets({ all = [], any, not, field, op = 'eq', value }: Condition, row: Values, changed: readonly string[] = []): boolean {
  if (!all.every((each) => meets(each, row, changed))) return false;
  if (any && !any.some((each) => meets(each, row, changed))) return false;
  if (not && meets(not, row, changed)) return false;
  return field === undefined || (op === 'changed' ? changed.includes(field) : tests[op](row[field] ?? null, value ?? null));
}

type Test = (held: unknown, wanted: unknown) => boolean;

const tests: Readonly<Record<Exclude<NonNullable<Condition['op']>, 'changed'>, Test>> = {
  eq: isSame,
  ne: (held, wanted) => !isSame(held, wanted),
  in: (held, wanted) => Array.isArray(wanted) && wanted.some((one) => isSame(held, one)),
  gt: (held, wanted) => compared(held, wanted) > 0,
  lt: (held, wanted) => compared(held, wanted) < 0,
  contains: (held, wanted) => (Array.isArray(held) ? held.some((one) => isSame(one, wanted)) : typeof held === 'string' && folded(held).includes(folded(wanted))),
  empty: (held) => held === null || held === '' || (Array.isArray(held) && held.length === 0),
};

/** Moments and days are texts in the order of time; what cannot be compared is neither more nor less. */
function compared(held: unknown, wanted: unknown): number {
  if (typeof held === 'number' && typeof wanted === 'number') return held - wanted;
  if (typeof held === 'string' && typeof wanted === 'string') return held === wanted ? 0 : held < wanted ? -1 : 1;
  return Number.NaN;
}

const folded = (value: unknown) => String(value).toLocaleLowerCase('en');
