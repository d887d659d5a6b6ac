import { randomUUID } from 'node:crypto';
import * as http from 'node:http';
import { ShapeStream } from '@electric-sql/client';
import pg from 'pg';
import { type Bench, figure, percentile } from './bench.ts';
import { type EngineBed, get, makeEngineBed, type Place, placeOf } from './support/engine.ts';

const samples = 1_000;
const pauseMs = 4;
const insertSql = `insert into messages (id, tenant_id, body, sent_at) values ($1, '1', 'hello', now())`;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Milliseconds until each row arrived, from the sending of COMMIT and from its acknowledgement. */
interface Latencies {
  readonly sent: readonly number[];
  readonly acknowledged: readonly number[];
}

/** Commits one row after the other. */
async function latencies(bed: EngineBed, arrivals: Map<string, (at: number) => void>): Promise<Latencies> {
  const client = new pg.Client({ connectionString: bed.databaseUrl });
  await client.connect();
  const sentTimes: number[] = [];
  const acknowledgedTimes: number[] = [];
  for (let n = 0; n < samples + 50; n += 1) {
    const id = randomUUID();
    const arrived = new Promise<number>((resolve) => arrivals.set(id, resolve));
    await client.query('begin');
    await client.query(insertSql, [id]);
    const sent = performance.now();
    const [acknowledged, at] = await Promise.all([client.query('commit').then(() => performance.now()), arrived]);
    if (n >= 50) {
      sentTimes.push(at - sent);
      // A row that is there before the acknowledgement counts as none.
      acknowledgedTimes.push(Math.max(0, at - acknowledged));
    }
    arrivals.delete(id);
    await sleep(pauseMs);
  }
  await client.end();
  return { sent: sentTimes, acknowledged: acknowledgedTimes };
}

async function shapeLatencies(bed: EngineBed, liveSse: boolean): Promise<Latencies> {
  const arrivals = new Map<string, (at: number) => void>();
  const aborter = new AbortController();
  const stream = new ShapeStream({ url: bed.engine.url, params: { table: 'messages', where: `tenant_id = '1'` }, liveSse, signal: aborter.signal });
  await new Promise<void>((resolve) => {
    stream.subscribe((messages) => {
      const at = performance.now();
      for (const message of messages) {
        if ('key' in message) arrivals.get(String(message.value['id']))?.(at);
        else if (message.headers.control === 'up-to-date') resolve();
      }
    });
  });
  const times = await latencies(bed, arrivals);
  aborter.abort();
  return times;
}

async function notifyLatencies(bed: EngineBed): Promise<Latencies> {
  const arrivals = new Map<string, (at: number) => void>();
  await bed.pool.query(`create function tell() returns trigger language plpgsql as $$ begin perform pg_notify('messages', new.id::text); return new; end $$;
    create trigger tell after insert on messages for each row execute function tell()`);
  const listener = new pg.Client({ connectionString: bed.databaseUrl });
  await listener.connect();
  await listener.query('listen messages');
  listener.on('notification', ({ payload = '' }) => {
    void listener.query('select * from messages where id = $1', [payload]).then(() => arrivals.get(payload)?.(performance.now()));
  });
  const times = await latencies(bed, arrivals);
  await listener.end();
  await bed.pool.query('drop trigger tell on messages');
  return times;
}

/** Commit to the last of many readers of one shape. */
async function fanOut(bed: EngineBed, readers: number, rounds: number): Promise<readonly number[]> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: readers });
  const params = { table: 'messages' };
  let place: Place = placeOf(await get(agent, bed.engine.url, { ...params, offset: 'now' }));
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    let last = 0;
    const waiting = Array.from({ length: readers }, async () => {
      const answer = await get(agent, bed.engine.url, { ...params, ...place, live: 'true' });
      if (answer.status !== 200 || !answer.text.includes('"insert"')) throw new Error(`status ${answer.status}: ${answer.text.slice(0, 200)}`);
      last = performance.now();
      return answer;
    });
    while ((await bed.engine.stats()).stats['waiting'] !== readers) await sleep(20);
    const sent = performance.now();
    await bed.pool.query(insertSql, [randomUUID()]);
    const [first] = await Promise.all(waiting);
    if (first !== undefined) place = placeOf(first);
    if (round > 1) times.push(last - sent);
  }
  agent.destroy();
  return times;
}

