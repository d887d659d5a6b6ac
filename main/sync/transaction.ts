import type { WriteDb } from '../replica/open.ts';

/** Runs work in one write transaction; what `durable` work commits survives a power cut. */
export type Transact = <Result>(durable: boolean, work: () => Result) => Result;

/** The transactions of a replica. `onRollback` puts memory back in step with the file, `onCommit` announces what changed. */
export function createTransact(db: WriteDb, { onCommit, onRollback }: { readonly onCommit: () => void; readonly onRollback: () => void }): Transact {
  return (durable, work) => {
    // What the hub sent can be fetched again, so only a person's own work waits for the disk.
    db.pragma(`synchronous = ${durable ? 'FULL' : 'NORMAL'}`);
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
    onCommit();
    return result;
  };
}
