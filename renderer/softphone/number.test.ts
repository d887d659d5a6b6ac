import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readNumber, readPasted, shownNumber, typedNumber } from './number.ts';

test.each([
  ['+44 20 7946 0958', 'NO', '+442079460958', null],
  ['0044 20 7946 0958', 'NO', '+442079460958', null],
  // Kenya and the United States dial 000 and 011 abroad; who writes 00 means the same.
  ['00254 722 000 000', 'KE', '+254722000000', null],
  ['0047 22 22 55 55', 'US', '+4722225555', null],
  ['00 44 (0) 20/7946-0958', 'US', '+442079460958', null],
  ['+00 44 20 7946 0958', 'NO', '+442079460958', null],
  ['+44 (0)20 7946 0958', 'NO', '+442079460958', null],
  ['020/7946-0958', 'GB', '+442079460958', null],
  ['020.7946.0958', 'GB', '+442079460958', null],
  ['  22 22 55 55 ', 'NO', '+4722225555', null],
  ['011 47 22 22 55 55', 'US', '+4722225555', null],
  ['0722 000 000 ext. 12', 'KE', '+254722000000', '12'],
  ['+1 212-555-2368 x77', 'GB', '+12125552368', '77'],
  ['tel:+254-722-000-000;ext=3', 'GB', '+254722000000', '3'],
  ['٠٢٠٧٩٤٦٠٩٥٨', 'GB', '+442079460958', null],
  ['＋４４２０７９４６０９５８', 'NO', '+442079460958', null],
  ['\u202a+44 20 7946 0958\u202c', 'GB', '+442079460958', null],
])('%s in %s is dialled as %s', (text, country, dial, extension) => {
  expect(readNumber(text, country)).toMatchObject({ kind: 'number', dial, extension });
});

test.each([
  ['102', '102'],
  ['*98', '*98'],
  ['*8102', '*8102'],
  ['112', '112'],
  ['#31#', '#31#'],
  ['7 01', '701'],
])('%s is short and dialled as it stands', (text, dial) => {
  expect(readNumber(text, 'GB')).toEqual({ kind: 'short', dial });
});

test.each([
  ['', { kind: 'empty' }],
  [' \t', { kind: 'empty' }],
  ['call my mother', { kind: 'bad', reason: 'letters' }],
  ['Øyvind', { kind: 'bad', reason: 'letters' }],
  ['+', { kind: 'bad', reason: 'noDigits' }],
  ['---', { kind: 'bad', reason: 'noDigits' }],
  ['7'.repeat(200), { kind: 'bad', reason: 'tooLong' }],
  ['1 '.repeat(40), { kind: 'bad', reason: 'tooLong' }],
])('%s is not dialled, and the reason is told', (text, preview) => {
  expect(readNumber(text, 'GB')).toEqual(preview);
});

test.each([
  ['tel:+254-722-000-000;ext=3', '+254 722 000000 ext. 3'],
  ['sip:102@pbx.example;transport=ws', '102'],
  ['sip:+442079460958@pbx.example', '+44 20 7946 0958'],
  ['callto:0722 000 000', '+254 722 000000'],
  ['sip:anna@pbx.example', 'sip:anna@pbx.example'],
])('the link %s is shown as %s', (link, shown) => {
  expect(typedNumber(link, 'KE')).toBe(shown);
});

test('a number that no plan knows is dialled all the same, and shown as doubtful', () => {
  expect(readNumber('0999999999999', 'GB')).toMatchObject({ kind: 'number', isValid: false });
});

test('a number is found inside pasted words', () => {
  expect(readPasted('Call Anna on 020 7946 0958 after lunch, ref 12345678', 'GB')).toMatchObject({ kind: 'number', dial: '+442079460958' });
  expect(readPasted('nothing here', 'GB')).toEqual({ kind: 'bad', reason: 'letters' });
});

test('a number is shown as its country writes it', () => {
  expect([shownNumber('+442079460958', 'GB'), shownNumber('102', 'GB'), shownNumber('anna', 'GB')]).toEqual(['+44 20 7946 0958', '102', 'anna']);
});

test('no text breaks it, and nothing but digits, plus, star and hash is ever dialled', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: fc.constantFrom(...'0123456789+*# ()-/.x;ext=abä٣'), maxLength: 300 })),
      fc.constantFrom('GB', 'US', 'XX', ''),
      (text, country) => {
        const read = readPasted(text, country);
        if ('dial' in read) expect(read.dial).toMatch(/^[+*#\d][*#\d]*$/);
      },
    ),
    { numRuns: 2000 },
  );
});
