import * as fs from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import * as path from 'node:path';
import type pg from 'pg';
import { readDefinition } from './catalog.ts';
import type { Projection } from './change.ts';
import { copySelect, createCopyJson } from './copy-json.ts';
import type { Filter } from './filter.ts';
import { parseSnapshot, type SnapshotBounds, visibilityOf } from './lsn.ts';
import { definitionText } from './catalog.ts';
import type { Table } from './table.ts';
import { quoteName } from './where/sql.ts';

/** Where a snapshot lies in the log: it holds everything up to `start`, some of what follows, and nothing from `end` on. */
export interface Bounds extends SnapshotBounds {
  readonly start: number;
  readonly end: number;
}

/** The table changed while a snapshot was about to be taken. */
export class TableChanged extends Error {}

/** What taking a snapshot needs from the engine. */
export interface SnapshotSource {
  readonly pool: pg.Pool;
  readonly lastLsn: () => number;
  /** Ids of the transactions handled most recently; a snapshot must see them all. */
  readonly recentXids: () => readonly number[];
}

const beginSql = `begin isolation level repeatable read read only;
  select pg_current_snapshot()::text as snapshot, (pg_current_wal_insert_lsn() - '0/0')::text as lsn`;
const attempts = 600;
const pauseMs = 25;

/** Opens a repeatable-read transaction whose snapshot sees all that the log holds so far. The caller ends it. */
export async function openSnapshot(source: SnapshotSource, table: Table): Promise<{ readonly client: pg.PoolClient; readonly bounds: Bounds }> {
  const client = await source.pool.connect();
  try {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const start = source.lastLsn();
      const recent = source.recentXids();
      // Two statements at once are two results, which pg's types do not know.
      const [, result] = (await client.query(beginSql)) as unknown as readonly pg.QueryResult<{ readonly snapshot: string; readonly lsn: string }>[];
      const bounds: Bounds = { ...parseSnapshot(result?.rows[0]?.snapshot ?? ''), start, end: Number(result?.rows[0]?.lsn ?? 0) };
      const sees = visibilityOf(bounds);
      // A commit reaches the replication stream a moment before others can see it.
      if (recent.every(sees) && (table.truncatedBy === null || sees(table.truncatedBy))) {
        if ((await readDefinition(client, table.oid)) !== definitionText(table)) throw new TableChanged(`Table ${table.name} has changed.`);
        return { client, bounds };
      }
      await client.query('rollback');
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    throw new Error('Postgres does not show transactions that it has replicated.');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    client.release(error instanceof TableChanged ? undefined : true);
    throw error;
  }
}

/** The query of a shape's rows. */
export const rowsSql = (projection: Projection, filter: Filter, rest = ''): string =>
  `select ${copySelect(projection)} from only ${quoteName(projection.table.schema)}.${quoteName(projection.table.name)} where ${filter.sql}${rest}`;

const copyData = 0x64;

/**
 * Runs a COPY and hands over each line, where it lies in what came; a promise pauses the socket until it is kept.
 * An object for each message, as pg makes, would cost as much as all the rest: pg gets what is not a line, as ever.
 */
export async function copyOut(client: pg.PoolClient, sql: string, onLine: (bytes: Buffer, start: number, end: number) => Promise<void> | null): Promise<void> {
  const { stream } = (client as pg.PoolClient & { readonly connection: pg.Connection }).connection;
  const [toPg] = stream.listeners('data') as unknown as readonly ((bytes: Buffer) => void)[];
  if (toPg === undefined) throw new Error('Connection terminated');
  let failure: unknown = null;
  let waiting = 0;
  const hand = (bytes: Buffer, start: number, end: number) => {
    const pending = failure === null ? onLine(bytes, start, end) : null;
    if (pending === null) return;
    waiting += 1;
    stream.pause();
    pending
      .catch((error: unknown) => (failure = error))
      .finally(() => {
        waiting -= 1;
        if (waiting === 0) stream.resume();
      });
  };
  let parts: Buffer[] = [];
  let held = 0;
  let needed = 0;
  const scan = (bytes: Buffer) => {
    for (let at = 0; at < bytes.length; at += needed) {
      needed = bytes.length - at < 5 ? 5 : 1 + bytes.readUInt32BE(at + 1);
      if (at + needed > bytes.length) {
        parts = [bytes.subarray(at)];
        held = bytes.length - at;
      } else if (bytes[at] === copyData) hand(bytes, at + 5, at + needed);
      else toPg(bytes.subarray(at, at + needed));
    }
  };
  /** A message that began in an earlier part is completed first: it alone is copied. */
  const take = (part: Buffer) => {
    let at = 0;
    while (held > 0 && at < part.length) {
      const piece = part.subarray(at, at + needed - held);
      parts.push(piece);
      held += piece.length;
      at += piece.length;
      if (held < needed) return;
      held = 0;
      scan(Buffer.concat(parts));
    }
    scan(part.subarray(at));
  };
  stream.off('data', toPg);
  stream.on('data', take);
  try {
    await client.query(`copy (${sql}) to stdout`);
  } finally {
    stream.off('data', take);
    stream.on('data', toPg);
  }
  if (failure !== null) throw failure;
}

