import type { AnyRow } from '#domain/kernel/entity.ts';
import { snake, type EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import type Database from 'better-sqlite3';
import type { WriteDb } from './open.ts';
import { createRowCodec, toStoredValue, type RowCodec, type StoredRow } from './rows.ts';

/** Reads and writes the rows of a replica one by one, and remembers which of them changed. */
export interface Store {
  readonly codec: (entity: EntityName) => RowCodec;
  readonly get: (entity: EntityName, id: string) => StoredRow | null;
  /** Rows that are not deleted, by equality. */
  readonly find: (entity: EntityName, where: Readonly<Record<string, string>>) => readonly AnyRow[];
  readonly put: (entity: EntityName, id: string, row: StoredRow) => void;
  /** Writes some columns of a row; false where there is no such row. */
  readonly patch: (entity: EntityName, id: string, columns: StoredRow) => boolean;
  readonly remove: (entity: EntityName, id: string) => void;
  readonly changed: (entity: EntityName, id: string) => void;
  /** What changed since the last call; null for an entity with too many rows to name. */
  readonly takeChanges: () => Partial<Record<EntityName, readonly string[] | null>>;
}

const nameable = 1000;

/** The store on a writing connection. */
export function createStore(db: WriteDb): Store {
  const tables = new Map<EntityName, ReturnType<typeof createTable>>();
  const of = (entity: EntityName) => {
    const known = tables.get(entity) ?? createTable(db, entity);
    tables.set(entity, known);
    return known;
  };
  let changes = new Map<EntityName, Set<string>>();
  const changed = (entity: EntityName, id: string) => {
    const ids = changes.get(entity) ?? new Set();
    changes.set(entity, ids);
    if (ids.size <= nameable) ids.add(id);
  };
  return {
    codec: (entity) => of(entity).codec,
    get: (entity, id) => of(entity).get(id),
    find: (entity, where) => of(entity).find(where),
    put: (entity, id, row) => {
      of(entity).put(row);
      changed(entity, id);
    },
    patch: (entity, id, columns) => {
      const found = of(entity).patch(id, columns);
      if (found) changed(entity, id);
      return found;
    },
    remove: (entity, id) => {
      of(entity).remove(id);
      changed(entity, id);
    },
    changed,
    takeChanges: () => {
      const taken = [...changes].map(([entity, ids]) => [entity, ids.size > nameable ? null : [...ids]] as const);
      changes = new Map();
      return Object.fromEntries(taken);
    },
  };
}

function createTable(db: WriteDb, entity: EntityName) {
  const declared = entityOf[entity];
  const codec = createRowCodec(declared);
  const name = snake(entity);
  const list = codec.columns.join(', ');
  const statements = new Map<string, Database.Statement<unknown[]>>();
  const statement = (sql: string) => {
    const known = statements.get(sql) ?? db.prepare<unknown[]>(sql);
    statements.set(sql, known);
    return known;
  };
  const updates = codec.columns.filter((column) => column !== 'id').map((column) => `${column} = excluded.${column}`);
  const upsert = statement(`INSERT INTO ${name} (${list}) VALUES (${codec.columns.map(() => '?').join(', ')}) ON CONFLICT (id) DO UPDATE SET ${updates.join(', ')}`);
  const byId = statement(`SELECT ${list} FROM ${name} WHERE id = ?`);
  const drop = statement(`DELETE FROM ${name} WHERE id = ?`);
  return {
    codec,
    // SQLite answers exactly the columns asked for.
    get: (id: string) => (byId.get(id) as StoredRow | undefined) ?? null,
    find: (where: Readonly<Record<string, string>>) => {
      const keys = Object.keys(where);
      const found = statement(`SELECT ${list} FROM ${name} WHERE ${[...keys.map((key) => `${snake(key)} = ?`), 'deleted_at IS NULL'].join(' AND ')}`);
      const values = keys.map((key) => toStoredValue(declared.fields[key]?.kind ?? 'text', where[key]));
      return (found.all(...values) as StoredRow[]).map(codec.fromStored);
    },
    put: (row: StoredRow) => void upsert.run(...codec.columns.map((column) => row[column] ?? null)),
    patch: (id: string, columns: StoredRow) => {
      const named = Object.keys(columns).filter((column) => column !== 'id');
      if (named.length === 0) return byId.get(id) !== undefined;
      const update = statement(`UPDATE ${name} SET ${named.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`);
      return update.run(...named.map((column) => columns[column] ?? null), id).changes > 0;
    },
    remove: (id: string) => void drop.run(id),
  };
}
