import type { Field } from '#domain/kernel/field.ts';

/** A value that a field must not take, and why. */
export interface BadValue {
  readonly why: string;
  readonly value: unknown;
}

const wrongTypes: readonly unknown[] = [7.5, 'nonsense', true, null, {}, [{}], '2026-13-45'];
const wrongTexts: readonly BadValue[] = [
  { why: 'a NUL', value: 'a\u0000b' },
  { why: 'half a surrogate pair', value: 'a\ud800' },
];
const tooLong = [256, 2001, 100_001].map((length) => ({ why: `a text of ${length} characters`, value: 'x'.repeat(length) }));

/** Every kind of value that a field refuses by its declaration. */
export function badValuesOf(field: Field): readonly BadValue[] {
  const refuses = ({ value }: BadValue) => !(field.optional ? field.schema.nullable() : field.schema).safeParse(value).success;
  const wrong = [...wrongTypes.map((value) => ({ why: `of the wrong type: ${JSON.stringify(value)}`, value })), ...(field.kind === 'text' ? wrongTexts : [])];
  return [...wrong.filter(refuses), ...(field.kind === 'text' ? tooLong.filter(refuses).slice(0, 1) : [])];
}
