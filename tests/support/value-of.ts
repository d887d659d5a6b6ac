import type * as z from 'zod';

/** Draws a number from 0 up to 1; the same seed draws the same again. */
export type Draw = () => number;

/** A draw that a test can repeat (mulberry32). */
export function drawFrom(seed: number): Draw {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const oneOf = <Item>(items: readonly Item[], draw: Draw): Item => {
  const item = items[Math.floor(draw() * items.length)];
  if (item === undefined) throw new Error('There is nothing to draw from.');
  return item;
};

const upTo = (most: number, draw: Draw) => Math.floor(draw() * (most + 1));
const letters = (length: number, alphabet: string, draw: Draw) => Array.from({ length }, () => alphabet.charAt(upTo(alphabet.length - 1, draw))).join('');
const words = ['Ada', 'Børge', 'Ægir', 'Ζωή', 'Мария', '東京', 'नमस्ते', 'سلام', 'O’Neil', 'x-1', '50 %', 'two\twords'];
const spread = 1_000_000;

/** A moment of the last year, or the day of it. */
const moment = (draw: Draw) => new Date(Date.UTC(2026, 0, 1) + upTo(300 * 86_400_000, draw)).toISOString();
const clock = (draw: Draw) => `${String(upTo(23, draw)).padStart(2, '0')}:${String(upTo(59, draw)).padStart(2, '0')}`;

/** Texts in every form that a declaration asks for by pattern. */
const patterned: readonly ((draw: Draw) => string)[] = [
  (draw) => `+2547${letters(8, '0123456789', draw)}`,
  (draw) => `#${letters(6, '0123456789abcdef', draw)}`,
  (draw) => letters(64, '0123456789abcdef', draw),
  (draw) => letters(9, 'abcdefghijklmnopqrstuvwxyz', draw),
  (draw) => letters(6, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', draw),
  clock,
  (draw) => letters(5, '123456789', draw),
  (draw) => oneOf(['EUR', 'KES', 'JPY', 'USD'], draw),
  (draw) => letters(8, 'abcdefghijklmnopqrstuvwxyz', draw),
  (draw) => `${letters(6, 'abcdefghijklmnopqrstuvwxyz', draw)}.example`,
  () => 'Africa/Nairobi',
];

const formatted: Readonly<Record<string, (draw: Draw) => string>> = {
  uuid: (draw) =>
    `${letters(8, '0123456789abcdef', draw)}-${letters(4, '0123456789abcdef', draw)}-4${letters(3, '0123456789abcdef', draw)}-a${letters(3, '0123456789abcdef', draw)}-${letters(12, '0123456789abcdef', draw)}`,
  datetime: moment,
  date: (draw) => moment(draw).slice(0, 10),
  email: (draw) => `${letters(9, 'abcdefghijklmnopqrstuvwxyz', draw)}@${letters(7, 'abcdefghijklmnopqrstuvwxyz', draw)}.example`,
  url: (draw) => `https://${letters(8, 'abcdefghijklmnopqrstuvwxyz', draw)}.example/a`,
};

/** What schemas say of themselves. */
interface Definition {
  readonly type: string;
  readonly format?: string;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
}
const definitionOf = (schema: z.ZodType) => schema.def as unknown as Definition;

const attempts = 60;
const deepest = 6;

/** A value that a schema accepts, drawn at random. */
export function valueOf(schema: z.ZodType, draw: Draw, depth = 0): unknown {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const value = drawn(schema, draw, depth, attempt);
    if (schema.safeParse(value).success) return value;
  }
  throw new Error(`No value for a schema of type ${definitionOf(schema).type} in ${attempts} attempts; the last was ${JSON.stringify(drawn(schema, draw, depth, 0))}.`);
}

function drawn(schema: z.ZodType, draw: Draw, depth: number, attempt: number): unknown {
  const { element, entries, in: input, innerType, keyType, options = [], shape = {}, type, valueType, values = [] } = definitionOf(schema);
  const inner = (one: z.ZodType | undefined) => (one ? valueOf(one, draw, depth + 1) : null);
  const made: Readonly<Record<string, () => unknown>> = {
    string: () => textOf(schema as z.ZodString, draw, attempt),
    number: () => numberOf(schema as z.ZodNumber, draw),
    boolean: () => draw() < 0.5,
    null: () => null,
    unknown: () => oneOf<unknown>(['x', 7, true, { a: 'b' }], draw),
    literal: () => oneOf(values, draw),
    enum: () => oneOf(Object.values(entries ?? {}), draw),
    array: () => (depth >= deepest ? [] : Array.from({ length: upTo(3, draw) }, () => inner(element))),
    object: () => {
      const left = (one: z.ZodType) => definitionOf(one).type === 'optional' && (depth >= deepest - 2 || draw() < 0.4);
      return summed(Object.fromEntries(Object.entries(shape).flatMap(([key, one]): [string, unknown][] => (left(one) ? [] : [[key, inner(one)]]))));
    },
    record: () => (depth >= deepest ? {} : Object.fromEntries(Array.from({ length: upTo(2, draw) }, (): [string, unknown] => [String(inner(keyType)), inner(valueType)]))),
    union: () => inner(oneOf(options, draw)),
    default: () => inner(innerType),
    optional: () => inner(innerType),
    nullable: () => (draw() < 0.3 ? null : inner(innerType)),
    readonly: () => inner(innerType),
    pipe: () => inner(input),
  };
  const make = made[type];
  if (!make) throw new Error(`Say what a value of the schema type ${type} is.`);
  return make();
}

/** The one rule among fields that chance would never meet: a line's amount is its quantity times its price. */
const summed = (value: Readonly<Record<string, unknown>>) =>
  typeof value['qty'] === 'number' && typeof value['unitPrice'] === 'number' ? { ...value, amount: Math.round(value['qty'] * value['unitPrice']) } : value;

function textOf(schema: z.ZodString, draw: Draw, attempt: number): string {
  const format = schema.format ?? undefined;
  const known = format === undefined ? undefined : formatted[format];
  if (known) return known(draw);
  if (format === 'regex' || attempt > 3) return (patterned[attempt % patterned.length] ?? moment)(draw);
  const text = `${oneOf(words, draw)} ${letters(6, 'abcdefghijklmnopqrstuvwxyz0123456789', draw)}`;
  return text.padEnd(schema.minLength ?? 0, 'x').slice(0, schema.maxLength ?? 255);
}

function numberOf({ format, minValue, maxValue }: z.ZodNumber, draw: Draw): number {
  const least = Math.max(minValue ?? -spread, -spread);
  const most = Math.min(maxValue ?? spread, least + 2 * spread);
  const value = least + draw() * (most - least);
  return format === 'safeint' || format === 'int32' ? Math.round(value) : Number(value.toPrecision(12));
}
