import Database from 'better-sqlite3';
import { join } from 'node:path';

/** Keeps a home for one process: two writers of one replica would undo each other. The system itself ends the lock with the process. */
export function lockHome(home: string): () => void {
  const lock = new Database(join(home, 'home.lock'), { timeout: 0 });
  try {
    lock.pragma('journal_mode = DELETE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    if (cause instanceof Error && 'code' in cause && cause.code === 'SQLITE_BUSY')
      throw new Error(`another desk already runs in ${home}: stop it, or give this one its own --home`, { cause });
    throw cause;
  }
  return () => lock.close();
}
