import { matcherOf, normalise, orderOf, parseArray } from './values.ts';
import type { ColumnValue, Comparison, Expression, Value, ValueType } from './types.ts';

/** A row whose columns can be asked by number. */
export interface FilterRow {
  readonly text: (column: number) => string | null;
}

/** Whether a row belongs: true, false, or SQL's unknown. */
export type Test = (row: FilterRow) => boolean | null;

/** Turns a filter into a function that agrees with Postgres. */
export function compileTest(expression: Expression): Test {
  switch (expression.kind) {
    case 'literal':
      return () => expression.value;
    case 'and':
      return compileChain(expression.items, false);
    case 'or':
      return compileChain(expression.items, true);
    case 'not': {
      const test = compileTest(expression.item);
      return (row) => negate(test(row));
    }
    case 'isNull': {
      const read = compileRaw(expression.value);
      return (row) => (read(row) === null) !== expression.negated;
    }
    case 'true': {
      const read = compileValue(expression.value);
      return (row) => {
        const value = read(row);
        return value === null ? null : value === 'true';
      };
    }
    case 'compare': {
      const left = compileValue(expression.left);
      const right = compileValue(expression.right);
      const holds = compileComparison(expression.op, expression.type);
      return (row) => {
        const a = left(row);
        const b = right(row);
        return a === null || b === null ? null : holds(a, b);
      };
    }
    case 'any': {
      const read = compileValue(expression.value);
      const elements = compileArray(expression.array);
      const holds = compileComparison(expression.op, expression.type);
      return (row) => {
        const array = elements(row);
        if (array === null) return null;
        if (array.length === 0) return false;
        const value = read(row);
        if (value === null) return null;
        if (array.some((element) => element !== null && holds(value, element))) return true;
        return array.includes(null) ? null : false;
      };
    }
    case 'array': {
      const left = compileArray(expression.op === '<@' ? expression.right : expression.left);
      const right = compileArray(expression.op === '<@' ? expression.left : expression.right);
      const same = compileComparison('=', expression.type);
      const has = (array: readonly (string | null)[], wanted: string | null) => wanted !== null && array.some((element) => element !== null && same(element, wanted));
      return (row) => {
        const a = left(row);
        const b = right(row);
        if (a === null || b === null) return null;
        return expression.op === '&&' ? b.some((wanted) => has(a, wanted)) : b.every((wanted) => has(a, wanted));
      };
    }
    case 'like': {
      const read = compileValue(expression.value);
      const matches = matcherOf(expression.pattern.canonical ?? '', expression.insensitive);
      return (row) => {
        const value = read(row);
        return value === null ? null : matches(value);
      };
    }
  }
}

const negate = (value: boolean | null) => (value === null ? null : !value);

/** AND stops at false and OR at true; either is unknown when nothing decided and something was unknown. */
function compileChain(items: readonly Expression[], decisive: boolean): Test {
  const tests = items.map(compileTest);
  return (row) => {
    let result: boolean | null = !decisive;
    for (const test of tests) {
      const value = test(row);
      if (value === decisive) return decisive;
      if (value === null) result = null;
    }
    return result;
  };
}

function compileComparison(op: Comparison, type: ValueType): (a: string, b: string) => boolean {
  const order = orderOf(type);
  switch (op) {
    case '=':
      return (a, b) => a === b || order(a, b) === 0;
    case '<>':
      return (a, b) => a !== b && order(a, b) !== 0;
    case '<':
      return (a, b) => order(a, b) < 0;
    case '>':
      return (a, b) => order(a, b) > 0;
    case '<=':
      return (a, b) => order(a, b) <= 0;
    case '>=':
      return (a, b) => order(a, b) >= 0;
  }
}

function compileRaw(value: Value): (row: FilterRow) => string | null {
  if ('constant' in value) return () => value.constant.canonical;
  const { index } = value.column;
  return (row) => row.text(index);
}

function compileValue(value: Value): (row: FilterRow) => string | null {
  if ('constant' in value) return () => value.constant.canonical;
  const { index } = value.column;
  const convert = conversion(value.column);
  if (convert === null) return (row) => row.text(index);
  return (row) => {
    const text = row.text(index);
    return text === null ? null : convert(text);
  };
}

function conversion({ asText, source }: ColumnValue): ((text: string) => string) | null {
  if (source.name === 'bool') return (text) => normalise(source, text);
  return asText && source.name === 'bpchar' ? (text) => text.replace(/ +$/, '') : null;
}

function compileArray(value: Value): (row: FilterRow) => readonly (string | null)[] | null {
  if ('constant' in value) return () => (value.constant.canonical === null ? null : value.constant.elements);
  const { index, source } = value.column;
  return (row) => {
    const text = row.text(index);
    if (text === null) return null;
    const elements = parseArray(text);
    return source.name === 'bool' ? elements.map((element) => (element === null ? null : normalise(source, element))) : elements;
  };
}
