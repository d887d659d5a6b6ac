import * as fs from 'node:fs';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import type { Position } from './lsn.ts';

/** One piece of one transaction's changes to one table: a run of pgoutput messages, each behind its operation number and length. */
export interface LogEntry {
  readonly table: number;
  readonly lsn: number;
  readonly xid: number;
  readonly firstOp: number;
  readonly body: Buffer;
}

/** Where this log stands in the database's history. */
export interface LogState {
  readonly generation: string;
  readonly systemId: string;
  readonly timeline: number;
  /** Everything that ends here or before is in the log or was not for it. */
  readonly position: number;
  /** The commit of the last stored transaction. */
  readonly lastLsn: number;
  /** Nothing at or before this is in the log any more. */
  readonly trimmedLsn: number;
}

/** The durable log and the engine's other lasting state, in one SQLite file. */
export interface ChangeLog {
  readonly database: Database.Database;
  readonly state: () => LogState | null;
  readonly reset: (state: LogState) => void;
  readonly setTimeline: (timeline: number) => void;
  /** Stores transactions in one commit, which outlives this process; large ones may already be staged. */
  readonly append: (entries: readonly LogEntry[], position: number, lastLsn: number, now: number) => void;
  /** Writes a part of a transaction that is too large to hold; `append` makes it count, `unstage` forgets it. */
  readonly stage: (entry: LogEntry) => void;
  readonly unstage: () => void;
  readonly setPosition: (position: number) => void;
  /** Resolves when all that was stored before the call would survive a power cut. */
  readonly sync: () => Promise<void>;
  /** Reads entries that begin after a position. */
  readonly read: (table: number, after: Position, upTo: number, limit: number) => readonly LogEntry[];
  /** Reads the entry that a position lies in, if it is in the middle of a transaction. */
  readonly readAround: (table: number, at: Position) => readonly LogEntry[];
  readonly lastId: () => number;
  readonly readTransaction: (lsn: number, afterId: number) => (LogEntry & { readonly id: number }) | null;
  readonly commitsFrom: (lsn: number) => ReadonlyMap<number, number>;
  readonly trim: (maxBytes: number, before: number) => number | null;
  readonly trimmedLsn: () => number;
  /** Names of tables, as definitions give them, that changed or got another version after a position. */
  readonly changedSince: (lsn: number) => readonly string[];
  readonly bytes: () => number;
  readonly close: () => void;
}

const schema = `
  create table if not exists state (one integer primary key check (one = 1), generation text not null, system_id text not null, timeline integer not null,
    position integer not null, last_lsn integer not null, trimmed_lsn integer not null) strict;
  create table if not exists log (id integer primary key autoincrement, table_id integer not null, lsn integer not null, xid integer not null, op integer not null, body blob not null) strict;
  create index if not exists log_by_table on log (table_id, lsn, op);
  create table if not exists marks (at integer not null, id integer primary key, lsn integer not null, bytes integer not null) strict;
  create table if not exists tables (id integer primary key autoincrement, oid integer not null, name text not null, definition text not null,
    dropped_xid integer, bytes integer not null default 0, current integer not null default 1, began integer not null default 0) strict;
  create table if not exists shapes (handle text primary key, definition text not null, table_id integer not null, epoch integer not null, created_at integer not null,
    used_at integer not null, snapshot text) strict;
  create index if not exists shapes_by_definition on shapes (definition, table_id, epoch);`;

/** A table's entries after a position: found by the index, however long the log is. */
export const readSql = 'select lsn, xid, op as firstOp, body from log where table_id = ? and (lsn, op) > (?, ?) and lsn <= ? order by lsn, op limit ?';

const markBytes = 8 * 1024 * 1024;
const markMs = 60_000;

