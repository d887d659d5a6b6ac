import { isStorable, type Field, type Kind } from '#domain/kernel/field.ts';
import * as z from 'zod';
import { invalid } from './problem.ts';

/** How a column is compared with what a caller wrote. */
export const castOf: Readonly<Record<Kind, string>> = {
  boolean: 'boolean',
  date: 'date',
  id: 'uuid',
  instant: 'timestamptz',
  integer: 'int',
  json: 'jsonb',
  long: 'bigint',
  number: 'float8',
  tags: 'text[]',
  text: 'text',
};

const whole = z.string().regex(/^-?\d{1,16}$/);
const line = z.string().max(1000).refine(isStorable);
const written: Readonly<Record<Kind, readonly [schema: z.ZodType, expected: string]>> = {
  boolean: [z.enum(['true', 'false']), 'is not true or false'],
  date: [z.iso.date(), 'is not a day such as 2026-03-01'],
  id: [z.uuid(), 'is not an id'],
  instant: [z.iso.datetime({ offset: true }), 'is not a moment such as 2026-03-01T09:30:00Z'],
  integer: [whole.refine((text) => Math.abs(Number(text)) < 2 ** 31), 'is not a whole number'],
  json: [z.never(), 'cannot be compared'],
  long: [whole.refine((text) => Number.isSafeInteger(Number(text))), 'is not a whole number'],
  number: [z.string().regex(/^-?\d{1,16}(\.\d{1,17})?(e[+-]?\d{1,2})?$/), 'is not a number'],
  tags: [line, 'is not a tag'],
  text: [line, 'is not text of at most 1,000 characters'],
};

/** The text by which Postgres takes a value from a query string; refuses what the field cannot hold. */
export function valueOf({ kind, choices }: Pick<Field, 'choices' | 'kind'>, text: string, name: string): string {
  const [schema, expected] = written[kind];
  if (!schema.safeParse(text).success) throw invalid(name, expected);
  if (choices && !(text in choices)) throw invalid(name, `is none of ${Object.keys(choices).join(', ')}`);
  return text;
}
