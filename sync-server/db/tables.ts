import { allEntities } from '#domain/registry.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import type { AnyPgTable } from 'drizzle-orm/pg-core';
import { table } from './table.ts';

/** Every table of an entity in Postgres, by its name. */
export const tables: Readonly<Record<EntityName, AnyPgTable>> = Object.fromEntries(
  allEntities.map((entity) => [entity.name, table(entity, (name) => tables[name])]),
) as unknown as Readonly<Record<EntityName, AnyPgTable>>;
