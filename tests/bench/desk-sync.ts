import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { migrateReplica } from '../../main/replica/migrate.ts';
import { openWriter } from '../../main/replica/open.ts';
import { figure, percentile, type Bench, type BenchContext } from './bench.ts';
import { fillCases, makeBenchDesk, makeDeskBed, makeWholeDesk, type BenchDesk, type DeskBed } from './support/desk.ts';

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
  {
    names: ['live-query-p99'],
    run: async (context) => {
      const bed = await makeDeskBed(context, 1000);
      await fillCases(bed.admin, bed.world, 500);
      const desk = await makeWholeDesk(context, bed, 'abel');
      await desk.caughtUp();
      const id = String((await bed.admin.query<{ id: string }>('select id from cases limit 1')).rows[0]?.id);
      let shown = () => {};
      let wanted = '';
      desk.watch('cases.get', { id }, (value) => {
        if ((value as { readonly title?: string } | null)?.title === wanted) shown();
      });
      const commit = (title: string) => bed.admin.query(`update cases set title = $2, version = version + 1 where id = $1`, [id, title]);
      const samples: number[] = [];
      for (let n = 0; n < 520; n++) {
        wanted = `Title ${n}`;
        const isShown = new Promise<void>((resolve) => (shown = resolve));
        const started = performance.now();
        // From the acknowledged commit; an answer that is there before the acknowledgement counts as none.
        let committed = started;
        await Promise.all([commit(wanted).then(() => (committed = performance.now())), isShown]);
        if (n >= 20) samples.push(Math.max(0, performance.now() - committed));
        // Answers come at most once a frame; the next is to be the first of its own.
        await sleep(40);
      }
      const notified = await notifyAndFetch(bed, id, commit);
      await desk.close();
      await bed.close();
      return [
        figure(
          'live-query-p99',
          percentile(samples, 0.99),
          'ms p99',
          percentile(notified, 0.99),
          samples.length,
          'commit → answer at a desk’s bridge; yardstick: LISTEN/NOTIFY and a fetch',
        ),
        figure('live-query-p50', percentile(samples, 0.5), 'ms p50', percentile(notified, 0.5), samples.length),
      ];
    },
  },
  {
    names: ['command-local', 'query-during-sync'],
    run: async (context) => {
      const notes = Math.min(context.rows, 500_000);
      const bed = await makeDeskBed(context, notes);
      await fillCases(bed.admin, bed.world, 2000);
      await makeSnapshots(context, bed);
      const desk = await makeWholeDesk(context, bed, 'mary');
      const ask = async () => {
        const started = performance.now();
        await desk.query('cases.list', { limit: 50 });
        return performance.now() - started;
      };
      const during: number[] = [];
      while (desk.core.status().firstSync !== null || desk.core.status().caughtUpAt === null) {
        if (desk.core.status().firstSync?.some(({ entity, done }) => entity === 'cases' && done)) during.push(await ask());
        await sleep(5);
      }
      const idle: number[] = [];
      for (let n = 0; n < Math.max(200, during.length); n++) {
        idle.push(await ask());
        await sleep(5);
      }
      context.say(`${during.length} queries during the sync`);
      const id = String((await bed.admin.query<{ id: string }>('select id from cases limit 1')).rows[0]?.id);
      let shown = () => {};
      let wanted = '';
      let seen = '';
      desk.watch('cases.get', { id }, (value) => {
        seen = String((value as { readonly title?: string } | null)?.title);
        if (seen === wanted) shown();
      });
      while (seen === '') await sleep(5);
      const local: number[] = [];
      for (let n = 0; n < 520; n++) {
        const base = seen;
        wanted = `Mine ${n}`;
        const isShown = new Promise<void>((resolve) => (shown = resolve));
        const started = performance.now();
        void desk.send('cases.update', { id, patch: { title: wanted }, base: { title: base } });
        await isShown;
        if (n >= 20) local.push(performance.now() - started);
        // A person’s pace: what the command before set off is over.
        await sleep(60);
      }
      await desk.close();
      await bed.close();
      const commits = plainCommits(context);
      return [
        figure('command-local', percentile(local, 0.99), 'ms p99', percentile(commits, 0.99), notes, 'command → own screen; yardstick: one durable commit of plain better-sqlite3'),
        figure('command-local-p50', percentile(local, 0.5), 'ms p50', percentile(commits, 0.5), notes),
        figure(
          'query-during-sync',
          percentile(during, 0.99),
          'ms p99',
          percentile(idle, 0.99),
          notes,
          'yardstick: the same list when nothing else happens; the hub has its snapshots and gets the processor time that the desk leaves',
        ),
      ];
    },
  },
];

/** Milliseconds from a commit until a listener has fetched the row it was told of. */
async function notifyAndFetch({ admin, databaseUrl }: DeskBed, id: string, commit: (title: string) => Promise<unknown>): Promise<readonly number[]> {
  const listener = new pg.Client({ connectionString: databaseUrl });
  await listener.connect();
  await listener.query('listen bench');
  const samples: number[] = [];
  for (let n = 0; n < 300; n++) {
    const told = new Promise<void>((resolve) => listener.once('notification', () => resolve()));
    await admin.query('begin');
    await commit(`Notified ${n}`);
    await admin.query(`notify bench`);
    const committed = admin.query('commit').then(() => performance.now());
    await told;
    await listener.query('select title, status, version from cases where id = $1', [id]);
    samples.push(Math.max(0, performance.now() - (await committed)));
    await sleep(5);
  }
  await listener.end();
  return samples;
}

/** Milliseconds of one durable commit of one row. */
function plainCommits({ directory }: BenchContext): readonly number[] {
  const db = openWriter({ file: path.join(directory, 'commits.db'), key: 'ab'.repeat(32) });
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE one (id INTEGER PRIMARY KEY, value TEXT); INSERT INTO one VALUES (1, NULL)');
  const update = db.prepare('UPDATE one SET value = ? WHERE id = 1');
  const samples = Array.from({ length: 500 }, (_, n) => {
    const started = performance.now();
    update.run(`value ${n}`);
    return performance.now() - started;
  });
  db.close();
  return samples;
}

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

/**
 * A hub and its database do not take a desk's processor in life. Here the hub has made its snapshots for a desk before,
 * so that Postgres has nothing to do, and gets what the measured desk leaves over.
 */
async function makeSnapshots(context: BenchContext, bed: DeskBed): Promise<void> {
  const before = await makeBenchDesk(context, bed, 'mary');
  const done = before.caughtUp();
  await before.open();
  await done;
  await before.close();
  const { pid = 0 } = bed.hub.child;
  const tasks = `/proc/${pid}/task`;
  // Where a priority belongs to a thread, each has to be told.
  for (const thread of fs.existsSync(tasks) ? fs.readdirSync(tasks) : [pid]) os.setPriority(Number(thread), os.constants.priority.PRIORITY_LOW);
}
