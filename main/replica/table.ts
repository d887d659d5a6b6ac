import type { AnyEntity } from '#domain/kernel/entity.ts';
import type { Field, Fields, ValueOf } from '#domain/kernel/field.ts';
import { snake } from '#domain/kernel/names.ts';
import { sql, type $Type, type NotNull } from 'drizzle-orm';
import { index, integer, sqliteTable, text, type SQLiteColumn } from 'drizzle-orm/sqlite-core';

const column = {
  boolean: (name: string) => integer(name, { mode: 'boolean' }),
  date: (name: string) => text(name),
  decimal: (name: string) => text(name),
  id: (name: string) => text(name),
  instant: (name: string) => text(name),
  integer: (name: string) => integer(name),
  json: (name: string) => text(name, { mode: 'json' }),
  tags: (name: string) => text(name, { mode: 'json' }),
  text: (name: string) => text(name),
};

type Column<F extends Field> = $Type<ReturnType<(typeof column)[F['kind']]>, NonNullable<ValueOf<F>>>;
type Columns<F extends Fields> = { [K in keyof F]: F[K]['optional'] extends true ? Column<F[K]> : NotNull<Column<F[K]>> };

/** The replica's table of an entity: no foreign keys, because shapes arrive in any order, and no unique keys, because a desk only guesses. */
export function table<const E extends AnyEntity>(entity: E) {
  const { name, fields }: AnyEntity = entity;
  // Required fields are so in the types alone: a column that comes with an update is empty until its rows are fetched anew.
  const columns = Object.entries(fields).map(([key, { kind }]) => [key, key === 'id' ? text('id').primaryKey() : column[kind](snake(key))] as const);
  return sqliteTable<string, Columns<E['fields']>>(snake(name), Object.fromEntries(columns) as unknown as Columns<E['fields']>, (self) => {
    const by = self as unknown as Record<string, SQLiteColumn>;
    // Every list is paged by its order and then by id, and shows no deleted row.
    const on = (keys: readonly string[]) => [...keys, 'id'].map((key) => by[key]) as [SQLiteColumn];
    return replicaIndexes(entity).map((keys) =>
      index([snake(name), ...keys.map(snake), 'idx'].join('_'))
        .on(...on(keys))
        .where(sql`deleted_at IS NULL`),
    );
  });
}

/** The declared indexes and keys, and those by which a desk alone lists. */
function replicaIndexes({ name, indexes = [], unique = [], key, visibility }: AnyEntity): readonly (readonly string[])[] {
  const declared = [...indexes, ...unique, ...(key ? [[key]] : []), ...(listed[name] ?? [])];
  const parents = visibility.kind === 'parent' ? visibility.of.map((field) => [field]) : [];
  const all = [...declared, ...parents].map((keys) => keys.join());
  return [...new Set(all)].filter((keys) => !all.some((other) => other.startsWith(`${keys},`))).map((keys) => keys.split(','));
}

const listed: Readonly<Partial<Record<AnyEntity['name'], readonly (readonly string[])[]>>> = {
  // The case list walks one index per status and merges: each order of the list by status, and each filter by status in the usual order.
  cases: [
    ['status', 'dueAt'],
    ['status', 'title'],
    ['status', 'priorityId', 'openedAt'],
    // What one person has is sorted from the index alone, in any order.
    ['assignedTo', 'status', 'openedAt', 'dueAt', 'priorityId', 'title'],
    ['teamId', 'status', 'openedAt'],
    ['primaryContactId', 'status', 'openedAt'],
    ['priorityId', 'openedAt'],
    ['kindId', 'openedAt'],
  ],
  contacts: [['kind', 'normalizedName'], ['fullName']],
  contactPoints: [['normalized'], ['value']],
  teamMembers: [['userId']],
  devices: [['userId']],
  caseParticipants: [['contactId']],
};
