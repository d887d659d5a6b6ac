import type { WriteDb } from '../replica/open.ts';

/** Runs work in one write transaction; what `durable` work commits survives a power cut. */
export type Transact = <Result>(durable: boolean, work: () => Result) => Result;

interface Hooks {
  /** Told whether the work was durable. */
  readonly onCommit: (durable: boolean) => void;
  readonly onRollback: () => void;
}

/** Durable commits after which the journal is written back, and milliseconds for which that waits. */
const commitsBetween = 250;
const calm = 200;

/** The transactions of a replica. `onRollback` puts memory back in step with the file, `onCommit` announces what changed. */
export function createTransact(
  db: WriteDb,
  { onCommit, onRollback }: Hooks,
): { readonly transact: Transact; readonly letJournalGrow: (grows: boolean) => void; readonly stop: () => void } {
  let wasDurable: boolean | null = null;
  let pages = 4000;
  let commits = 0;
  let timer: NodeJS.Timeout | null = null;
  const writeBack = () => {
    timer = null;
    if (db.open) db.pragma('wal_checkpoint(PASSIVE)');
  };
  const prepare = (durable: boolean) => {
    if (durable !== wasDurable) {
      // What the hub sent can be fetched again, so only a person's own work waits for the disk.
      db.pragma(`synchronous = ${durable ? 'FULL' : 'NORMAL'}`);
      // Nobody waits while the journal is written back: not within a person's command.
      db.pragma(`wal_autocheckpoint = ${durable ? 0 : pages}`);
      wasDurable = durable;
    }
    if (!durable) return;
    commits += 1;
    if (commits % commitsBetween === 0) timer ??= setTimeout(writeBack, calm);
  };
  return {
    transact: (durable, work) => {
      prepare(durable);
      db.exec('BEGIN IMMEDIATE');
      let result;
      try {
        result = work();
        db.exec('COMMIT');
      } catch (error) {
        if (db.inTransaction) db.exec('ROLLBACK');
        onRollback();
        throw error;
      }
      onCommit(durable);
      return result;
    },
    letJournalGrow: (grows) => {
      // While rows pour in, pages that are written again and again then reach the file once.
      pages = grows ? 16_000 : 4000;
      wasDurable = null;
    },
    stop: () => {
      if (timer) clearTimeout(timer);
    },
  };
}
