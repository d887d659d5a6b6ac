import { uniqueOf, type AnyEntity } from '#domain/kernel/entity.ts';
import { snake } from '#domain/kernel/names.ts';
import { isListedByTitle } from '#domain/records/order.ts';
import { sql } from 'drizzle-orm';
import { index, integer, real, sqliteTable, text, type SQLiteColumn, type SQLiteTable } from 'drizzle-orm/sqlite-core';

const column = {
  boolean: (name: string) => integer(name, { mode: 'boolean' }),
  date: (name: string) => text(name),
  id: (name: string) => text(name),
  instant: (name: string) => text(name),
  integer: (name: string) => integer(name),
  json: (name: string) => text(name, { mode: 'json' }),
  long: (name: string) => integer(name),
  number: (name: string) => real(name),
  tags: (name: string) => text(name, { mode: 'json' }),
  text: (name: string) => text(name),
};

/** The replica's table of an entity: no foreign keys, because shapes arrive in any order, and no unique keys, because a desk only guesses. */
export function table(entity: AnyEntity): SQLiteTable {
  const { name, fields } = entity;
  // Required fields are so in the types alone: a column that comes with an update is empty until its rows are fetched anew.
  const columns = Object.entries(fields).map(([key, { kind }]) => [key, key === 'id' ? text('id').primaryKey() : column[kind](snake(key))] as const);
  return sqliteTable(snake(name), Object.fromEntries(columns), (self) => {
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
function replicaIndexes(entity: AnyEntity): readonly (readonly string[])[] {
  const { name, fields, indexes = [], unique = [], key, title, visibility } = entity;
  const declared = [...(isListedByTitle(entity) ? [[title]] : []), ...indexes, ...unique.map((one) => uniqueOf(one).on), ...(key ? [[key]] : []), ...(listed[name] ?? [])];
  const parents = visibility.kind === 'parent' ? visibility.of.map((field) => [...(fields[field]?.typedBy ? [fields[field].typedBy] : []), field]) : [];
  const owners = Object.entries(fields).flatMap(([field, { onDelete }]) => (onDelete === 'cascade' ? [[field]] : []));
  const all = [...declared, ...parents, ...owners].map((keys) => keys.join());
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
  contacts: [['kind', 'normalizedName'], ['fullName'], ['locationId']],
  contactPoints: [['normalized'], ['value']],
  teamMembers: [['userId']],
  devices: [['userId']],
  caseParticipants: [['contactId']],
  // What one contact has.
  tasks: [['contactId']],
  documents: [['contactId']],
  engagements: [['contactId']],
  // What waits in the inbox.
  approvals: [['status']],
  importBatches: [['status']],
  voicemails: [['status']],
};
