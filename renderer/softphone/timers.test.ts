import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTimers } from './timers.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

function timersWithLog() {
  const log: string[] = [];
  return {
    log,
    ...createTimers(
      (name) => log.push(name),
      () => log.push('slept'),
    ),
  };
}

test('each moment is told once, at its time', () => {
  const { log, set } = timersWithLog();
  set({ a: 1_000_100, b: 1_000_300 });
  vi.advanceTimersByTime(200);
  expect(log).toEqual(['a']);
  vi.advanceTimersByTime(200);
  expect(log).toEqual(['a', 'b']);
});

test('a moment that is not due any more is forgotten, and one that moved is told at its new time', () => {
  const { log, set } = timersWithLog();
  set({ a: 1_000_100, b: 1_000_100 });
  set({ b: 1_000_500 });
  vi.advanceTimersByTime(400);
  expect(log).toEqual([]);
  vi.advanceTimersByTime(200);
  expect(log).toEqual(['b']);
});

test('a timer that comes much too late means that the computer slept, and that is told first', () => {
  const { log, set } = timersWithLog();
  set({ ping: 1_010_000 });
  vi.setSystemTime(1_600_000);
  vi.advanceTimersByTime(10_000);
  expect(log).toEqual(['slept', 'ping']);
});
