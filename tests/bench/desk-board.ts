import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { QueueNow } from '#domain/calls/queries.ts';
import { Extension } from '#domain/telephony/extension.ts';
import { Queue } from '#domain/telephony/queue.ts';
import pg from 'pg';
import { roleUrl } from '../../sync-server/db/roles.ts';
import { deskPlace, startPbx, whyNoPbx } from '../support/pbx.ts';
import { putRow } from '../support/put-row.ts';
import { figure, percentile, type Bench } from './bench.ts';
import { makeDeskBed, makeWholeDesk } from './support/desk.ts';

const callers = 200;
const agents = Array.from({ length: 50 }, (_, index) => String(1001 + index));
const seconds = 40;

/** A real PBX whose queue is full, a hub that follows it, and a supervisor's desk that shows the board. */
export const benches: readonly Bench[] = [
  {
    names: ['board-lag'],
    run: async (context) => {
      const why = await whyNoPbx();
      if (why !== null) {
        context.say(`left out: ${why}`);
        return [];
      }
      // One program answers for all agents, and one calls for all callers: seventy would be what is measured.
      const place = deskPlace();
      const pbx = await startPbx({
        agents: agents.map((extension) => ({ extension, secret: randomBytes(8).toString('hex'), deskPhone: place })),
        queues: [{ name: 'support', number: '500', members: agents, ringSeconds: 10 }],
      });
      // The hub looks for a PBX beside its home.
      fs.mkdirSync(path.join(context.directory, 'pbx'), { recursive: true });
      const account = path.join(context.directory, 'pbx/pbx.json');
      const bed = await makeDeskBed(context, 0);
      const pool = new pg.Pool({ connectionString: roleUrl(bed.databaseUrl, 'serve') });
      const userId = bed.world.idOf('users', 'email', bed.world.email('abel'));
      await putRow({ pool, world: bed.world }, Queue, { name: 'Support', asteriskQueueName: 'support' });
      for (const number of agents) await putRow({ pool, world: bed.world }, Extension, { number, userId, sipUser: number });
      fs.writeFileSync(account, JSON.stringify({ subdomain: bed.world.subdomain, wsUrl: pbx.wsUrl, domain: pbx.domain, ami: pbx.ami, history: pbx.history }));
      const desk = await makeWholeDesk(context, bed, 'mary');
      await desk.caughtUp();

      const lags: number[] = [];
      const seen = new Set<string>();
      let isMeasured = false;
      const note = (what: string, at: string | null, now: number) => {
        if (at === null || seen.has(what)) return;
        seen.add(what);
        if (isMeasured) lags.push(now - Date.parse(at));
      };
      desk.watch('queues.board', { since: new Date().toISOString() }, (value) => {
        const now = Date.now();
        for (const { stays } of value as readonly QueueNow[])
          for (const { id, joinedAt, connectedAt } of stays) {
            note(`${id} joined`, joinedAt, now);
            note(`${id} connected`, connectedAt, now);
          }
      });
      try {
        await pbx.carrier(place, { rings: 0.5, talks: 10, hertz: null });
        await pbx.call({ to: '500', from: '+4930900', seconds: 90, crowd: callers, hertz: null });
        context.say(`${agents.length} agents are there, ${callers} callers are coming`);
        const isFull = async () => Number(/(\d+) active call/.exec(await pbx.console('core show channels count'))?.[1]) >= callers;
        for (const until = Date.now() + 120_000; !(await isFull()) && Date.now() < until;) await sleep(500);
        isMeasured = true;
        await sleep(seconds * 1000);
        const held = await pbx.console('core show channels count');
        context.say(`${lags.length} comings and answers in ${seconds} s; ${held.split('\n').slice(0, 3).join(', ').trim()}`);
      } finally {
        await desk.close();
        await pool.end();
        await pbx.stop();
        fs.rmSync(account);
        await bed.close();
      }
      return [
        figure(
          'board-lag',
          percentile(lags, 0.99),
          'ms p99',
          250,
          lags.length,
          `${callers} callers, ${agents.length} agents: the PBX’s own time of an event → on a supervisor’s board; yardstick: the budget`,
        ),
        figure('board-lag-p50', percentile(lags, 0.5), 'ms p50', null, lags.length),
      ];
    },
  },
];