/** The same number of waiting requests answered by nothing but Node. */
async function bareFanOut(readers: number, rounds: number): Promise<readonly number[]> {
  const waiting: http.ServerResponse[] = [];
  const body = Buffer.alloc(600, 'x');
  const server = http.createServer((_request, response) => void waiting.push(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/`;
  const agent = new http.Agent({ keepAlive: true, maxSockets: readers });
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    let last = 0;
    const answers = Array.from({ length: readers }, () => get(agent, url, {}).then(() => (last = performance.now())));
    while (waiting.length < readers) await sleep(5);
    const sent = performance.now();
    for (const response of waiting.splice(0)) response.writeHead(200, { 'content-length': body.length }).end(body);
    await Promise.all(answers);
    if (round > 1) times.push(last - sent);
  }
  agent.destroy();
  server.close();
  return times;
}

const fanOutBench = (name: string, readers: number): Bench => ({
  names: [name],
  run: async (context) => {
    const bed = await makeEngineBed(context);
    const rounds = 22;
    const bare = percentile(await bareFanOut(readers, rounds), 0.5);
    const times = await fanOut(bed, readers, rounds);
    await bed.close();
    return [
      figure(
        name,
        percentile(times, 0.5),
        'ms',
        bare,
        readers,
        `p50 of ${times.length} rounds, p95 ${percentile(times, 0.95).toFixed(1)}; yardstick: bare Node in the client's process`,
      ),
    ];
  },
});

/** How soon a commit reaches those who wait. */
export const benches: readonly Bench[] = [
  {
    names: ['live-p50', 'live-p95', 'live-p99'],
    run: async (context) => {
      const bed = await makeEngineBed(context);
      const polled = await shapeLatencies(bed, false);
      const streamed = await shapeLatencies(bed, true);
      const notified = await notifyLatencies(bed);
      await bed.close();
      return [0.5, 0.95, 0.99].flatMap((share) => {
        const one = (name: string, of: (times: Latencies) => readonly number[], times: Latencies, note: string) =>
          figure(`${name}-p${share * 100}`, percentile(of(times), share), 'ms', percentile(of(notified), share), samples, note);
        return [
          one('live', ({ sent }) => sent, polled, 'COMMIT sent → callback, long-poll; yardstick: LISTEN/NOTIFY + fetch'),
          one('live-acknowledged', ({ acknowledged }) => acknowledged, polled, 'the same from the acknowledgement of COMMIT on: what Postgres and its disk take is left out'),
          one('live-sse', ({ sent }) => sent, streamed, 'COMMIT sent → callback, SSE'),
        ];
      });
    },
  },
  {
    names: ['ddl-refetch'],
    run: async (context) => {
      const bed = await makeEngineBed(context, 1_000);
      const agent = new http.Agent({ keepAlive: true });
      const times: number[] = [];
      for (let round = 0; round < 12; round += 1) {
        const place = placeOf(await get(agent, bed.engine.url, { table: 'messages', offset: 'now' }));
        const live = get(agent, bed.engine.url, { table: 'messages', ...place, live: 'true' });
        await sleep(50 + Math.random() * 500);
        const sent = performance.now();
        await bed.pool.query(`alter table messages add column extra${round} text`);
        if ((await live).status !== 409) throw new Error('the live request did not end in 409');
        await get(agent, bed.engine.url, { table: 'messages', offset: '-1' });
        times.push(performance.now() - sent);
      }
      agent.destroy();
      await bed.close();
      return [
        figure(
          'ddl-refetch',
          Math.max(...times),
          'ms',
          2_000,
          times.length,
          `worst: ALTER TABLE without a change of rows → refetched; p50 ${percentile(times, 0.5).toFixed(0)}; yardstick: the 2 s allowed`,
        ),
      ];
    },
  },
  fanOutBench('fanout-200', 200),
  fanOutBench('fanout-1000', 1_000),
];
