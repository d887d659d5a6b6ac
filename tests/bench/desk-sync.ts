import * as path from 'node:path';
import { migrateReplica } from '../../main/replica/migrate.ts';
import { openWriter } from '../../main/replica/open.ts';
import { figure, percentile, type Bench, type BenchContext } from './bench.ts';
import { makeBenchDesk, makeDeskBed, type BenchDesk } from './support/desk.ts';

/** A desk's first sync, beside plain inserts of the same rows into the same encrypted table with its indexes and search. */
export const benches: readonly Bench[] = [
  {
    names: ['initial-sync'],
    run: async (context) => {
      const bed = await makeDeskBed(context, context.rows);
      const desk = await makeBenchDesk(context, bed, 'mary');
      const started = performance.now();
      const done = desk.caughtUp();
      await desk.open();
      await done;
      const seconds = (performance.now() - started) / 1000;
      const reader = desk.reader();
      const held = reader.prepare<[], number>('SELECT count(*) FROM notes').pluck().get();
      if (held !== context.rows) throw new Error(`the desk holds ${held} of ${context.rows} notes`);
      const plain = plainInserts(context, reader);
      reader.close();
      await desk.close();
      await bed.close();
      const speed = context.rows / seconds;
      return [
        figure('initial-sync', speed, 'rows/s', plain, context.rows, 'yardstick: plain better-sqlite3 inserts into the same table, indexes and search'),
        figure('initial-sync-time', seconds, 's', null, context.rows),
      ];
    },
  },
];

/** Rows a second that one prepared insert a row reaches, in transactions of 10,000. */
function plainInserts({ directory, rows }: BenchContext, from: ReturnType<BenchDesk['reader']>): number {
  const db = openWriter({ file: path.join(directory, 'plain.db'), key: 'ab'.repeat(32) });
  migrateReplica(db);
  const columns = from.prepare<[], string>(`SELECT name FROM pragma_table_info('notes')`).pluck().all();
  const insert = db.prepare(`INSERT INTO notes (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
  const page = from.prepare<[number], unknown[]>(`SELECT ${columns.join(', ')} FROM notes WHERE rowid > ? ORDER BY rowid LIMIT 10000`).raw();
  let seconds = 0;
  for (let at = 0; at < rows; at += 10_000) {
    const batch = page.all(at);
    const started = performance.now();
    db.exec('BEGIN');
    for (const row of batch) insert.run(row);
    db.exec('COMMIT');
    seconds += (performance.now() - started) / 1000;
  }
  const speed = rows / seconds;
  db.close();
  return speed;
}
void percentile;
