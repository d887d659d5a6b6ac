import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../../sync-server/db/new-id.ts';
import { openWriter } from '../../main/replica/open.ts';
import { figure, percentile, type Bench } from './bench.ts';
import { makeDeskBed, makeWholeDesk } from './support/desk.ts';

const calls = 300;

/** How long the first step of a call takes until it is in the replica for good; the audio of a call takes ten times that. */
export const benches: readonly Bench[] = [
  {
    names: ['journal'],
    run: async (context) => {
      const bed = await makeDeskBed(context, Math.min(context.rows, 20_000));
      const desk = await makeWholeDesk(context, bed, 'mary');
      await desk.caughtUp();
      const samples: number[] = [];
      for (let n = 0; n < calls; n++) {
        const facts = { pbx: 'main', sipCallId: newId(Date.now()), direction: 'inbound', number: `+2547${n}`, startedAt: new Date().toISOString() };
        const started = performance.now();
        const outcome = await desk.send('calls.start', facts);
        if (n >= 20) samples.push(performance.now() - started);
        if (!JSON.stringify(outcome).includes('"ok":true')) throw new Error(JSON.stringify(outcome));
        // A person's pace.
        await sleep(30);
      }
      await desk.close();
      await bed.close();
      return [
        figure('journal', percentile(samples, 0.99), 'ms p99', commits(context.directory), calls, 'ring → written for good; yardstick: one durable commit of plain better-sqlite3'),
      ];
    },
  },
];

function commits(directory: string): number {
  const db = openWriter({ file: path.join(directory, 'journal.db'), key: 'ab'.repeat(32) });
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE one (id INTEGER PRIMARY KEY, value TEXT); INSERT INTO one VALUES (1, NULL)');
  const update = db.prepare('UPDATE one SET value = ? WHERE id = 1');
  const samples = Array.from({ length: calls }, (_, n) => {
    const started = performance.now();
    update.run(`value ${n}`);
    return performance.now() - started;
  });
  db.close();
  return percentile(samples, 0.99);
}