/** A snapshot's rows in chunks of ready-made JSON, on disk unless they are few; chunks can be read while later ones are written. */
export interface Rows {
  /** The chunk's size and whether it is the last; null when there is none of that number; rejects when writing failed. */
  readonly chunk: (index: number) => Promise<{ readonly bytes: number; readonly last: boolean } | null>;
  readonly read: (index: number) => AsyncIterable<Buffer> | Buffer;
  readonly bytes: () => number;
}

/** What is kept about rows that are completely written. */
export interface RowsRecord {
  readonly chunks: readonly number[];
  /** The only chunk itself, when it is small: most shapes are, and files cost more than such rows. */
  readonly text?: string;
}

const chunkBytes = 10 * 1000 * 1000;
const readBytes = 256 * 1024;
const textBytes = 8 * 1024;

const fileOf = (directory: string, index: number) => path.join(directory, `${index}.json`);

/** Opens the file only when somebody reads. */
async function* readChunk(directory: string, index: number): AsyncGenerator<Buffer> {
  yield* createReadStream(fileOf(directory, index), { highWaterMark: readBytes }) as AsyncIterable<Buffer>;
}

/** Opens rows that were written before. */
export const openRows = (directory: string, { chunks, text }: RowsRecord): Rows => ({
  chunk: (index) => {
    const bytes = chunks[index];
    return Promise.resolve(bytes === undefined ? null : { bytes, last: index === chunks.length - 1 });
  },
  read: (index) => (text === undefined ? readChunk(directory, index) : Buffer.from(text)),
  bytes: () => chunks.reduce((sum, bytes) => sum + bytes, 0),
});

/** Writes rows to disk from an open snapshot, which it ends; `done` resolves when they would survive a power cut. */
export function writeRows(
  client: pg.PoolClient,
  directory: string,
  projection: Projection,
  filter: Filter,
  bounds: Bounds,
): { readonly rows: Rows; readonly done: Promise<RowsRecord> } {
  const sizes: number[] = [];
  let text: string | undefined;
  let finished = false;
  let failure: Error | null = null;
  let wake = Promise.withResolvers<void>();
  const changed = () => {
    wake.resolve();
    wake = Promise.withResolvers();
  };

  const files: fs.FileHandle[] = [];
  const put = async (index: number, parts: readonly Buffer[]) => {
    if (index === 0) await fs.mkdir(directory, { recursive: true });
    const file = await fs.open(fileOf(directory, index), 'w');
    files.push(file);
    await file.writev(parts);
    sizes[index] = lengthOf(parts);
    changed();
  };

  const run = async (): Promise<RowsRecord> => {
    const json = createCopyJson(projection, chunkBytes);
    let count = 0;
    let writing = Promise.resolve();
    try {
      await copyOut(client, rowsSql(projection, filter), (...line) => {
        const full = json.write(...line);
        if (full === null) return null;
        const before = writing;
        const index = count;
        count += 1;
        writing = before.then(() => put(index, [open, full, close])).then(() => json.reuse(full));
        writing.catch(() => {});
        return before;
      });
      await client.query('commit');
      client.release();
      await writing;
      const last = json.take();
      const { xmin, xmax, xip } = bounds;
      const endMessage = Buffer.from(`${last.length > 0 ? ',' : ''}${JSON.stringify({ headers: { control: 'snapshot-end', xmin, xmax, xip_list: xip } })}]`);
      const parts = [open, last, endMessage];
      if (count === 0 && lengthOf(parts) <= textBytes) {
        text = Buffer.concat(parts).toString();
        sizes.push(lengthOf(parts));
      } else await put(count, parts);
      finished = true;
      changed();
      for (const file of files) await file.datasync();
      return { chunks: sizes, ...(text === undefined ? {} : { text }) };
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
      changed();
      if (!finished) client.release(true);
      throw failure;
    } finally {
      for (const file of files) await file.close().catch(() => {});
    }
  };

  const rows: Rows = {
    chunk: async (index) => {
      for (;;) {
        const bytes = sizes[index];
        const known = sizes.length;
        if (bytes !== undefined && (finished || known > index + 1)) return { bytes, last: finished && known === index + 1 };
        if (finished) return null;
        if (failure !== null) throw failure;
        await wake.promise;
      }
    },
    read: (index) => (text === undefined ? readChunk(directory, index) : Buffer.from(text)),
    bytes: () => sizes.reduce((sum, bytes) => sum + bytes, 0),
  };
  const done = run();
  done.catch(() => {});
  return { rows, done };
}

const lengthOf = (parts: readonly Buffer[]) => parts.reduce((sum, part) => sum + part.length, 0);
const open = Buffer.from('[');
const close = Buffer.from(']');
