import { type ChildProcess, fork } from 'node:child_process';
import * as http from 'node:http';
import * as path from 'node:path';
import pg from 'pg';
import type { BenchContext } from '../bench.ts';

/** An engine in a process of its own. */
export interface EngineProcess {
  readonly url: string;
  readonly port: number;
  readonly stats: () => Promise<{ readonly rss: number; readonly cpu: NodeJS.CpuUsage; readonly stats: Readonly<Record<string, number>> }>;
  readonly stop: () => Promise<void>;
}

/** Starts an engine on a database with the publication `holdfast`. */
export async function startEngineProcess(databaseUrl: string, directory: string): Promise<EngineProcess> {
  const name = path.basename(databaseUrl);
  const child: ChildProcess = fork(path.join(import.meta.dirname, '../../engine/engine-process.ts'), [databaseUrl, path.join(directory, `engine-${name}`), `bench_${name}`], {
    execPath: process.execPath,
  });
  const hear = <T>() =>
    new Promise<T>((resolve, reject) => {
      const failed = () => reject(new Error('the engine ended'));
      child.once('exit', failed);
      child.once('message', (message) => {
        child.off('exit', failed);
        resolve(message as T);
      });
    });
  const { port } = await hear<{ port: number }>();
  return {
    url: `http://127.0.0.1:${port}/v1/shape`,
    port,
    stats: () => {
      const answer = hear<{ rss: number; cpu: NodeJS.CpuUsage; stats: Record<string, number> }>();
      child.send('stats');
      return answer;
    },
    stop: () =>
      new Promise((resolve) => {
        child.removeAllListeners('exit');
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

/** A database with a table of message-sized rows, an engine on it, and connections to both. */
export interface EngineBed {
  readonly engine: EngineProcess;
  readonly databaseUrl: string;
  readonly pool: pg.Pool;
  readonly close: () => Promise<void>;
}

/** A row of it takes about 300 B in the table. */
export const messagesSql = `
  create table messages (id uuid primary key default gen_random_uuid(), tenant_id text not null, conversation_id uuid, author_id uuid, direction text, channel text, body text,
    sent_at timestamptz, is_read boolean, version int, note text, archived_at timestamptz);
  alter table messages replica identity full;
  create publication holdfast for table messages;`;

/** Inserts rows of it. */
export const insertMessages = (tenants: number): string => `insert into messages (tenant_id, conversation_id, author_id, direction, channel, body, sent_at, is_read, version)
  select (n % ${tenants})::text, gen_random_uuid(), gen_random_uuid(), 'inbound', 'email', 'Dear sir, "your" order ' || n || ' — ' || repeat(md5(n::text), 4), now() - n * interval '1 s', n % 2 = 0, 1
  from generate_series($1::int, $2::int) n`;

/** Sets the bed up. */
export async function makeEngineBed(context: BenchContext, rows = 0): Promise<EngineBed> {
  const database = await context.database();
  const pool = new pg.Pool({ connectionString: database.url, max: 16 });
  await pool.query(messagesSql);
  for (let done = 0; done < rows; done += 100_000) await pool.query(insertMessages(50), [done + 1, Math.min(done + 100_000, rows)]);
  if (rows > 0) await pool.query('vacuum analyze messages');
  const engine = await startEngineProcess(database.url, context.directory);
  return {
    engine,
    pool,
    databaseUrl: database.url,
    close: async () => {
      await engine.stop();
      await pool.end();
      await database.drop();
    },
  };
}

/** A bare HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly bytes: number;
  readonly text: string;
}

/** Gets over a kept-alive connection; keeps the body only when asked to. */
export function get(agent: http.Agent, url: string, params: Readonly<Record<string, string>>, keep = true): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.get(`${url}?${new URLSearchParams(params)}`, { agent }, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (keep) chunks.push(chunk);
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, text: Buffer.concat(chunks).toString() }));
      response.on('error', reject);
    });
    request.on('error', reject);
  });
}

/** Where a reader of a shape stands. */
export interface Place {
  readonly handle: string;
  readonly offset: string;
}

/** The place that an answer leads to. */
export const placeOf = ({ headers }: Answer): Place => ({ handle: String(headers['electric-handle']), offset: String(headers['electric-offset']) });
