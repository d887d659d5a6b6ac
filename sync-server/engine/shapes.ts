import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type { Catalog } from './catalog.ts';
import { Projection } from './change.ts';
import type { ChangeLog } from './change-log.ts';
import { type Ask, prepareFilter } from './filter.ts';
import { visibilityOf } from './lsn.ts';
import type { Log } from './log.ts';
import { type Bounds, openRows, openSnapshot, type Rows, type RowsRecord, type SnapshotSource, TableChanged, writeRows } from './snapshot.ts';
import { schemaHeader, type Table } from './table.ts';
import { DefinitionError, keyOf, type Prepared, type Shape, type ShapeDefinition } from './shape.ts';

/** Keeps shapes under their handles, and makes new ones. */
export interface Shapes {
  /** The present shape of a definition, made when there is none; with its rows when asked for. */
  readonly current: (definition: ShapeDefinition, withRows: boolean) => Promise<Shape>;
  /** The shape of a handle, if it is of this definition and its table's present version. */
  readonly byHandle: (handle: string, definition: ShapeDefinition) => Promise<Shape | null>;
  readonly isCurrent: (shape: Shape) => boolean;
  readonly prepare: (definition: ShapeDefinition) => Promise<Prepared>;
  readonly sweep: () => Promise<void>;
  readonly reset: () => Promise<void>;
  readonly count: () => number;
}

/** What shapes are made from. */
export interface ShapesOptions {
  readonly changeLog: ChangeLog;
  readonly catalog: Catalog;
  readonly source: SnapshotSource;
  readonly ask: Ask;
  readonly directory: string;
  readonly log: Log;
  readonly now: () => number;
  readonly generation: () => string;
  readonly refreshCatalog: () => Promise<void>;
  readonly isReady: () => boolean;
  readonly maxAgeMs: number;
}

interface StoredSnapshot extends Bounds {
  readonly tableBytes: number;
  readonly rows: RowsRecord | null;
}

interface ShapeRow {
  readonly handle: string;
  readonly definition: string;
  readonly table_id: number;
  readonly epoch: number;
  readonly created_at: number;
  readonly snapshot: string;
}

const snapshotMs = 24 * 3_600_000;
const forgetMs = 10 * 60_000;
const purgeEvery = 20;
const minLogBytes = 32 * 1024 * 1024;

