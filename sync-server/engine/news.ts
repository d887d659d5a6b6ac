import { closeMessages, type ShapeMessage } from './change.ts';
import type { Position } from './lsn.ts';

/** What a shape has from one position to another, perhaps nothing. Readers that stand at the same place share the object, and so its bytes. */
export interface News {
  readonly messages: readonly ShapeMessage[];
  readonly end: Position;
  readonly upToDate: boolean;
  /** Memory for its bytes, as an array and as events. */
  readonly memo: { json?: Buffer; events?: Buffer };
}

/** What a reader is told: news, or that its shape has ended. */
export type Reading = News | 'gone';

/** News that reach up to a commit. */
export function completeNews(messages: readonly ShapeMessage[], upTo: number, after: Position): News {
  const last = messages.at(-1) ?? after;
  return { messages, end: last.lsn >= upTo ? { lsn: last.lsn, op: last.op } : { lsn: upTo, op: 0 }, upToDate: true, memo: {} };
}

/** News that stop before the end of the log, because more would be too much at once. */
export function cutNews(messages: readonly ShapeMessage[], end: Position): News {
  return { messages, end: { lsn: end.lsn, op: end.op }, upToDate: false, memo: {} };
}

/** The control message that says that this is all up to a commit. */
export const upToDate = (lsn: number): string => `{"headers":{"control":"up-to-date","global_last_seen_lsn":"${lsn}"}}`;

const comma = Buffer.from(',');

/** The news as a JSON array; made once for all readers of the same news. */
export function newsJson(news: News): Buffer {
  if (news.memo.json !== undefined) return news.memo.json;
  const parts: Buffer[] = [Buffer.from('[')];
  for (const [open, close] of closeMessages(news.messages, !news.upToDate)) {
    if (parts.length > 1) parts.push(comma);
    parts.push(open, close);
  }
  const tail = news.upToDate ? `${parts.length > 1 ? ',' : ''}${upToDate(news.end.lsn)}]` : ']';
  news.memo.json = Buffer.concat([...parts, Buffer.from(tail)]);
  return news.memo.json;
}

const eventStart = Buffer.from('data: ');
const eventEnd = Buffer.from('\n\n');

/** The news as server-sent events, one for each message. */
export function newsEvents(news: News): Buffer {
  news.memo.events ??= Buffer.concat([
    ...closeMessages(news.messages, !news.upToDate).flatMap(([open, close]) => [eventStart, open, close, eventEnd]),
    ...(news.upToDate ? [Buffer.from(`data: ${upToDate(news.end.lsn)}\n\n`)] : []),
  ]);
  return news.memo.events;
}
