import * as fs from 'node:fs';
import { createServer, type Server } from 'node:http';
import * as os from 'node:os';
import * as path from 'node:path';
import { type Row, Shape, ShapeStream, type ShapeStreamInterface, type ShapeStreamOptions } from '@electric-sql/client';
import pg from 'pg';
import { createShapeEngine } from '../../sync-server/engine/engine.ts';
import { shapeListener } from '../../sync-server/engine/http.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import type { ShapeEngine, ShapeEngineOptions } from '../../sync-server/engine/types.ts';
import { freshDatabase } from '../support/postgres.ts';

/** A database with an engine before it and HTTP before that. */
export interface Bed {
  readonly url: string;
  readonly databaseUrl: string;
  readonly directory: string;
  readonly sql: (text: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>;
  readonly engine: () => ShapeEngine;
  readonly restart: (options?: Partial<ShapeEngineOptions>) => Promise<void>;
  readonly stopEngine: () => Promise<void>;
  readonly get: (params: Readonly<Record<string, string>>, init?: RequestInit) => Promise<Response>;
  readonly close: () => Promise<void>;
}

/** A table of most types, published. */
export const itemsSql = `
  create table items (id int primary key, tenant_id text not null, title text, amount numeric, done boolean, tags text[], at timestamptz, body text);
  alter table items replica identity full;
  create publication holdfast for table items;`;

/** Sets up a bed; the given SQL makes the tables and the publication `holdfast`. */
export async function makeBed(setup: string = itemsSql, options: Partial<ShapeEngineOptions> = {}): Promise<Bed> {
  const database = await freshDatabase();
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-engine-'));
  const pool = new pg.Pool({ connectionString: database.url, max: 8 });
  pool.on('error', () => {});
  await pool.query(setup);
  const slot = `slot_${path.basename(database.url)}`;
  const start = (extra: Partial<ShapeEngineOptions> = {}) =>
    createShapeEngine({
      databaseUrl: database.url,
      directory,
      publication: 'holdfast',
      slot,
      log: process.env['ENGINE_LOG'] === undefined ? silentLog : loud,
      ...options,
      ...extra,
    });
  let engine: ShapeEngine | null = await start();
  const current = () => {
    if (engine === null) throw new Error('the engine is stopped');
    return engine;
  };
  const server: Server = createServer(shapeListener((request) => current().handle(request)));
  const port = await listen(server);
  const url = `http://127.0.0.1:${port}/v1/shape`;
  const stopEngine = async () => {
    const running = engine;
    engine = null;
    await running?.stop();
  };
  return {
    url,
    databaseUrl: database.url,
    directory,
    sql: async (text, values = []) => (await pool.query<Record<string, unknown>>(text, [...values])).rows,
    engine: current,
    stopEngine,
    restart: async (extra) => {
      await stopEngine();
      engine = await start(extra);
    },
    get: (params, init) => fetch(`${url}?${new URLSearchParams(params)}`, init),
    close: async () => {
      await stopEngine();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await pool.end();
      await database.drop();
      fs.rmSync(directory, { recursive: true, force: true });
    },
  };
}

const loud = { info: console.log, warn: console.warn, error: console.error };

/** Listens on a free port of the loopback. */
export const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : 0);
    });
  });

/** A client's shape that is being followed. */
export interface Followed {
  readonly shape: Shape<Row>;
  readonly stream: ShapeStream<Row>;
  readonly refetches: () => number;
  readonly stop: () => void;
}

/** Follows a shape with the official client. */
export function follow(bed: Pick<Bed, 'url'>, options: Partial<ShapeStreamOptions> = {}): Followed {
  const aborter = new AbortController();
  let refetches = 0;
  const stream = new ShapeStream<Row>({ url: bed.url, signal: aborter.signal, ...options, params: { table: 'items', ...options.params } });
  stream.subscribe((messages) => {
    for (const { headers } of messages) if ('control' in headers && headers.control === 'must-refetch') refetches += 1;
  });
  // The client's types were not written for exactOptionalPropertyTypes.
  const plain = stream as unknown as ShapeStreamInterface<Row>;
  return { shape: new Shape(plain), stream, refetches: () => refetches, stop: () => aborter.abort() };
}

/** Waits until something holds. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, ms = 30_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${ms} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Rows that are collected from a stream's messages, strictly: an insert of a row that is there, or a change of one that is not, is an error. */
export interface Collected {
  readonly rows: ReadonlyMap<string, Row>;
  readonly stream: ShapeStream<Row>;
  readonly errors: readonly string[];
  readonly refetches: () => number;
  readonly stop: () => void;
}

/** Collects a shape; far lighter than the client's `Shape`, which copies all rows for each change. */
export function collect(bed: Pick<Bed, 'url'>, options: Partial<ShapeStreamOptions> = {}): Collected {
  const aborter = new AbortController();
  const rows = new Map<string, Row>();
  const errors: string[] = [];
  let refetches = 0;
  const stream = new ShapeStream<Row>({ url: bed.url, signal: aborter.signal, ...options, params: { table: 'items', ...options.params } });
  stream.subscribe((messages) => {
    for (const message of messages) {
      if (!('key' in message)) {
        if ('control' in message.headers && message.headers.control === 'must-refetch') {
          refetches += 1;
          rows.clear();
        }
        continue;
      }
      const { operation } = message.headers;
      if ((operation === 'insert') === rows.has(message.key)) errors.push(`${operation} ${message.key} at ${String(message.headers['lsn'])}`);
      if (operation === 'delete') rows.delete(message.key);
      else rows.set(message.key, { ...rows.get(message.key), ...message.value });
    }
  });
  return { rows, stream, errors, refetches: () => refetches, stop: () => aborter.abort() };
}
