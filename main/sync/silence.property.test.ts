import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSilence } from './silence.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const beat = 2000;
const after = 4400;

test('a line is silent exactly from 4.4 s after the last sign of life until the next, whatever comes when', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9000 }), { maxLength: 30 }), (gaps) => {
      const told: string[] = [];
      const silence = createSilence({ onSilent: (ago) => told.push(`silent for ${ago}`), onHeard: () => told.push('heard') });
      silence.watch(beat);
      for (const gap of gaps) {
        vi.advanceTimersByTime(gap);
        silence.heard();
      }
      vi.advanceTimersByTime(after - 1);
      silence.stop();
      vi.advanceTimersByTime(after * 3);
      expect(told).toEqual(gaps.filter((gap) => gap >= after).flatMap(() => [`silent for ${after}`, 'heard']));
    }),
  );
});

test('silence is told once, and within five seconds', () => {
  const told: number[] = [];
  const silence = createSilence({ onSilent: () => told.push(performance.now()), onHeard: () => {} });
  const from = performance.now();
  silence.watch(beat);
  vi.advanceTimersByTime(60_000);
  expect(told.map((at) => at - from)).toEqual([after]);
  silence.stop();
});

test('a computer that was busy or asleep does not take its own pause for the hub’s', () => {
  const told: string[] = [];
  const silence = createSilence({ onSilent: () => told.push('silent'), onHeard: () => told.push('heard') });
  silence.watch(beat);
  vi.advanceTimersByTime(1000);
  // The clock goes on while nothing runs; what came meanwhile is read only after the timers.
  const busy = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 30_000);
  vi.advanceTimersToNextTimer();
  busy.mockRestore();
  expect(told).toEqual([]);
  silence.heard();
  vi.advanceTimersByTime(after - 1);
  expect(told).toEqual([]);
  silence.stop();
});
