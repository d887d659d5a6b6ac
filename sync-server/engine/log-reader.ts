import { describeChange, readEntry, type ShapeMessage } from './change.ts';
import type { ChangeLog } from './change-log.ts';
import { comparePositions, everyOp, type Position } from './lsn.ts';
import { completeNews, cutNews, type News } from './news.ts';
import type { Shape } from './shape.ts';

const newsBytes = 1024 * 1024;
const pageEntries = 64;

/** Reads what a shape has in the log after a position, page by page so that others get their turn. */
export async function readLog(changeLog: ChangeLog, shape: Shape, after: Position, upTo: number): Promise<News> {
  const messages: ShapeMessage[] = [];
  let bytes = 0;
  let entries = after.op === everyOp ? [] : changeLog.readAround(shape.table.id, after);
  let cursor = after;
  for (;;) {
    for (const { lsn, xid, body } of entries) {
      if (shape.hasSeen(lsn, xid)) continue;
      for (const change of readEntry(shape.table, body)) {
        for (const message of describeChange(change, shape.projection, shape.matches, lsn, xid, false)) {
          if (comparePositions(message, after) <= 0) continue;
          const previous = messages.at(-1);
          // An offset that ends in _0 stands for a whole transaction: never cut behind the first operation of one that goes on.
          if (bytes > newsBytes && previous !== undefined && (previous.op > 0 || previous.lsn !== lsn)) return cutNews(messages, previous);
          messages.push(message);
          bytes += message.open.length;
        }
      }
    }
    entries = changeLog.read(shape.table.id, cursor, upTo, pageEntries);
    const last = entries.at(-1);
    if (last === undefined) return completeNews(messages, upTo, after);
    if (cursor !== after) await new Promise((resolve) => setImmediate(resolve));
    cursor = { lsn: last.lsn, op: last.firstOp };
  }
}
