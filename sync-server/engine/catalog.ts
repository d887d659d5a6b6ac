import type Database from 'better-sqlite3';
import type pg from 'pg';
import type { Log } from './log.ts';
import type { Relation } from './pgoutput.ts';
import { displayName, type Column, type Table, type TableDefinition, tableOf } from './table.ts';
import { quoteName } from './where/sql.ts';

/** Knows the published tables in their present versions, and notices when one changes. */
export interface Catalog {
  readonly byOid: (oid: number) => Table | undefined;
  readonly find: (schema: string, name: string) => Table | undefined;
  readonly isCurrent: (table: Table) => boolean;
  /** The version that a relation message describes, if it is the present one. */
  readonly match: (relation: Relation) => Table | null;
  /** Begins the next version of a truncated table. */
  readonly truncate: (table: Table, xid: number) => Table;
  /** Reads the catalog again; versions of tables that changed are replaced. */
  readonly refresh: (client: pg.Client) => Promise<void>;
  /** Reads it only when something changed since the last time; cheap enough for every second. */
  readonly poll: (client: pg.Client) => Promise<void>;
  /** Whether a table vanished a moment ago and may be on its way back. */
  readonly isReturning: (schema: string, name: string) => boolean;
  readonly reset: () => void;
}

/** What the catalog needs, and whom it tells of versions that ended. */
export interface CatalogOptions {
  readonly database: Database.Database;
  readonly publication: string;
  readonly log: Log;
  readonly now: () => number;
  readonly onReplaced: (old: Table, next: Table | null) => void;
}

const returnMs = 3_000;

interface CatalogRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly identity: string;
  readonly columns: readonly Column[];
}

const columnsSql = `(select coalesce(json_agg(json_build_object('name', a.attname, 'typeOid', a.atttypid::int8, 'modifier', a.atttypmod, 'notNull', a.attnotnull,
    'type', coalesce(e.typname, t.typname), 'isArray', e.oid is not null, 'isEnum', coalesce(e.typtype, t.typtype) = 'e',
    'enumSchema', case when coalesce(e.typtype, t.typtype) = 'e' then coalesce(e.typnamespace, t.typnamespace)::regnamespace::text end,
    'dimensions', greatest(a.attndims, 1), 'keyIndex', array_position(i.indkey::int2[], a.attnum)) order by a.attnum), '[]')
  from pg_attribute a join pg_type d on d.oid = a.atttypid join pg_type t on t.oid = case when d.typtype = 'd' then d.typbasetype else d.oid end
  left join pg_type e on e.oid = t.typelem and t.typcategory = 'A' left join pg_index i on i.indrelid = c.oid and i.indisprimary
  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated <> 'v')`;

const tablesSql = `select c.oid::int8::text as oid, n.nspname as schema, c.relname as name, c.relreplident::text as identity, ${columnsSql} as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace`;

const fingerprintSql = `select md5(string_agg(concat_ws(' ', c.oid, c.xmin, (select string_agg(a.xmin::text, ',' order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0)), ';' order by c.oid)) as fingerprint
  from pg_publication_tables p join pg_namespace n on n.nspname = p.schemaname join pg_class c on c.relnamespace = n.oid and c.relname = p.tablename where p.pubname = $1`;

/** Reads one table's definition inside a transaction, as the text that versions are compared by. */
export async function readDefinition(client: pg.Client, oid: number): Promise<string | null> {
  const { rows } = await client.query<CatalogRow>({ name: 'definition', text: `${tablesSql} where c.oid = $1`, values: [oid] });
  return rows[0] === undefined ? null : definitionText(rows[0]);
}

/** The text by which versions of a table are compared. */
export const definitionText = ({ schema, name, columns }: TableDefinition): string => JSON.stringify({ schema, name, columns });

