import { closeMessages, type ShapeMessage } from './change.ts';
import type { Position } from './lsn.ts';

/** What a shape has from one position to another, perhaps nothing. Readers that stand at the same place share the object, and so its bytes. */
export interface News {
  readonly texts: readonly string[];
  readonly end: Position;
  readonly upToDate: boolean;
  /** Memory for whoever turns it into bytes. */
  readonly memo: { json?: Buffer; events?: Buffer };
}

/** What a reader is told: news, or that its shape has ended. */
export type Reading = News | 'gone';

/** News that reach up to a commit. */
export function completeNews(messages: readonly ShapeMessage[], upTo: number, after: Position): News {
  const last = messages.at(-1) ?? after;
  return { texts: closeMessages(messages), end: last.lsn >= upTo ? { lsn: last.lsn, op: last.op } : { lsn: upTo, op: 0 }, upToDate: true, memo: {} };
}

/** News that stop before the end of the log, because more would be too much at once. */
export function cutNews(messages: readonly ShapeMessage[], end: Position): News {
  return { texts: closeMessages(messages, true), end: { lsn: end.lsn, op: end.op }, upToDate: false, memo: {} };
}