/** Opens the shapes that the log knows. */
export function createShapes({ changeLog, catalog, source, ask, directory, log, now, generation, refreshCatalog, isReady, maxAgeMs }: ShapesOptions): Shapes {
  const { database } = changeLog;
  const byHandle = new Map<string, Shape>();
  const byKey = new Map<string, Shape>();
  const making = new Map<string, Promise<Shape>>();
  const projections = new Map<string, Projection>();
  const select = database.prepare('select * from shapes where handle = ?');
  const selectNewest = database.prepare('select * from shapes where definition = ? and table_id = ? order by epoch desc limit 1');
  const insert = database.prepare('insert into shapes (handle, definition, table_id, epoch, created_at, used_at, snapshot) values (?, ?, ?, ?, ?, ?, ?)');
  const updateSnapshot = database.prepare('update shapes set snapshot = ? where handle = ?');
  const touch = database.prepare('update shapes set used_at = ? where handle = ?');
  const tableBytes = database.prepare('select bytes from tables where id = ?').pluck();

  let sweptAt = 0;
  let sweeps = 0;

  const isCurrent = (shape: Shape) => catalog.isCurrent(shape.table);
  const directoryOf = (handle: string) => path.join(directory, handle);

  const prepare = async (definition: ShapeDefinition): Promise<Prepared> => {
    const table = catalog.find(definition.schema, definition.table);
    if (table === undefined && (!isReady() || catalog.isReturning(definition.schema, definition.table)))
      throw new TableChanged(`Table ${definition.table} is not there at the moment.`);
    if (table === undefined) throw new DefinitionError('table', `Table "${definition.schema}"."${definition.table}" does not exist or is not published.`);
    const projection = projectionOf(table, definition);
    const filter = await prepareFilter(definition.where, table, new Map(definition.params), ask);
    return { table, projection, filter };
  };

  const projectionOf = (table: Table, { columns, full }: ShapeDefinition): Projection => {
    const numbers = columns === null ? table.columns.map((_, index) => index) : columns.map((name) => table.columnIndex.get(name) ?? -1);
    const unknown = columns?.filter((_, index) => numbers[index] === -1) ?? [];
    if (unknown.length > 0) throw new DefinitionError('columns', `The following columns could not be found: ${unknown.join(', ')}`);
    const missing = table.key.filter((column) => !numbers.includes(column)).map((column) => table.columns[column]?.name);
    if (missing.length > 0) throw new DefinitionError('columns', `The list of columns must include all primary key columns, missing: ${missing.join(', ')}`);
    const sorted = [...new Set(numbers)].toSorted((a, b) => a - b);
    const key = `${table.id}:${full}:${sorted.join()}`;
    const known = projections.get(key);
    if (known !== undefined) return known;
    const made = new Projection(table, sorted, full);
    projections.set(key, made);
    return made;
  };

  const remember = (shape: Shape, isNewest: boolean) => {
    byHandle.set(shape.handle, shape);
    if (isNewest) byKey.set(shape.key, shape);
    return shape;
  };

  const assemble = (row: ShapeRow, stored: StoredSnapshot, definition: ShapeDefinition, prepared: Prepared, rows: Rows | null): Shape => {
    const sees = visibilityOf(stored);
    const { filter, projection, table } = prepared;
    return {
      handle: row.handle,
      key: row.definition,
      definition,
      ...prepared,
      bounds: stored,
      createdAt: row.created_at,
      start: stored.start,
      tableBytes: stored.tableBytes,
      schema: schemaHeader(table, projection.columns),
      matches: (candidate) => filter.test(candidate) === true,
      hasSeen: (lsn, xid) => lsn < stored.end && sees(xid),
      rows,
      usedAt: now(),
    };
  };

  const load = async (row: ShapeRow): Promise<Shape> => {
    const stored = JSON.parse(row.snapshot) as StoredSnapshot;
    const rows = stored.rows === null ? null : openRows(directoryOf(row.handle), stored.rows);
    const definition = JSON.parse(row.definition) as ShapeDefinition;
    return assemble(row, stored, definition, await prepare(definition), rows);
  };

  const create = async (key: string, definition: ShapeDefinition, withRows: boolean): Promise<Shape> => {
    const prepared = await prepare(definition);
    const { table } = prepared;
    const bytes = Number(tableBytes.get(table.id) ?? 0);
    const { client, bounds } = await openSnapshot(source, table).catch(async (error: unknown) => {
      if (error instanceof TableChanged) await refreshCatalog();
      throw error;
    });
    const previous = selectNewest.get(key, table.id) as ShapeRow | undefined;
    const epoch = (previous?.epoch ?? 0) + 1;
    const handle = createHash('sha256')
      .update(JSON.stringify([generation(), table.id, table.oid, key, epoch]))
      .digest('hex')
      .slice(0, 32);
    const stored: StoredSnapshot = { ...bounds, tableBytes: bytes, rows: null };
    const row: ShapeRow = { handle, definition: key, table_id: table.id, epoch, created_at: now(), snapshot: JSON.stringify(stored) };
    insert.run(handle, key, table.id, epoch, row.created_at, row.created_at, row.snapshot);
    // A handle that has gone out must never name another snapshot, not even after a power cut.
    await changeLog.sync().catch((error: unknown) => {
      client.release(true);
      throw error;
    });
    if (definition.changesOnly || !withRows) {
      await client.query('commit');
      client.release();
      return remember(assemble(row, stored, definition, prepared, null), true);
    }
    const { rows, done } = writeRows(client, directoryOf(handle), prepared.projection, prepared.filter, bounds);
    const shape = remember(assemble(row, stored, definition, prepared, rows), true);
    done.then(
      (record) => {
        if (database.open) updateSnapshot.run(JSON.stringify({ ...stored, rows: record }), handle);
      },
      (error: Error) => {
        shape.rows = null;
        log.warn({ table: table.name, error: error.message }, 'a snapshot could not be written');
      },
    );
    return shape;
  };

  /** A snapshot is too old when the log no longer continues it, or continues it at such length that a new one is cheaper. */
  const isFresh = (shape: Shape) => {
    if (shape.start < changeLog.trimmedLsn()) return false;
    if (shape.definition.changesOnly) return true;
    if (now() - shape.createdAt > snapshotMs) return false;
    return Number(tableBytes.get(shape.table.id) ?? 0) - shape.tableBytes < Math.max(minLogBytes, shape.rows?.bytes() ?? 0);
  };

  const isUsable = (shape: Shape, withRows: boolean) => isCurrent(shape) && (!withRows || ((shape.definition.changesOnly || shape.rows !== null) && isFresh(shape)));

  const findOrCreate = async (key: string, definition: ShapeDefinition, withRows: boolean): Promise<Shape> => {
    const table = catalog.find(definition.schema, definition.table);
    const row = table === undefined ? undefined : (selectNewest.get(key, table.id) as ShapeRow | undefined);
    if (row !== undefined && row.handle !== byKey.get(key)?.handle) {
      const loaded = remember(byHandle.get(row.handle) ?? (await load(row)), true);
      if (isUsable(loaded, withRows)) return loaded;
    }
    return create(key, definition, withRows);
  };

  const current = async (definition: ShapeDefinition, withRows: boolean): Promise<Shape> => {
    const key = keyOf(definition);
    for (;;) {
      const known = byKey.get(key);
      if (known !== undefined && isUsable(known, withRows)) {
        known.usedAt = now();
        return known;
      }
      const running = making.get(key);
      if (running === undefined) break;
      await running;
    }
    const started = findOrCreate(key, definition, withRows).finally(() => making.delete(key));
    making.set(key, started);
    return started;
  };

  return {
    current,
    prepare,
    isCurrent,
    byHandle: async (handle, definition) => {
      const key = keyOf(definition);
      let shape = byHandle.get(handle);
      if (shape === undefined) {
        const row = select.get(handle) as ShapeRow | undefined;
        if (row === undefined || row.definition !== key || catalog.find(definition.schema, definition.table)?.id !== row.table_id) return null;
        shape = byHandle.get(handle) ?? remember(await load(row), false);
      }
      if (shape.key !== key || !isCurrent(shape)) return null;
      shape.usedAt = now();
      return shape;
    },
    sweep: async () => {
      const idle = now() - forgetMs;
      database.transaction(() => {
        for (const shape of byHandle.values()) if (shape.usedAt > sweptAt) touch.run(shape.usedAt, shape.handle);
      })();
      for (const shape of byHandle.values()) {
        if (shape.usedAt > idle && isCurrent(shape)) continue;
        byHandle.delete(shape.handle);
        if (byKey.get(shape.key) === shape) byKey.delete(shape.key);
      }
      sweptAt = now();
      for (const key of projections.keys()) if (![...byHandle.values()].some((shape) => key.startsWith(`${shape.table.id}:`))) projections.delete(key);
      if (sweeps % purgeEvery === 0) database.prepare('delete from shapes where used_at < ? or table_id not in (select id from tables where current = 1)').run(now() - maxAgeMs);
      sweeps += 1;
      // Files without a shape that may hand them out: replaced, expired or never finished.
      for (const handle of await fs.readdir(directory).catch(() => [])) {
        if (byHandle.has(handle)) continue;
        const row = select.get(handle) as ShapeRow | undefined;
        const isNewest = row !== undefined && (selectNewest.get(row.definition, row.table_id) as ShapeRow | undefined)?.handle === handle;
        if (row !== undefined && isNewest && now() - row.created_at < snapshotMs && (JSON.parse(row.snapshot) as StoredSnapshot).rows !== null) continue;
        if (row !== undefined) updateSnapshot.run(JSON.stringify({ ...(JSON.parse(row.snapshot) as StoredSnapshot), rows: null }), handle);
        await fs.rm(directoryOf(handle), { recursive: true, force: true });
      }
    },
    reset: async () => {
      byHandle.clear();
      byKey.clear();
      projections.clear();
      await fs.rm(directory, { recursive: true, force: true });
    },
    count: () => byHandle.size,
  };
}
