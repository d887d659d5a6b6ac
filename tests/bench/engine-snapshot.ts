import * as http from 'node:http';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { type Bench, figure } from './bench.ts';
import { get, makeEngineBed, placeOf } from './support/engine.ts';

/** A whole table over raw HTTP, beside a bare COPY of it. */
export const benches: readonly Bench[] = [
  {
    names: ['snapshot-raw'],
    run: async (context) => {
      context.say(`filling ${context.rows} rows`);
      const bed = await makeEngineBed(context, context.rows);
      const agent = new http.Agent({ keepAlive: true });
      const copy = async () => {
        const client = new pg.Client({ connectionString: bed.databaseUrl });
        await client.connect();
        const started = performance.now();
        const stream = client.query(copyTo('copy messages to stdout'));
        for await (const _chunk of stream);
        const seconds = (performance.now() - started) / 1000;
        await client.end();
        return seconds;
      };
      const fetchAll = async () => {
        const started = performance.now();
        let answer = await get(agent, bed.engine.url, { table: 'messages', offset: '-1' }, false);
        let bytes = answer.bytes;
        while (answer.headers['electric-up-to-date'] === undefined) {
          answer = await get(agent, bed.engine.url, { table: 'messages', ...placeOf(answer) }, false);
          if (answer.status !== 200) throw new Error(`status ${answer.status}`);
          bytes += answer.bytes;
        }
        return { seconds: (performance.now() - started) / 1000, bytes };
      };
      await copy();
      const bare = Math.min(await copy(), await copy());
      const cold = await fetchAll();
      const { rss } = await bed.engine.stats();
      const warm = await fetchAll();
      agent.destroy();
      await bed.close();
      return [
        figure('snapshot-raw', cold.seconds, 's', bare, context.rows, `cold, ${Math.round(cold.bytes / 1e6)} MB; yardstick: bare COPY`),
        figure('snapshot-raw-warm', warm.seconds, 's', bare, context.rows, 'from the stored snapshot'),
        figure('snapshot-raw-rss', rss / 1e6, 'MB', null, context.rows, 'resident memory of the engine afterwards'),
      ];
    },
  },
];
