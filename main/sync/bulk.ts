import { snake, type EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import type { WriteDb } from '../replica/open.ts';
import { createRowCodec } from '../replica/rows.ts';
import { searchIndexOf, searchTriggers } from '../replica/search.ts';
import { giveWay } from './right-of-way.ts';
import type { WireChange } from './shape-reader.ts';
import type { State } from './state.ts';

/** Rows of one insert statement, and rows that one step of indexing takes. */
const rowsAtOnce = 50;
const indexStepRows = 20_000;
const mergePages = 300;

/** Puts off indexes and search of a table that is about to be filled: built afterwards they cost a third. */
export function deferIndexes({ db }: State, entity: EntityName): void {
  const table = snake(entity);
  const found = db.prepare(`SELECT type, name, sql FROM sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL AND type IN ('index', 'trigger')`).all(table) as readonly {
    type: string;
    name: string;
    sql: string;
  }[];
  for (const { type, name } of found) db.exec(`DROP ${type} "${name}"`);
  const indexes = found.filter(({ type }) => type === 'index').map(({ sql }) => sql);
  db.prepare('UPDATE shapes SET deferred = ?, indexed_to = 0 WHERE entity = ?').run(JSON.stringify(indexes), entity);
}

/** Inserts whole rows as fast as SQLite takes them. */
export function createBulkInsert(db: WriteDb, entity: EntityName): (changes: readonly WireChange[]) => void {
  const codec = createRowCodec(entityOf[entity]);
  const place = `(${codec.columns.map(() => '?').join(',')})`;
  const updates = codec.columns.filter((column) => column !== 'id').map((column) => `${column} = excluded.${column}`);
  const prepare = (rows: number) =>
    db.prepare<unknown[]>(
      `INSERT INTO ${snake(entity)} (${codec.columns.join(', ')}) VALUES ${Array(rows).fill(place).join(',')} ON CONFLICT (id) DO UPDATE SET ${updates.join(', ')}`,
    );
  const many = prepare(rowsAtOnce);
  const one = prepare(1);
  return (changes) => {
    let at = 0;
    for (; at + rowsAtOnce <= changes.length; at += rowsAtOnce) {
      const values: (number | string | null)[] = [];
      for (let n = at; n < at + rowsAtOnce; n++) codec.valuesFromWire(changes[n]?.value ?? {}, values);
      many.run(values);
      giveWay();
    }
    for (; at < changes.length; at++) {
      const values: (number | string | null)[] = [];
      codec.valuesFromWire(changes[at]?.value ?? {}, values);
      one.run(values);
    }
  };
}

/** One step of building what was put off, in a transaction of its own; true when all is built. */
export function indexStep(state: State, entity: EntityName): boolean {
  const { db, positions } = state;
  const done = state.transact(false, () => {
    const position = positions.get(entity);
    if (!position || position.phase === 'ready') return true;
    const { deferred, indexed_to } = db.prepare('SELECT deferred, indexed_to FROM shapes WHERE entity = ?').get(entity) as { deferred: string; indexed_to: number };
    const [next, ...rest]: readonly string[] = JSON.parse(deferred);
    if (next) {
      db.exec(next);
      db.prepare('UPDATE shapes SET deferred = ? WHERE entity = ?').run(JSON.stringify(rest), entity);
      return false;
    }
    if (searchStep(db, entity, position.phase === 'loading', indexed_to)) {
      positions.set(entity, { ...position, phase: 'ready' });
      state.store.changed(entity, '');
      return true;
    }
    positions.set(entity, { ...position, phase: 'indexing' });
    return false;
  });
  state.crashAt('index.step');
  return done;
}

/** Search settings while rows are added by the thousand, and FTS5's own. Merging once at the end costs a third less, and one part is found in faster than many. */
const building = { hashsize: 67_108_864, automerge: 0, crisismerge: 1000 } as const;
const usual = { hashsize: 1_048_576, automerge: 4, crisismerge: 16 } as const;

/** Merges some more of the parts that a search index was built in; true when there is one. */
export function mergeStep(state: State, entity: EntityName, isFirst: boolean): boolean {
  const index = searchIndexOf(entityOf[entity]);
  if (!index) return true;
  return state.transact(false, () => {
    const count = state.db.prepare<[], number>('SELECT total_changes()').pluck();
    const before = count.get() ?? 0;
    // Negative: all parts are to become one, whatever their levels.
    state.db.exec(`INSERT INTO ${index.table} (${index.table}, rank) VALUES ('merge', ${isFirst ? -mergePages : mergePages})`);
    return (count.get() ?? 0) - before < 2;
  });
}

/** Rows that change while the search index is being built are minded by triggers only as far as the index reaches. */
function searchStep(db: WriteDb, entity: EntityName, isFirst: boolean, indexedTo: number): boolean {
  const index = searchIndexOf(entityOf[entity]);
  if (!index) return true;
  const setTriggers = (upTo?: string) => {
    for (const { name, sql } of searchTriggers(entityOf[entity], index, upTo)) db.exec(`DROP TRIGGER IF EXISTS ${name}; ${sql};`);
  };
  const configure = (settings: Readonly<Record<string, number>>) => {
    for (const [name, value] of Object.entries(settings)) db.exec(`INSERT INTO ${index.table} (${index.table}, rank) VALUES ('${name}', ${value})`);
  };
  if (isFirst) {
    setTriggers(`SELECT indexed_to FROM shapes WHERE entity = '${entity}'`);
    configure(building);
  }
  const last = db
    .prepare<[number, number], number | null>(`SELECT max(rowid) FROM (SELECT rowid FROM ${snake(entity)} WHERE rowid > ? ORDER BY rowid LIMIT ?)`)
    .pluck()
    .get(indexedTo, indexStepRows);
  if (last === null || last === undefined) {
    setTriggers();
    configure(usual);
    return true;
  }
  const columns = index.columns.join(', ');
  db.prepare(`INSERT INTO ${index.table} (rowid, ${columns}) SELECT rowid, ${columns} FROM ${snake(entity)} WHERE rowid > ? AND rowid <= ? AND give_way() ORDER BY rowid`).run(
    indexedTo,
    last,
  );
  db.prepare('UPDATE shapes SET indexed_to = ? WHERE entity = ?').run(last, entity);
  return false;
}
