import { isExact } from './values.ts';
import type { Expression, Value } from './types.ts';

/** A value that a row must have, or must contain, to match a filter. */
export interface Term {
  readonly column: number;
  readonly inArray: boolean;
  readonly key: string;
}

/** Finds terms of which any matching row has at least one, so that a change finds its shapes without asking each; null when there are none. */
export function termsOf(expression: Expression): readonly Term[] | null {
  switch (expression.kind) {
    case 'compare':
      return expression.op === '=' && isExact(expression.type) ? scalar(expression.left, expression.right) : null;
    case 'any':
      if (expression.op !== '=' || !isExact(expression.type)) return null;
      if ('constant' in expression.value && 'column' in expression.array) return members(expression.array, [expression.value.constant.canonical]);
      return 'column' in expression.value && 'constant' in expression.array ? each(expression.value, expression.array.constant.elements, false) : null;
    case 'array': {
      if (!isExact(expression.type) || expression.op === '<@' || !('constant' in expression.right)) return null;
      const { elements } = expression.right.constant;
      if (expression.op === '&&') return members(expression.left, elements);
      return elements.length === 0 ? null : members(expression.left, elements.slice(0, 1));
    }
    case 'or': {
      const all = expression.items.map(termsOf);
      return all.some((terms) => terms === null) ? null : all.flatMap((terms) => terms ?? []);
    }
    case 'and': {
      const found = expression.items.map(termsOf).filter((terms) => terms !== null);
      // Membership (who may see it) narrows more than a plain equality (which tenant it is of).
      return found.find((terms) => terms.every((term) => term.inArray)) ?? found.toSorted((a, b) => a.length - b.length)[0] ?? null;
    }
    default:
      return null;
  }
}

const scalar = (left: Value, right: Value) => ('constant' in right ? each(left, [right.constant.canonical], false) : null);
const members = (column: Value, keys: readonly (string | null)[]) => each(column, keys, true);

function each(value: Value, keys: readonly (string | null)[], inArray: boolean): readonly Term[] | null {
  if (!('column' in value) || (value.column.asText && value.column.source.name !== 'text')) return null;
  const { index } = value.column;
  return keys.filter((key) => key !== null).map((key) => ({ column: index, inArray, key }));
}
