import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localTime } from '#domain/kernel/wall-clock.ts';
import { afterQuiet, isQuiet } from './quiet.ts';

const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const hours = fc.record({ from: time, to: time });
const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Chatham', 'Australia/Lord_Howe', 'Africa/Nairobi');
/** Any moment, and moments near which clocks go forward or back. */
const moment = fc.oneof(
  fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2030, 0) }),
  fc
    .tuple(
      fc.constantFrom(Date.UTC(2026, 2, 8, 7), Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 9, 25, 1), Date.UTC(2026, 10, 1, 6)),
      fc.integer({ min: -86_400_000, max: 86_400_000 }),
    )
    .map(([change, apart]) => change + apart),
);

const apart = ({ from, to }: { readonly from: string; readonly to: string }) =>
  ((Date.parse(`2026-05-05T${to}:00Z`) - Date.parse(`2026-05-05T${from}:00Z`)) / 60_000 + 1440) % 1440;

test('nobody is disturbed in their quiet hours, and what waits is told within a day', () => {
  fc.assert(
    fc.property(hours, zone, moment, (quiet, timeZone, at) => {
      const told = afterQuiet(quiet, timeZone, at);
      expect(isQuiet(quiet, timeZone, told)).toBe(false);
      expect(told).toBeGreaterThanOrEqual(at);
      // The one hour of a day in which somebody may be told may be the one that clocks skip.
      expect(told - at).toBeLessThanOrEqual((apart(quiet) <= 1260 ? 25 : 49) * 3_600_000);
      if (!isQuiet(quiet, timeZone, at)) expect(told).toBe(at);
      expect(afterQuiet(quiet, timeZone, told)).toBe(told);
    }),
    { numRuns: 2000 },
  );
});

test('a day is quiet for as long as its hours say, also over midnight', () => {
  fc.assert(
    fc.property(hours, ({ from, to }) => {
      const minutes = Array.from({ length: 1440 }, (_, n) => Date.UTC(2026, 4, 5) + n * 60_000);
      expect(minutes.filter((at) => isQuiet({ from, to }, 'Africa/Nairobi', at))).toHaveLength(apart({ from, to }));
    }),
    { numRuns: 20 },
  );
});

test('what comes at night is told when the night ends, and without hours at once', () => {
  const night = { from: '22:00', to: '07:00' };
  const until = (at: string) => new Date(afterQuiet(night, 'Europe/Berlin', Date.parse(at))).toISOString();
  expect(until('2026-05-05T21:30:15.500Z')).toBe('2026-05-06T05:00:00.000Z');
  expect(until('2026-05-05T12:00:00.000Z')).toBe('2026-05-05T12:00:00.000Z');
  expect(localTime(Date.parse(until('2026-10-24T22:30:00.000Z')), 'Europe/Berlin')).toBe('07:00');
  expect(afterQuiet(null, 'Europe/Berlin', 5)).toBe(5);
  expect(afterQuiet({ from: '09:00', to: '09:00' }, 'UTC', Date.UTC(2026, 0, 1, 9))).toBe(Date.UTC(2026, 0, 1, 9));
});
