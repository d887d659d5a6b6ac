import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrayOf, decode, encode } from '#domain/sync/codec.ts';

test('moments are read as ISO 8601 in UTC with milliseconds', () => {
  expect(decode('instant', '2026-03-01 09:30:00+00')).toBe('2026-03-01T09:30:00.000Z');
  expect(decode('instant', '2026-03-01 09:30:00.5+00')).toBe('2026-03-01T09:30:00.500Z');
  expect(decode('instant', '2026-03-01 09:30:00.123+00')).toBe('2026-03-01T09:30:00.123Z');
  expect(decode('instant', '2026-03-01 09:30:00.123456+00')).toBe('2026-03-01T09:30:00.123Z');
  expect(decode('instant', '2026-03-01 09:30:00.12+02')).toBe('2026-03-01T07:30:00.120Z');
  expect(decode('instant', '2026-03-01 09:30:00-05:30')).toBe('2026-03-01T15:00:00.000Z');
  expect(() => decode('instant', 'infinity')).toThrow('cannot be read');
});

test('the other kinds keep their value', () => {
  expect([
    decode('boolean', 't'),
    decode('boolean', 'f'),
    decode('integer', '-7'),
    decode('number', '1.10'),
    decode('long', '9007199254740991'),
    decode('date', '2026-03-01'),
  ]).toEqual([true, false, -7, 1.1, 9007199254740991, '2026-03-01']);
  expect(decode('json', '{"a": [1, "ü"]}')).toEqual({ a: [1, 'ü'] });
});

test('tags survive every character', () => {
  expect(arrayOf('{}')).toEqual([]);
  expect(arrayOf('{a,"b c","","quo\\"te","back\\\\slash","x,y"}')).toEqual(['a', 'b c', '', 'quo"te', 'back\\slash', 'x,y']);
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (tags) => {
      expect(decode('tags', encode('tags', tags) ?? '')).toEqual(tags);
    }),
  );
});
