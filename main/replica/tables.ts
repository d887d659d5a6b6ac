import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { syncedEntities } from './synced.ts';
import { table } from './table.ts';

/** The tables of every entity that a replica holds, by its name. */
export const tables: Readonly<Record<string, SQLiteTable>> = Object.fromEntries(syncedEntities.map((entity) => [entity.name, table(entity)]));