/** Opens the catalog with the versions it knew last. */
export function createCatalog({ database, publication, log, now, onReplaced }: CatalogOptions): Catalog {
  const byOid = new Map<number, Table>();
  const byName = new Map<string, Table>();
  /** Tables that were published once, and since when they are not. */
  const missing = new Map<string, number>();
  const complaints = new Set<string>();
  let fingerprint: string | null = null;
  let matches = new WeakMap<Relation, Table | null>();

  const nameKey = (schema: string, name: string) => JSON.stringify([schema, name]);
  const complainOnce = (message: string) => {
    if (complaints.has(message)) return;
    complaints.add(message);
    log.warn({ publication }, message);
  };

  const add = (table: Table) => {
    byOid.set(table.oid, table);
    byName.set(nameKey(table.schema, table.name), table);
    missing.delete(nameKey(table.schema, table.name));
    matches = new WeakMap();
  };
  const remove = (table: Table) => {
    byOid.delete(table.oid);
    if (byName.get(nameKey(table.schema, table.name)) === table) byName.delete(nameKey(table.schema, table.name));
    matches = new WeakMap();
  };
  const load = () => {
    byOid.clear();
    byName.clear();
    const rows = database.prepare('select id, oid, definition, dropped_xid as xid from tables where current = 1').all() as {
      id: number;
      oid: number;
      definition: string;
      xid: number | null;
    }[];
    for (const row of rows) add(tableOf(row.id, row.oid, JSON.parse(row.definition) as TableDefinition, row.xid));
  };
  const store = (oid: number, definition: TableDefinition, xid: number | null): Table => {
    const { lastInsertRowid } = database
      .prepare('insert into tables (oid, name, definition, dropped_xid, began) values (?, ?, ?, ?, (select coalesce(max(last_lsn), 0) from state))')
      .run(oid, displayName(definition), definitionText(definition), xid);
    return tableOf(Number(lastInsertRowid), oid, definition, xid);
  };
  const retire = (table: Table) => {
    database.prepare('update tables set current = 0 where id = ?').run(table.id);
    remove(table);
  };

  const refresh = async (client: pg.Client) => {
    const { rows } = await client.query<Omit<CatalogRow, 'oid'> & { oid: string }>(
      `${tablesSql} join pg_publication_tables p on p.schemaname = n.nspname and p.tablename = c.relname and p.pubname = $1 where c.relkind = 'r' order by c.oid`,
      [publication],
    );
    const seen = new Set<number>();
    for (const row of rows) {
      const oid = Number(row.oid);
      if (row.identity !== 'f' && !(await demandFullIdentity(client, row))) continue;
      seen.add(oid);
      const known = byOid.get(oid);
      if (known !== undefined && definitionText(known) === definitionText(row)) continue;
      if (known !== undefined) retire(known);
      const next = store(oid, row, known?.truncatedBy ?? null);
      add(next);
      if (known !== undefined) onReplaced(known, next);
    }
    const gone: Table[] = [];
    for (const table of byOid.values()) {
      if (seen.has(table.oid)) continue;
      retire(table);
      missing.set(nameKey(table.schema, table.name), now());
      gone.push(table);
    }
    if (gone.length > 0 && (await publishAgain(client))) await refresh(client);
    for (const table of gone) onReplaced(table, byName.get(nameKey(table.schema, table.name)) ?? null);
  };

  const demandFullIdentity = async (client: pg.Client, row: { schema: string; name: string }) => {
    const name = `${quoteName(row.schema)}.${quoteName(row.name)}`;
    try {
      await client.query(`begin; set local lock_timeout = '2s'; alter table ${name} replica identity full; commit`);
      return true;
    } catch (error) {
      await client.query('rollback');
      complainOnce(`Table ${displayName(row)} is not served: it needs REPLICA IDENTITY FULL (${messageOf(error)}).`);
      return false;
    }
  };

  /** A table that was dropped and created again is another table to Postgres: it must be published anew. */
  const publishAgain = async (client: pg.Client): Promise<boolean> => {
    let published = false;
    for (const key of missing.keys()) {
      const [schema = '', name = ''] = JSON.parse(key) as string[];
      const quoted = `${quoteName(schema)}.${quoteName(name)}`;
      const { rows } = await client.query<{ kind: string | null }>(`select relkind::text as kind from pg_class where oid = to_regclass($1)`, [quoted]);
      if (rows[0]?.kind !== 'r') continue;
      try {
        // The lock waits for writers that began before the table was published and would otherwise be missed.
        await client.query(
          `begin; set local lock_timeout = '2s'; lock table ${quoted} in access exclusive mode; alter table ${quoted} replica identity full; alter publication ${quoteName(publication)} add table ${quoted}; commit`,
        );
        published = true;
        log.info({ table: displayName({ schema, name }) }, 'published a table that was created again');
      } catch (error) {
        await client.query('rollback');
        complainOnce(`Table ${displayName({ schema, name })} was created again and is not served: it could not be added to the publication (${messageOf(error)}).`);
      }
    }
    return published;
  };

  load();
  return {
    byOid: (oid) => byOid.get(oid),
    find: (schema, name) => byName.get(nameKey(schema, name)),
    isCurrent: (table) => byOid.get(table.oid)?.id === table.id,
    match: (relation) => {
      const known = matches.get(relation);
      if (known !== undefined) return known;
      const table = byOid.get(relation.oid);
      const same = table !== undefined && sameColumns(table, relation);
      matches.set(relation, same ? table : null);
      return same ? table : null;
    },
    truncate: (table, xid) => {
      retire(table);
      const next = store(table.oid, table, xid);
      add(next);
      onReplaced(table, next);
      return next;
    },
    refresh,
    poll: async (client) => {
      if (missing.size > 0) await publishAgain(client);
      const { rows } = await client.query<{ fingerprint: string | null }>({ name: 'fingerprint', text: fingerprintSql, values: [publication] });
      const current = rows[0]?.fingerprint ?? '';
      if (current === fingerprint) return;
      await refresh(client);
      fingerprint = current;
    },
    isReturning: (schema, name) => now() - (missing.get(nameKey(schema, name)) ?? 0) < returnMs,
    reset: () => {
      fingerprint = null;
      load();
    },
  };
}

function sameColumns(table: Table, relation: Relation): boolean {
  return (
    table.columns.length === relation.columns.length &&
    relation.columns.every((column, index) => {
      const known = table.columns[index];
      return known !== undefined && known.name === column.name && known.typeOid === column.type && known.modifier === column.modifier;
    })
  );
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
