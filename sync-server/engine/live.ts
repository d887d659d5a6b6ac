import { describeChange } from './change.ts';
import type { ChangeLog } from './change-log.ts';
import { createFollowerIndex, type Follower } from './follower-index.ts';
import type { Transaction } from './intake.ts';
import { readLog } from './log-reader.ts';
import { comparePositions, everyOp, type Position } from './lsn.ts';
import { completeNews, type Reading } from './news.ts';
import type { Shape } from './shape.ts';

/** Brings stored transactions to the shapes that are followed live. */
export interface Live {
  /** Takes the next transactions; `previous` is the commit before the first of them. */
  readonly publish: (transactions: readonly Transaction[], previous: number) => void;
  /** Reads what a shape has after a position, from its window or from the log. */
  readonly read: (shape: Shape, after: Position) => Promise<Reading>;
  /** The same, waiting for news until the time is over. */
  readonly wait: (shape: Shape, after: Position, timeoutMs: number, signal: AbortSignal) => Promise<Reading>;
  /** Ends what follows a version of a table, or everything. */
  readonly end: (tableId: number | null) => void;
  /** Forgets all windows; who waits is served from the log, from a commit on that all of them have seen. */
  readonly forget: (previous: number) => void;
  readonly sweep: () => void;
  readonly stats: () => { readonly waiting: number; readonly windowBytes: number };
}

/** What live reading needs. */
export interface LiveOptions {
  readonly changeLog: ChangeLog;
  readonly lastLsn: () => number;
  readonly now: () => number;
  readonly isCurrent: (shape: Shape) => boolean;
}

const windowBytes = 512 * 1024;
const totalWindowBytes = 64 * 1024 * 1024;
const idleMs = 60_000;
const memoSize = 64;

