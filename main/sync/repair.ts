import Database from 'better-sqlite3';
import * as fs from 'node:fs';
import { migrateReplica } from '../replica/migrate.ts';
import { openReader, openWriter, ReplicaFault, type Place, type WriteDb } from '../replica/open.ts';
import type { Journal, JournalEntry } from './journal.ts';

/** The device's own tables: what no hub can give back. */
const keepsakes = ['outbox', 'review', 'drafts', 'numbers_used', 'settled', 'meta'] as const;
type Keepsake = (typeof keepsakes)[number];
type Keepsakes = Readonly<Record<Keepsake, readonly Readonly<Record<string, unknown>>[]>>;

/** A replica that is open, and what a person must know about how. */
export interface Opened {
  readonly db: WriteDb;
  readonly notice: string | null;
  /** Nothing of the hub is in it yet. */
  readonly isFresh: boolean;
}

/** Opens the replica; a damaged one is set aside under a name with the date, and what only this device knows moves to a new one. */
export function openOrRebuild(place: Place, directory: string | undefined, now: () => number): Opened {
  try {
    return { ...openMigrated(place, directory), notice: null };
  } catch (error) {
    if (!(error instanceof ReplicaFault) || error.code !== 'replica.corrupted') throw error;
    return rebuild(place, directory, now);
  }
}

/** Sets a damaged replica aside and begins a new one. */
export function rebuild(place: Place, directory: string | undefined, now: () => number): Opened {
  const saved = salvage(place);
  const aside = `${place.file}.damaged-${new Date(now()).toISOString().replaceAll(':', '-').slice(0, 19)}`;
  for (const end of ['', '-wal', '-shm']) if (fs.existsSync(place.file + end)) fs.renameSync(place.file + end, aside + end);
  const { db } = openMigrated(place, directory);
  restore(db, saved);
  return { db, isFresh: true, notice: `The replica was damaged and is being fetched again. The damaged file is kept as ${aside}.` };
}

/** Brings the journal and the outbox to the same commands; a replica that lost its outbox gets it from the journal. */
export function reconcileJournal(db: WriteDb, journal: Journal, isFresh: boolean): readonly string[] {
  const held = db.prepare('SELECT id, name, args, at, drawn, "after", entity, row_id AS rowId FROM outbox ORDER BY seq').all() as readonly (Omit<JournalEntry, 'after'> & {
    after: string;
  })[];
  const decided = new Set(db.prepare<[], string>('SELECT command_id FROM review').pluck().all());
  const known = new Set(held.map(({ id }) => id));
  const journalled = new Set(journal.entries().map(({ id }) => id));
  for (const entry of held) if (!journalled.has(entry.id)) journal.append({ ...entry, after: JSON.parse(entry.after) });
  const lost = journal.entries().filter(({ id }) => !known.has(id) && !decided.has(id));
  if (!isFresh) {
    // A transaction that never committed, or a command that has settled since.
    journal.drop(lost.map(({ id }) => id));
    return [];
  }
  const insert = db.prepare(`INSERT INTO outbox (id, name, args, at, drawn, "after", state, entity, row_id) VALUES (?, ?, ?, ?, ?, ?, 'sent', ?, ?)`);
  db.transaction(() => {
    for (const { id, name, args, at, drawn, after, entity, rowId } of lost) insert.run(id, name, args, at, drawn, JSON.stringify(after), entity, rowId);
  }).immediate();
  return lost.map(({ id }) => id);
}

function openMigrated(place: Place, directory: string | undefined): { readonly db: WriteDb; readonly isFresh: boolean } {
  const db = openWriter(place);
  try {
    migrateReplica(db, directory);
    const isFresh = db.prepare('SELECT 1 FROM meta LIMIT 1').get() === undefined;
    return { db, isFresh };
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && /CORRUPT|NOTADB/.test(error.code)) throw new ReplicaFault('replica.corrupted', 'The replica is damaged.', error);
    throw error;
  }
}

/** Whatever can still be read, row by row: one bad page costs the rows on it and no others. */
function salvage(place: Place): Keepsakes {
  const saved = { outbox: [], review: [], drafts: [], numbers_used: [], settled: [], meta: [] } satisfies Keepsakes as Record<Keepsake, Readonly<Record<string, unknown>>[]>;
  let db;
  try {
    db = openReader(place);
  } catch {
    return saved;
  }
  for (const table of keepsakes)
    for (const direction of ['ASC', 'DESC']) {
      const rows = saved[table];
      const have = new Set(rows.map((row) => JSON.stringify(row)));
      try {
        // Read from both ends: whatever lies beyond a damaged page is reached from the other side.
        for (const row of db.prepare<[], Readonly<Record<string, unknown>>>(`SELECT * FROM ${table} ORDER BY rowid ${direction}`).iterate())
          if (!have.has(JSON.stringify(row))) rows.push(row);
      } catch {
        continue;
      }
    }
  db.close();
  return saved;
}

function restore(db: WriteDb, saved: Keepsakes): void {
  db.transaction(() => {
    for (const table of keepsakes)
      for (const row of saved[table].toSorted((one, other) => Number(one['seq'] ?? 0) - Number(other['seq'] ?? 0))) {
        // The rows of an answer are gone with the file: what was accepted is asked for again by its id.
        const kept = table === 'outbox' ? { ...row, state: 'sent', lsn: null, lookups: '[]' } : row;
        const columns = Object.keys(kept);
        const values = columns.map((column) => (kept as Readonly<Record<string, unknown>>)[column]);
        db.prepare(`INSERT OR IGNORE INTO ${table} (${columns.map((column) => `"${column}"`).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`).run(...values);
      }
  }).immediate();
}
