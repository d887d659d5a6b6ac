import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import * as localTables from './local-tables.ts';
import { searchIndexOf, searchTableSql, searchTriggers } from './search.ts';
import { syncedEntities } from './synced.ts';
import { tables } from './tables.ts';

/** Everything a replica consists of: the tables, and what drizzle cannot say, by name. */
export function sqliteSchema(): { readonly tables: Readonly<Record<string, SQLiteTable>>; readonly extras: readonly { readonly name: string; readonly sql: string }[] } {
  const extras = syncedEntities.flatMap((entity) => {
    const index = searchIndexOf(entity);
    if (!index) return [];
    const { table, weights } = index;
    const rank = `INSERT INTO ${table}(${table}, rank) VALUES ('rank', 'bm25(${weights.join(', ')})');`;
    const drops = searchTriggers(entity, index).map(({ name }) => `DROP TRIGGER IF EXISTS ${name};`);
    const triggers = searchTriggers(entity, index).map(({ sql }) => `${sql};`);
    const rebuild = `INSERT INTO ${table}(${table}) VALUES ('rebuild');`;
    return [{ name: table, sql: [...drops, `DROP TABLE IF EXISTS ${table};`, `${searchTableSql(entity, index)};`, rank, ...triggers, rebuild].join('\n') }];
  });
  return { tables: { ...tables, ...localTables }, extras: [...extras, pointTails] };
}

/** A number is found by its last digits, however it was written: with a country's code, with a zero, or with neither. */
const pointTails = {
  name: 'contact_points_tail_idx',
  sql: 'DROP INDEX IF EXISTS contact_points_tail_idx;\nCREATE INDEX contact_points_tail_idx ON contact_points (substr(normalized, -7)) WHERE deleted_at IS NULL;',
};
