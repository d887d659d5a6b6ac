import type { Bridge } from '#domain/bridge.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLive } from './live.ts';
import { createPages } from './pages.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A desk with one list, paged by the last title seen. */
function listDesk(titles: string[]) {
  const watches = new Set<() => void>();
  const asked: unknown[] = [];
  const watch = (
    _: string,
    args: { readonly after?: string | null; readonly limit?: number },
    watcher: { readonly next: (answer: unknown) => void; readonly failed?: (code: string, message: string) => void },
  ) => {
    asked.push(args.after ?? null);
    const look = () => {
      const rest = titles.filter((title) => !args.after || title > args.after);
      const rows = rest.slice(0, args.limit).map((title) => ({ id: title }));
      watcher.next({ rows, next: rest.length > rows.length ? (rows.at(-1)?.id ?? null) : null });
    };
    watches.add(look);
    setTimeout(look, 1);
    return () => watches.delete(look);
  };
  const bridge = { watch } as unknown as Bridge;
  return {
    bridge,
    asked,
    open: () => watches.size,
    change: (next: string[]) => {
      titles.splice(0, titles.length, ...next);
      for (const look of watches) look();
      vi.advanceTimersByTime(2);
    },
  };
}

const ids = (pages: { read: () => { readonly rows: readonly { readonly id: string }[] } }) => pages.read().rows.map(({ id }) => id);

test('a list is read on by key until its end', () => {
  const desk = listDesk(['a', 'b', 'c', 'd', 'e']);
  const pages = createPages(createLive(desk.bridge), 'cases.list', {}, 2);
  pages.subscribe(() => {});
  vi.advanceTimersByTime(2);
  expect(ids(pages)).toEqual(['a', 'b']);
  pages.more();
  pages.more();
  vi.advanceTimersByTime(2);
  pages.more();
  vi.advanceTimersByTime(2);
  expect(ids(pages)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(pages.read().hasMore).toBe(false);
  expect(desk.asked).toEqual([null, 'b', 'd']);
});

test('a row that comes above moves all pages on, and no row is lost or shown twice on the way', () => {
  const desk = listDesk(['b', 'c', 'd', 'e']);
  const pages = createPages(createLive(desk.bridge), 'cases.list', {}, 2);
  const seen: (readonly string[])[] = [];
  pages.subscribe(() => seen.push(ids(pages)));
  vi.advanceTimersByTime(2);
  pages.more();
  vi.advanceTimersByTime(2);
  seen.length = 0;
  desk.change(['a', 'b', 'c', 'd', 'e']);
  expect(ids(pages)).toEqual(['a', 'b', 'c', 'd']);
  for (const rows of seen) expect(new Set(rows).size).toBe(rows.length);
  pages.more();
  vi.advanceTimersByTime(2);
  expect(ids(pages)).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('a list that shrinks to one page closes the watches of the others', () => {
  const desk = listDesk(['a', 'b', 'c']);
  const pages = createPages(createLive(desk.bridge, 0), 'cases.list', {}, 2);
  pages.subscribe(() => {});
  vi.advanceTimersByTime(2);
  pages.more();
  vi.advanceTimersByTime(2);
  expect(desk.open()).toBe(2);
  desk.change(['a', 'b']);
  vi.advanceTimersByTime(2);
  expect(ids(pages)).toEqual(['a', 'b']);
  expect(desk.open()).toBe(1);
});
