import type { ValueType } from './types.ts';

/** Compares two values of one type, given as Postgres' text. */
export type Order = (a: string, b: string) => number;

const aliases: Readonly<Record<string, string>> = {
  int: 'int4',
  integer: 'int4',
  bigint: 'int8',
  smallint: 'int2',
  boolean: 'bool',
  'character varying': 'varchar',
  decimal: 'numeric',
  real: 'float4',
  'double precision': 'float8',
  'timestamp with time zone': 'timestamptz',
  'timestamp without time zone': 'timestamp',
  'time without time zone': 'time',
};

const plain: Order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const orders: Readonly<Record<string, Order>> = {
  int2: compareNumbers,
  int4: compareNumbers,
  int8: compareNumbers,
  oid: compareNumbers,
  numeric: compareNumbers,
  float4: compareFloats,
  float8: compareFloats,
  bool: plain,
  uuid: plain,
  bytea: plain,
  time: plain,
  text: compareText,
  varchar: compareText,
  date: compareInstants,
  timestamp: compareInstants,
  timestamptz: compareInstants,
  bpchar: (a, b) => compareText(a.replace(/ +$/, ''), b.replace(/ +$/, '')),
};
/** Types whose equal values always have equal texts, so that they can be looked up. */
const exact = new Set(['int2', 'int4', 'int8', 'oid', 'uuid', 'text', 'varchar']);

/** Resolves a type's name as a cast may spell it. */
export function typeNamed(name: string, isArray: boolean): ValueType | null {
  const short = aliases[name] ?? name;
  return short in orders ? { name: short, isEnum: false, isArray } : null;
}

export const elementOf = (type: ValueType): ValueType => ({ ...type, isArray: false });
export const arrayOf = (type: ValueType): ValueType => ({ ...type, isArray: true });
export const isTextual = (type: ValueType): boolean => !type.isArray && (type.name === 'text' || type.name === 'varchar');
export const isComparable = (type: ValueType): boolean => type.isEnum || type.name in orders;
export const isOrdered = (type: ValueType): boolean => !type.isEnum && type.name in orders;
export const isExact = (type: ValueType): boolean => type.isEnum || exact.has(type.name);

/** The order of a type's values; Postgres' own, with text in code point order. */
export const orderOf = (type: ValueType): Order => (type.isEnum ? plain : (orders[type.name] ?? plain));

/** Turns the text of the replication stream into the form that Postgres' casts to text have. */
export const normalise = (type: ValueType, text: string): string => (type.name === 'bool' ? (text === 't' || text === 'true' ? 'true' : 'false') : text);

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left === right) continue;
    // Surrogates stand for code points above all others, although their units are not the highest.
    const leftHigh = left >= 0xd800 && left <= 0xdfff;
    const rightHigh = right >= 0xd800 && right <= 0xdfff;
    return leftHigh === rightHigh ? left - right : leftHigh ? 1 : -1;
  }
  return a.length - b.length;
}

function compareFloats(a: string, b: string): number {
  const left = Number(a);
  const right = Number(b);
  if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
  return left - right || 0;
}

const special: Readonly<Record<string, number>> = { '-Infinity': -1, Infinity: 1, NaN: 2 };

function compareNumbers(a: string, b: string): number {
  if (a.length < 16 && b.length < 16 && !a.includes('N') && !b.includes('N') && !a.includes('I') && !b.includes('I') && !a.includes('.') && !b.includes('.'))
    return Number(a) - Number(b);
  const leftRank = special[a] ?? 0;
  const rightRank = special[b] ?? 0;
  if (leftRank !== 0 || rightRank !== 0) return leftRank - rightRank;
  const [leftWhole = '', leftPart = ''] = a.split('.');
  const [rightWhole = '', rightPart = ''] = b.split('.');
  const width = Math.max(leftPart.length, rightPart.length);
  const difference = BigInt(leftWhole + leftPart.padEnd(width, '0')) - BigInt(rightWhole + rightPart.padEnd(width, '0'));
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function compareInstants(a: string, b: string): number {
  const left = instant(a);
  const right = instant(b);
  return left.year - right.year || plain(left.rest, right.rest);
}

function instant(text: string): { readonly year: number; readonly rest: string } {
  if (text === 'infinity') return { year: Number.MAX_SAFE_INTEGER, rest: '' };
  if (text === '-infinity') return { year: Number.MIN_SAFE_INTEGER, rest: '' };
  const dash = text.indexOf('-');
  const year = Number(text.slice(0, dash));
  const rest = text.slice(dash + 1).replace(/\+00| BC/g, '');
  return { year: text.endsWith('BC') ? 1 - year : year, rest };
}

/** Reads a Postgres array's text as its elements, whatever its dimensions. */
export function parseArray(text: string): (string | null)[] {
  const elements: (string | null)[] = [];
  let at = text.startsWith('[') ? text.indexOf('=') + 1 : 0;
  while (at < text.length) {
    const char = text[at];
    if (char === '{' || char === '}' || char === ',') {
      at += 1;
    } else if (char === '"') {
      let value = '';
      at += 1;
      while (at < text.length && text[at] !== '"') {
        if (text[at] === '\\') at += 1;
        value += text[at];
        at += 1;
      }
      at += 1;
      elements.push(value);
    } else {
      let end = at;
      while (end < text.length && text[end] !== ',' && text[end] !== '}') end += 1;
      const value = text.slice(at, end);
      elements.push(value === 'NULL' ? null : value);
      at = end;
    }
  }
  return elements;
}

/** Makes the test of a LIKE pattern, with `\` as its escape. */
export function matcherOf(pattern: string, insensitive: boolean): (text: string) => boolean {
  const fold = insensitive ? lower : (text: string) => text;
  let source = '';
  for (let rest = [...fold(pattern)], index = 0; index < rest.length; index += 1) {
    const char = rest[index] ?? '';
    if (char === '%') source += '[^]*';
    else if (char === '_') source += '[^]';
    else {
      if (char === '\\') index += 1;
      source += (rest[index] ?? '').replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
    }
  }
  const expression = new RegExp(`^${source}$`, 'u');
  return (text) => expression.test(fold(text));
}

/** Lower case one code point at a time, as Postgres' C.UTF-8 does. */
function lower(text: string): string {
  let result = '';
  for (const char of text) {
    const small = char === 'İ' ? 'i' : char.toLowerCase();
    result += [...small].length === 1 ? small : char;
  }
  return result;
}