/** Creates the live part of an engine. */
export function createLive({ changeLog, lastLsn, now, isCurrent }: LiveOptions): Live {
  const followers = new Map<string, Follower>();
  const index = createFollowerIndex();
  const reading = new Map<string, Promise<Reading>>();
  let held = 0;

  const follow = (shape: Shape): Follower => {
    const known = followers.get(shape.handle);
    if (known !== undefined) return known;
    const follower: Follower = { shape, from: lastLsn(), messages: [], bytes: 0, usedAt: now(), waiters: new Set(), memo: new Map(), fresh: [] };
    followers.set(shape.handle, follower);
    index.add(follower);
    return follower;
  };

  const unfollow = (follower: Follower) => {
    followers.delete(follower.shape.handle);
    index.remove(follower);
    held -= follower.bytes;
    follower.bytes = 0;
  };

  const publish = (transactions: readonly Transaction[], previous: number) => {
    if (followers.size === 0) return;
    const end = transactions.at(-1)?.lsn ?? previous;
    const touched = new Set<Follower>();
    const behind = new Set<Follower>();
    for (const { lsn, xid, changes, staged } of transactions) {
      for (const change of changes) {
        for (const follower of index.ofChange(change)) {
          const { shape } = follower;
          if (shape.hasSeen(lsn, xid)) continue;
          const messages = describeChange(change, shape.projection, shape.matches, lsn, xid, true);
          if (messages.length === 0) continue;
          follower.fresh.push(...messages);
          touched.add(follower);
        }
      }
      for (const table of staged?.tables ?? []) for (const follower of index.ofTable(table.id)) behind.add(follower);
    }
    for (const follower of behind) catchUp(follower, previous, end);
    for (const follower of touched) if (!behind.has(follower)) deliver(follower, previous, end);
    if (held > totalWindowBytes) for (const follower of followers.values()) clear(follower, end);
  };

  const takeWaiters = (follower: Follower) => {
    const waiters = [...follower.waiters];
    follower.waiters.clear();
    return waiters;
  };

  /** Everybody who waits has seen all before this batch, so that one answer serves all. */
  const deliver = (follower: Follower, previous: number, end: number) => {
    const { fresh } = follower;
    follower.fresh = [];
    follower.memo.clear();
    for (const message of fresh) {
      follower.messages.push(message);
      follower.bytes += message.open.length;
      held += message.open.length;
    }
    if (follower.waiters.size > 0) {
      const news = completeNews(fresh, end, { lsn: previous, op: everyOp });
      for (const waiter of takeWaiters(follower)) waiter(news);
    }
    if (follower.bytes > windowBytes) trim(follower);
  };

  /** A transaction too large for the window is read from the log instead. */
  const catchUp = (follower: Follower, previous: number, end: number) => {
    follower.fresh = [];
    clear(follower, end);
    for (const waiter of takeWaiters(follower)) read(follower.shape, { lsn: previous, op: everyOp }).then(waiter, () => waiter('gone'));
  };

  /** Drops whole transactions from the window's front until it is half empty. */
  const trim = (follower: Follower) => {
    const { messages } = follower;
    let count = 0;
    let bytes = follower.bytes;
    while (count < messages.length && bytes > windowBytes / 2) {
      const lsn = messages[count]?.lsn ?? 0;
      for (; messages[count]?.lsn === lsn; count += 1) bytes -= messages[count]?.open.length ?? 0;
      follower.from = lsn;
    }
    held -= follower.bytes - bytes;
    follower.bytes = bytes;
    follower.messages = messages.slice(count);
  };

  const clear = (follower: Follower, from: number) => {
    held -= follower.bytes;
    follower.bytes = 0;
    follower.messages = [];
    follower.memo.clear();
    follower.from = from;
  };

  const readWindow = (follower: Follower, after: Position): Reading | null => {
    if (comparePositions(after, { lsn: follower.from, op: everyOp }) < 0) return null;
    const { messages } = follower;
    let start = messages.length;
    for (; start > 0; start -= 1) {
      const message = messages[start - 1];
      if (message === undefined || comparePositions(message, after) <= 0) break;
    }
    if (start === messages.length) return completeNews([], lastLsn(), after);
    const key = `${after.lsn}_${after.op}`;
    const known = follower.memo.get(key);
    if (known !== undefined) return known;
    const news = completeNews(messages.slice(start), lastLsn(), after);
    if (follower.memo.size < memoSize) follower.memo.set(key, news);
    return news;
  };

  const read = async (shape: Shape, after: Position): Promise<Reading> => {
    if (!isCurrent(shape)) return 'gone';
    const follower = followers.get(shape.handle);
    const fromWindow = follower === undefined ? null : readWindow(follower, after);
    if (fromWindow !== null) return fromWindow;
    const key = `${shape.handle}:${after.lsn}_${after.op}`;
    const running = reading.get(key);
    if (running !== undefined) return running;
    const started = readLog(changeLog, shape, after, lastLsn()).finally(() => reading.delete(key));
    reading.set(key, started);
    const news = await started;
    return isCurrent(shape) ? news : 'gone';
  };

  const wait = async (shape: Shape, after: Position, timeoutMs: number, signal: AbortSignal): Promise<Reading> => {
    let at = after;
    for (;;) {
      if (!isCurrent(shape)) return 'gone';
      const follower = follow(shape);
      follower.usedAt = now();
      const found = readWindow(follower, at) ?? (await read(shape, at));
      if (found === 'gone' || found.messages.length > 0 || signal.aborted) return found;
      at = { lsn: found.end.lsn, op: everyOp };
      // Only who has seen all may wait; during a reading of the log more may have come.
      if (followers.get(shape.handle) === follower && isEmpty(readWindow(follower, at))) return park(follower, at, timeoutMs, signal);
    }
  };

  const isEmpty = (reading: Reading | null) => reading !== null && reading !== 'gone' && reading.messages.length === 0;

  const park = (follower: Follower, after: Position, timeoutMs: number, signal: AbortSignal) =>
    new Promise<Reading>((resolve) => {
      const settle = (found: Reading) => {
        follower.waiters.delete(settle);
        follower.usedAt = now();
        clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
        resolve(found);
      };
      // A waiter that was taken off the list is being served: its time no longer runs.
      const giveUp = () => {
        if (follower.waiters.has(settle)) settle(completeNews([], lastLsn(), after));
      };
      const timer = setTimeout(giveUp, timeoutMs);
      signal.addEventListener('abort', giveUp);
      follower.waiters.add(settle);
    });

  return {
    publish,
    read,
    wait,
    end: (tableId) => {
      for (const follower of followers.values()) {
        if (tableId !== null && follower.shape.table.id !== tableId) continue;
        unfollow(follower);
        for (const waiter of takeWaiters(follower)) waiter('gone');
      }
    },
    forget: (previous) => {
      for (const follower of followers.values()) {
        unfollow(follower);
        catchUp(follower, previous, previous);
      }
    },
    sweep: () => {
      for (const follower of followers.values()) if (follower.waiters.size === 0 && now() - follower.usedAt > idleMs) unfollow(follower);
    },
    stats: () => ({ waiting: [...followers.values()].reduce((sum, follower) => sum + follower.waiters.size, 0), windowBytes: held }),
  };
}