/** Opens the log, creating it the first time. */
export function openChangeLog(file: string): ChangeLog {
  const database = new Database(file);
  database.pragma('journal_mode = wal');
  database.pragma('synchronous = full');
  database.pragma('wal_autocheckpoint = 4000');
  database.pragma('journal_size_limit = 67108864');
  database.exec(schema);
  if (!database.prepare("select 1 from pragma_table_info('tables') where name = 'began'").get()) database.exec('alter table tables add column began integer not null default 0');
  // A write of any kind, so that the journal is there for good; from here on `sync` waits for the disk, and not this thread.
  database.pragma('user_version = 1');
  database.pragma('synchronous = normal');
  const journal = fs.openSync(`${file}-wal`, 'r+');

  const begin = database.prepare('begin immediate');
  const commit = database.prepare('commit');
  const insert = database.prepare('insert into log (table_id, lsn, xid, op, body) values (?, ?, ?, ?, ?)');
  const advance = database.prepare('update state set position = max(position, ?), last_lsn = max(last_lsn, ?)');
  const addBytes = database.prepare('update tables set bytes = bytes + ? where id = ?');
  const select = database.prepare(readSql);
  const selectAround = database.prepare('select lsn, xid, op as firstOp, body from log where table_id = ? and lsn = ? and op <= ? order by op desc limit 1');
  const selectTransaction = database.prepare('select id, table_id as "table", lsn, xid, op as firstOp, body from log where id > ? and lsn = ? order by id limit 1');
  const selectChanged = database
    .prepare('select name from tables t where current = 1 and (began >= @lsn or exists (select 1 from log where table_id = t.id and lsn > @lsn))')
    .pluck();
  const lastId = database.prepare('select coalesce(max(id), 0) from log').pluck();
  const firstIdFrom = database.prepare('select id from marks where lsn < ? order by lsn desc limit 1').pluck();
  const addMark = database.prepare('insert or ignore into marks (at, id, lsn, bytes) select ?, coalesce(max(id), 0), ?, ? from log');

  let total = Number(database.prepare('select coalesce(sum(bytes), 0) from marks').pluck().get());
  let sinceMark = 0;
  let trimmed = Number(database.prepare('select trimmed_lsn from state').pluck().get() ?? 0);
  let markedAt = 0;

  const write = (entry: LogEntry) => {
    insert.run(entry.table, entry.lsn, entry.xid, entry.firstOp, entry.body);
    addBytes.run(entry.body.length, entry.table);
    sinceMark += entry.body.length + 64;
  };
  const open = () => {
    if (!database.inTransaction) begin.run();
  };

  const log: ChangeLog = {
    database,
    state: () =>
      (database.prepare('select generation, system_id as systemId, timeline, position, last_lsn as lastLsn, trimmed_lsn as trimmedLsn from state').get() as LogState | undefined) ??
      null,
    reset: (state) => {
      database.transaction(() => {
        database.exec('delete from state; delete from log; delete from marks; delete from shapes; delete from tables;');
        database.prepare('insert into state values (1, ?, ?, ?, ?, ?, ?)').run(state.generation, state.systemId, state.timeline, state.position, state.lastLsn, state.trimmedLsn);
      })();
      total = 0;
      sinceMark = 0;
      trimmed = state.trimmedLsn;
    },
    setTimeline: (timeline) => void database.prepare('update state set timeline = ?').run(timeline),
    append: (entries, position, lastLsn, now) => {
      open();
      for (const entry of entries) write(entry);
      advance.run(position, lastLsn);
      if (sinceMark > markBytes || (sinceMark > 0 && now - markedAt > markMs)) {
        addMark.run(now, lastLsn, sinceMark);
        total += sinceMark;
        sinceMark = 0;
        markedAt = now;
      }
      commit.run();
    },
    stage: (entry) => {
      open();
      write(entry);
    },
    unstage: () => {
      if (database.inTransaction) database.exec('rollback');
    },
    setPosition: (position) => void advance.run(position, 0),
    sync: () => syncFile(journal),
    read: (table, after, upTo, limit) => (select.all(table, after.lsn, after.op, upTo, limit) as Omit<LogEntry, 'table'>[]).map((row) => ({ ...row, table })),
    readAround: (table, { lsn, op }) => {
      const row = selectAround.get(table, lsn, op) as Omit<LogEntry, 'table'> | undefined;
      return row === undefined ? [] : [{ ...row, table }];
    },
    lastId: () => Number(lastId.get()),
    readTransaction: (lsn, afterId) => (selectTransaction.get(afterId, lsn) as (LogEntry & { readonly id: number }) | undefined) ?? null,
    commitsFrom: (lsn) =>
      new Map(
        (database.prepare('select lsn, xid from log where id > ? and lsn >= ? group by lsn').all(Number(firstIdFrom.get(lsn) ?? 0), lsn) as { lsn: number; xid: number }[]).map(
          (row) => [row.lsn, row.xid],
        ),
      ),
    trim: (maxBytes, before) => {
      const marks = database.prepare('select at, id, lsn, bytes from marks order by id').all() as { at: number; id: number; lsn: number; bytes: number }[];
      let last: { id: number; lsn: number } | null = null;
      let kept = total + sinceMark;
      for (const mark of marks) {
        if ((kept <= maxBytes && mark.at >= before) || total + sinceMark - kept > 64 * markBytes) break;
        kept -= mark.bytes;
        last = mark;
      }
      if (last === null) return null;
      const { id, lsn } = last;
      database.transaction(() => {
        database.prepare('delete from log where id <= ?').run(id);
        database.prepare('delete from marks where id <= ?').run(id);
        database.prepare('update state set trimmed_lsn = max(trimmed_lsn, ?)').run(lsn);
      })();
      total = kept - sinceMark;
      trimmed = Math.max(trimmed, lsn);
      return lsn;
    },
    trimmedLsn: () => trimmed,
    changedSince: (lsn) => selectChanged.all({ lsn }) as readonly string[],
    bytes: () => total + sinceMark,
    close: () => {
      fs.closeSync(journal);
      database.close();
    },
  };
  return log;
}

const syncFile = promisify(fs.fdatasync);
