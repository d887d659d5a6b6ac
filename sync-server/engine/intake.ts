import type { Catalog } from './catalog.ts';
import { Change, EntryWriter } from './change.ts';
import type { ChangeLog, LogEntry } from './change-log.ts';
import { decodeBegin, decodeCommit, decodeRelation, decodeTruncate, kinds, type Relation } from './pgoutput.ts';
import type { Table } from './table.ts';

/** A transaction that is stored and may be told. */
export interface Transaction {
  readonly lsn: number;
  readonly xid: number;
  readonly changes: readonly Change[];
  readonly count: number;
  readonly truncated: readonly Table[];
  /** Set when it was too large to hold: its changes are in the log only, behind this entry id. */
  readonly staged: { readonly afterId: number; readonly tables: readonly Table[] } | null;
}

/** Turns the replication stream into stored transactions. */
export interface Intake {
  readonly receive: (message: Buffer) => void;
  /** Stores everything complete so far, in one commit, and then announces it. */
  readonly flush: () => void;
  /** Where the stream stands: nothing that ends before is still outstanding. */
  readonly idle: () => boolean;
  readonly reset: () => void;
}

/** What the intake works on. */
export interface IntakeOptions {
  readonly changeLog: ChangeLog;
  readonly catalog: Catalog;
  readonly now: () => number;
  /** The commit of the last stored transaction; older ones are repeats. */
  readonly lastLsn: () => number;
  /** Sees every transaction that Postgres sends again, to check that history did not fork. */
  readonly onRepeated: (lsn: number, xid: number) => void;
  readonly onFresh: () => void;
  /** Asks for a fresh look at the catalog; messages wait until it is done. */
  readonly onUnknownRelation: (relation: Relation) => void;
  readonly onStored: (transactions: readonly Transaction[], end: number) => void;
}

const largeBytes = 8 * 1024 * 1024;
const entryBytes = 64 * 1024;

interface Open {
  readonly lsn: number;
  readonly xid: number;
  readonly repeated: boolean;
  readonly writers: Map<number, EntryWriter>;
  entries: LogEntry[];
  readonly tables: Map<number, Table>;
  readonly truncated: Table[];
  changes: Change[];
  op: number;
  count: number;
  bytes: number;
  stagedAfter: number | null;
}

/** Creates the intake of one replication stream. */
export function createIntake({ changeLog, catalog, now, lastLsn, onRepeated, onFresh, onUnknownRelation, onStored }: IntakeOptions): Intake {
  const relations = new Map<number, Relation>();
  let open: Open | null = null;
  let complete: Open[] = [];
  let end = 0;

  const entryOf = ({ lsn, xid }: Open, writer: EntryWriter): LogEntry => ({ table: writer.table.id, lsn, xid, firstOp: writer.firstOp, body: writer.body() });
  const entriesOf = (transaction: Open): readonly LogEntry[] => [...transaction.entries, ...[...transaction.writers.values()].map((writer) => entryOf(transaction, writer))];

  const flush = () => {
    if (complete.length === 0) return;
    const batch = complete;
    complete = [];
    const database = changeLog.database;
    const truncates = batch.some((transaction) => transaction.truncated.length > 0);
    if (truncates && !database.inTransaction) database.exec('begin immediate');
    const transactions = batch.map((transaction): Transaction => {
      const { lsn, xid, changes, count, truncated, stagedAfter, tables } = transaction;
      for (const table of truncated) if (catalog.isCurrent(table)) catalog.truncate(table, xid);
      return { lsn, xid, changes, count, truncated, staged: stagedAfter === null ? null : { afterId: stagedAfter, tables: [...tables.values()] } };
    });
    changeLog.append(batch.flatMap(entriesOf), end, batch.at(-1)?.lsn ?? 0, now());
    onStored(transactions, end);
  };

  /** A transaction too large for memory goes into the log piece by piece; only its commit makes it count. */
  const spill = (transaction: Open) => {
    if (transaction.stagedAfter === null) {
      flush();
      transaction.stagedAfter = changeLog.lastId();
    }
    for (const entry of entriesOf(transaction)) changeLog.stage(entry);
    transaction.writers.clear();
    transaction.entries = [];
    transaction.changes = [];
    transaction.bytes = 0;
  };

  const receiveChange = (message: Buffer, transaction: Open) => {
    const { op } = transaction;
    transaction.op += 2;
    if (transaction.repeated) return;
    const relation = relations.get(message.readUInt32BE(1));
    const table = relation === undefined ? null : catalog.match(relation);
    // Changes under columns that are no longer the table's: every snapshot of its present version has them.
    if (table === null) return;
    let writer = transaction.writers.get(table.id);
    if (writer !== undefined && writer.length > entryBytes) {
      transaction.entries.push(entryOf(transaction, writer));
      writer = undefined;
    }
    if (writer === undefined) {
      // Most transactions change one row: theirs fits exactly.
      writer = new EntryWriter(table, op, transaction.changes.length === 0 ? message.length + 8 : entryBytes);
      transaction.writers.set(table.id, writer);
      transaction.tables.set(table.id, table);
    }
    const copy = writer.add(op, message);
    transaction.count += 1;
    transaction.bytes += message.length + 200;
    transaction.changes.push(new Change(table, op, copy));
    if (transaction.bytes > largeBytes) spill(transaction);
  };

  const receive = (message: Buffer) => {
    switch (message[0]) {
      case kinds.begin: {
        const { lsn, xid } = decodeBegin(message);
        const repeated = lsn <= lastLsn() || lsn <= (complete.at(-1)?.lsn ?? 0);
        if (repeated) onRepeated(lsn, xid);
        else onFresh();
        open = { lsn, xid, repeated, writers: new Map(), entries: [], tables: new Map(), truncated: [], changes: [], op: 0, count: 0, bytes: 0, stagedAfter: null };
        return;
      }
      case kinds.relation: {
        const relation = decodeRelation(message);
        relations.set(relation.oid, relation);
        if (catalog.match(relation) === null) onUnknownRelation(relation);
        return;
      }
      case kinds.insert:
      case kinds.update:
      case kinds.delete:
        if (open !== null) receiveChange(message, open);
        return;
      case kinds.truncate:
        if (open === null || open.repeated) return;
        for (const oid of decodeTruncate(message)) {
          const table = catalog.byOid(oid);
          if (table !== undefined) open.truncated.push(table);
        }
        return;
      case kinds.commit: {
        if (open === null) return;
        end = Math.max(end, decodeCommit(message).end);
        if (!open.repeated && (open.changes.length > 0 || open.stagedAfter !== null || open.truncated.length > 0)) {
          if (open.stagedAfter !== null) spill(open);
          complete.push(open);
        }
        open = null;
        return;
      }
      default:
    }
  };

  return {
    receive,
    flush,
    idle: () => open === null && complete.length === 0,
    reset: () => {
      open = null;
      complete = [];
      end = 0;
      relations.clear();
      changeLog.unstage();
    },
  };
}
