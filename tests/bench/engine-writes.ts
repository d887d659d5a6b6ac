import * as http from 'node:http';
import pg from 'pg';
import { type Bench, figure, percentile } from './bench.ts';
import { type EngineBed, get, insertMessages, makeEngineBed, type Place, placeOf } from './support/engine.ts';

const shapes = 50;
const seconds = 10;
const writers = 4;

interface Delivery {
  readonly rows: () => number;
  readonly lags: number[];
  readonly stop: () => Promise<void>;
}

/** Follows 50 shapes `tenant_id = 'N'` by long-poll, counting rows and how long they were on the way. */
async function followShapes(bed: EngineBed): Promise<Delivery> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: shapes * 2 });
  let rows = 0;
  let stopped = false;
  const lags: number[] = [];
  const loops = await Promise.all(
    Array.from({ length: shapes }, async (_, tenant) => {
      const params = { table: 'messages', where: `tenant_id = '${tenant}'` };
      let place: Place = placeOf(await get(agent, bed.engine.url, { ...params, offset: 'now' }));
      return async () => {
        while (!stopped) {
          const answer = await get(agent, bed.engine.url, { ...params, ...place, live: 'true' });
          if (answer.status !== 200) throw new Error(`status ${answer.status}: ${answer.text}`);
          const at = Date.now();
          place = placeOf(answer);
          for (const [, sent] of answer.text.matchAll(/"note":"(\d+)"/g)) lags.push(at - Number(sent));
          for (let from = answer.text.indexOf('"operation":"insert"'); from >= 0; from = answer.text.indexOf('"operation":"insert"', from + 20)) rows += 1;
        }
      };
    }),
  );
  const running = Promise.allSettled(loops.map((loop) => loop()));
  return {
    rows: () => rows,
    lags,
    stop: async () => {
      stopped = true;
      agent.destroy();
      await running;
    },
  };
}

/** Writes transactions as fast as Postgres takes them, and says how many rows it wrote. */
async function write(bed: EngineBed, transaction: (client: pg.Client, n: number) => Promise<number>): Promise<number> {
  let rows = 0;
  const until = performance.now() + seconds * 1_000;
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      const client = new pg.Client({ connectionString: bed.databaseUrl });
      await client.connect();
      for (let n = writer; performance.now() < until; n += writers) {
        const written = await transaction(client, n);
        rows += written;
      }
      await client.end();
    }),
  );
  return rows;
}

const oneRow = async (client: pg.Client, n: number) => {
  await client.query({
    name: 'one',
    text: `insert into messages (tenant_id, conversation_id, author_id, direction, channel, body, sent_at, version, note) values ($1, gen_random_uuid(), gen_random_uuid(), 'inbound', 'email', repeat(md5($1), 4), now(), 1, $2)`,
    values: [String(n % shapes), String(Date.now())],
  });
  return 1;
};

const thousandRows = async (client: pg.Client, n: number) => {
  await client.query({ name: 'thousand', text: insertMessages(shapes), values: [n * 1_000, n * 1_000 + 999] });
  return 1_000;
};

/** Whether delivery keeps up with writing. */
export const benches: readonly Bench[] = [
  {
    names: ['txn-50-shapes'],
    run: async (context) => {
      const bed = await makeEngineBed(context);
      const delivery = await followShapes(bed);
      const before = await bed.engine.stats();
      const written = await write(bed, oneRow);
      const delivered = delivery.rows();
      const { cpu } = await bed.engine.stats();
      await delivery.stop();
      await bed.close();
      const busy = (cpu.user + cpu.system - before.cpu.user - before.cpu.system) / 1e6 / seconds;
      return [
        figure(
          'txn-50-shapes',
          delivered / seconds,
          'rows/s',
          written / seconds,
          written,
          `delivered by the end of the writing; yardstick: written at full speed; engine ${Math.round(busy * 100)} % of a core`,
        ),
        figure('txn-50-shapes-lag-p99', percentile(delivery.lags, 0.99), 'ms', null, delivered, `p50 ${percentile(delivery.lags, 0.5)} ms`),
      ];
    },
  },
  {
    names: ['bulk-50-shapes'],
    run: async (context) => {
      const bed = await makeEngineBed(context);
      const delivery = await followShapes(bed);
      const before = await bed.engine.stats();
      const started = performance.now();
      const written = await write(bed, thousandRows);
      const writing = (performance.now() - started) / 1_000;
      const delivered = delivery.rows();
      while (delivery.rows() < written) await new Promise((resolve) => setTimeout(resolve, 5));
      const all = (performance.now() - started) / 1_000;
      const { cpu } = await bed.engine.stats();
      const busy = (cpu.user + cpu.system - before.cpu.user - before.cpu.system) / 1e6 / all;
      await delivery.stop();
      await bed.close();
      return [
        figure(
          'bulk-50-shapes',
          written / all,
          'rows/s',
          written / writing,
          written,
          `until the last row is there; yardstick: written at full speed; ${Math.round((100 * delivered) / written)} % there when the writing ended; engine ${Math.round(busy * 100)} % of a core`,
        ),
      ];
    },
  },
];
