import { expect, test } from 'vitest';
import { dayPattern, dayText, momentPattern, momentText, readDay, readMoment } from './moment-text.ts';

const local = (...parts: readonly [number, number, number, number, number]) => new Date(...parts).toISOString();

test('days and moments are typed in the order that the rest of the screen shows them', () => {
  expect([dayPattern, momentPattern]).toEqual(['dd/mm/yyyy', 'dd/mm/yyyy, hh:mm']);
  expect(momentText(local(2026, 2, 4, 9, 5))).toBe('04/03/2026, 09:05');
  expect(dayText('1984-11-30')).toBe('30/11/1984');
});

test.each([
  ['04/03/2026, 09:05', local(2026, 2, 4, 9, 5)],
  ['4.3.26 9:05', local(2026, 2, 4, 9, 5)],
  ['4 3 2026 23 59', local(2026, 2, 4, 23, 59)],
  ['31/02/2026 10:00', null],
  ['13/13/2026 10:00', null],
  ['04/03/2026', null],
  ['04/03/2026 25:00', null],
  ['tomorrow', null],
  ['', null],
])('“%s” is read as %s', (text, expected) => {
  expect(readMoment(text)).toBe(expected);
});

test.each([
  ['30/11/1984', '1984-11-30'],
  ['1-2-2026', '2026-02-01'],
  ['31/04/2026', null],
  ['2026', null],
])('the day “%s” is read as %s', (text, expected) => {
  expect(readDay(text)).toBe(expected);
});

test('what is no moment is shown as it was typed', () => {
  expect(momentText('next week')).toBe('next week');
  expect(dayText('30/2')).toBe('30/2');
  expect(dayText('2026-02-31')).toBe('2026-02-31');
  expect(momentText('2026-02-31T10:00')).toBe('2026-02-31T10:00');
});
