import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '../../sync-server/db/migrate.ts';
import { demoPassword, harbour } from '../../sync-server/demo/people.ts';
import { seedDemo } from '../../sync-server/demo/seed.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { runHub } from '../support/run-hub.ts';
import { figure, percentile, type Bench } from './bench.ts';
import { makeIdleDesk } from './support/desk.ts';

const rounds = 5;
/** Milliseconds that the desk is up while somebody types a password. */
const typing = 2000;

/** A new desk of the demo tenant: how soon after signing in there is something to work with, and all there is. */
export const benches: readonly Bench[] = [
  {
    names: ['sign-in'],
    run: async (context) => {
      const database = await context.database();
      await migrate(database.url, silentLog);
      await seedDemo(database.url, silentLog);
      const hub = await runHub(['--home', path.join(context.directory, 'sign-in-hub'), '--port', '0'], { DATABASE_URL: database.url });
      const [list, all]: [number[], number[]] = [[], []];
      for (let round = 0; round < rounds; round++) {
        const desk = makeIdleDesk(context, hub.url);
        await sleep(typing);
        const started = performance.now();
        const outcome = await desk.core.signIn({ subdomain: harbour.subdomain, email: `amina@${harbour.subdomain}.holdfast.test`, password: demoPassword });
        if (!outcome.ok) throw new Error(outcome.message);
        const caughtUp = desk.caughtUp().then(() => all.push(performance.now() - started));
        await new Promise<void>((resolve) => {
          desk.watch('cases.list', { status: ['open', 'onHold', 'pending'] }, (page) => {
            if ((page as { readonly rows: readonly unknown[] }).rows.length > 0) resolve();
          });
        });
        list.push(performance.now() - started);
        await caughtUp;
        await desk.close();
      }
      await hub.end();
      await database.drop();
      // The first also waits for the hub to make its snapshots.
      const told = (times: readonly number[]) => `median of ${rounds}, the first ${times[0]?.toFixed(0)}`;
      return [
        figure('sign-in', percentile(all, 0.5), 'ms', 3000, rounds, `password sent → every table of the demo tenant on a new desk, ${told(all)}; yardstick: the 3 s allowed`),
        figure('sign-in-list', percentile(list, 0.5), 'ms', 3000, rounds, `password sent → the first open cases in the list, ${told(list)}`),
      ];
    },
  },
];
