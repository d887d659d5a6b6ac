import { baseFields, type AnyEntity } from '#domain/kernel/entity.ts';
import type { Field, Fields, ValueOf } from '#domain/kernel/field.ts';
import { snake, type EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import { sql, type $Type, type NotNull } from 'drizzle-orm';
import {
  boolean,
  customType,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
  type AnyPgTable,
  type ExtraConfigColumn,
} from 'drizzle-orm/pg-core';

/** Postgres prints its own dialect of time; the product speaks ISO 8601 in UTC. */
export const instant = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp (3) with time zone',
  fromDriver: (value) => new Date(value).toISOString(),
});

const column = {
  boolean: (name: string) => boolean(name),
  date: (name: string) => date(name),
  decimal: (name: string) => numeric(name),
  id: (name: string) => uuid(name),
  instant: (name: string) => instant(name),
  integer: (name: string) => integer(name),
  json: (name: string) => jsonb(name),
  tags: (name: string) => text(name).array(),
  text: (name: string) => text(name),
};

type Column<F extends Field> = $Type<ReturnType<(typeof column)[F['kind']]>, NonNullable<ValueOf<F>>>;
type Columns<F extends Fields> = { [K in keyof F]: F[K]['optional'] extends true ? Column<F[K]> : NotNull<Column<F[K]>> };

/** The fields of an entity that are columns in Postgres: a global one knows neither tenant nor audience. */
export function storedFields({ fields, global }: AnyEntity): readonly (readonly [key: string, field: Field])[] {
  const absent = global ? ['tenantId', 'archivedAt', 'visibleTo'] : [];
  return Object.entries(fields).filter(([key]) => !absent.includes(key));
}

/** The Postgres table of an entity. `find` is called only after every table exists. */
export function table<const E extends AnyEntity>(entity: E, find: (name: EntityName) => AnyPgTable) {
  const { fields, global, key, name, unique: uniqueKeys = [] }: AnyEntity = entity;
  const columns = Object.fromEntries(
    storedFields(entity).map(([field, { kind, optional }]) => [field, optional ? column[kind](snake(field)) : column[kind](snake(field)).notNull()]),
  );
  const named = (keys: readonly string[], suffix: string) => [snake(name), ...keys.map(snake), suffix].join('_');
  return pgTable(snake(name), columns as unknown as Columns<E['fields']>, (self) => {
    const on = (of: unknown, keys: readonly string[]) => keys.map((field) => (of as Record<string, ExtraConfigColumn>)[field]) as [ExtraConfigColumn];
    const within = (keys: readonly string[]) => (global ? keys : ['tenantId', ...keys]);
    const references = Object.entries(fields).flatMap(([field, { target }]) => {
      if (!target || baseFields.has(field)) return [];
      const reference = referenceOf(entity, field, target);
      return foreignKey({ name: named([field], 'fk'), columns: on(self, reference.columns) as never, foreignColumns: on(find(reference.target), reference.foreign) as never });
    });
    return [
      primaryKey({ name: named([], 'pk'), columns: on(self, within(['id'])) as never }),
      // Other rows refer to it, so it holds for removed rows too, and Postgres wants a constraint before the references.
      ...(key ? [unique(named([key], 'key')).on(...on(self, within([key])))] : []),
      ...uniqueKeys.map((keys) =>
        uniqueIndex(named(keys, 'key'))
          .on(...on(self, within(keys)))
          .where(sql`deleted_at IS NULL`),
      ),
      ...indexesOf(entity).map((keys) => index(named(keys, 'idx')).on(...on(self, within(keys)))),
      ...references,
    ];
  });
}

/** What a reference refers to: within the tenant by its id, a member by the user's id, and only the membership itself the global user. */
function referenceOf(entity: AnyEntity, field: string, target: EntityName) {
  if (!entityOf[target].global) return { target, columns: ['tenantId', field], foreign: ['tenantId', 'id'] };
  if (entity.global || entity.key === field) return { target, columns: [field], foreign: ['id'] };
  const member = Object.values(entityOf).find(({ key, fields }) => key && fields[key]?.target === target);
  if (!member?.key) throw new Error(`${entity.name}.${field} refers to ${target}, which has no members`);
  return { target: member.name, columns: ['tenantId', field], foreign: ['tenantId', member.key] };
}

/** The declared indexes, and those by which a parent finds the rows that follow its keys. */
function indexesOf(entity: AnyEntity): readonly (readonly string[])[] {
  const { indexes = [], visibility } = entity;
  const followed = visibility.kind === 'parent' ? visibility.of : [];
  const membersOf = Object.values(entityOf).flatMap(({ visibility: other }) => (other.kind === 'keys' && other.members?.entity === entity.name ? [other.members.by] : []));
  const missing = [...new Set([...followed, ...membersOf])].filter((field) => !indexes.some(([first]) => first === field));
  return [...indexes, ...missing.map((field) => [field])];
}
