import type { Bridge, Watcher } from '#domain/bridge.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLive } from './live.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function oneDesk() {
  const watchers: Watcher<unknown>[] = [];
  let stopped = 0;
  const bridge = {
    watch: (_: string, __: unknown, watcher: Watcher<unknown>) => {
      watchers.push(watcher);
      return () => stopped++;
    },
  } as unknown as Bridge;
  return { bridge, watchers, stopped: () => stopped };
}

test('two parts of a screen that ask the same share one watch', () => {
  const desk = oneDesk();
  const live = createLive(desk.bridge);
  const heard: string[] = [];
  live.subscribe('cases.count', {}, () => heard.push('one'));
  live.subscribe('cases.count', {}, () => heard.push('other'));
  desk.watchers[0]?.next({ open: 3 });
  expect(desk.watchers).toHaveLength(1);
  expect(heard).toEqual(['one', 'other']);
  expect(live.read('cases.count', {}).data).toEqual({ open: 3 });
});

test('the last good answer stays when a later one fails', () => {
  const desk = oneDesk();
  const live = createLive(desk.bridge);
  live.subscribe('cases.count', {}, () => {});
  desk.watchers[0]?.next({ open: 3 });
  desk.watchers[0]?.failed?.('fault', 'the reader broke');
  expect(live.read('cases.count', {})).toEqual({ data: { open: 3 }, failure: { code: 'fault', message: 'the reader broke' } });
});

test('an answer is kept for a while after the last reader, and then its watch ends', () => {
  const desk = oneDesk();
  const live = createLive(desk.bridge, 100);
  live.subscribe('cases.count', {}, () => {})();
  vi.advanceTimersByTime(50);
  const leave = live.subscribe('cases.count', {}, () => {});
  expect(desk.watchers).toHaveLength(1);
  leave();
  vi.advanceTimersByTime(101);
  expect(desk.stopped()).toBe(1);
});

test('shutting the vault forgets every answer that nobody shows', () => {
  const desk = oneDesk();
  const live = createLive(desk.bridge);
  live.subscribe('cases.count', {}, () => {})();
  desk.watchers[0]?.next({ open: 3 });
  live.clear();
  expect(live.read('cases.count', {}).data).toBeUndefined();
  expect(desk.stopped()).toBe(1);
});
