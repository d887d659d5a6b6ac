import { createHash } from 'node:crypto';
import { baseFields, uniqueOf, type AnyEntity, type Check, type When } from '#domain/kernel/entity.ts';
import type { Field } from '#domain/kernel/field.ts';
import { snake, type EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  customType,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
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
  id: (name: string) => uuid(name),
  instant: (name: string) => instant(name),
  integer: (name: string) => integer(name),
  json: (name: string) => jsonb(name),
  long: (name: string) => bigint(name, { mode: 'number' }),
  number: (name: string) => doublePrecision(name),
  tags: (name: string) => text(name).array(),
  text: (name: string) => text(name),
};

/** The fields of an entity that are columns in Postgres: a global one knows neither tenant nor audience. */
export function storedFields({ fields, global }: AnyEntity): readonly (readonly [key: string, field: Field])[] {
  const absent = global ? ['tenantId', 'archivedAt', 'visibleTo'] : [];
  return Object.entries(fields).filter(([key]) => !absent.includes(key));
}

/** The Postgres table of an entity. `find` is called only after every table exists. */
export function table(entity: AnyEntity, find: (name: EntityName) => AnyPgTable): AnyPgTable {
  const { checks = [], fields, global, key, name, unique: uniqueKeys = [] } = entity;
  const columns = Object.fromEntries(
    storedFields(entity).map(([field, { kind, optional }]) => [field, optional ? column[kind](snake(field)) : column[kind](snake(field)).notNull()]),
  );
  const named = (keys: readonly string[], suffix: string) => constraintName(name, keys, suffix);
  return pgTable(snake(name), columns, (self) => {
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
      ...uniqueKeys.map(uniqueOf).map((one) =>
        uniqueIndex(named(one.on, 'key'))
          .on(...on(self, one.global ? one.on : within(one.on)))
          .where(sql.raw(['deleted_at IS NULL', ...(one.when ? [conditionOf(one.when)] : [])].join(' AND '))),
      ),
      ...indexesOf(entity).map((keys) => index(named(keys, 'idx')).on(...on(self, within(keys)))),
      ...checks.map((one) => check(named(one.of, one.that), sql.raw(checkOf(one)))),
      ...references,
    ];
  });
}

/** The name of a key, an index or a check, cut to what Postgres keeps of a name. */
export function constraintName(entity: string, keys: readonly string[], suffix: string): string {
  const name = [snake(entity), ...keys.map(snake), suffix].join('_');
  return name.length <= 63 ? name : `${name.slice(0, 54)}_${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}

/** A state of a row as a condition in SQL; the values are the declaration's own. */
export const conditionOf = ({ field, is }: When, row = ''): string =>
  is === null ? `${row}${snake(field)} IS NULL` : typeof is === 'boolean' ? `${row}${snake(field)} IS ${is ? 'TRUE' : 'FALSE'}` : `${row}${snake(field)} = '${is}'`;

function checkOf({ that, of }: Check): string {
  const columns = of.map(snake);
  if (that === 'differ') return columns.join(' <> ');
  return `num_nonnulls(${columns.join(', ')}) ${that === 'one' ? '= 1' : '>= 1'}`;
}

/** What a reference refers to: within the tenant by its id, a member by the user's id, and only the membership itself the global user. */
function referenceOf(entity: AnyEntity, field: string, target: EntityName) {
  if (!entityOf[target].global) return { target, columns: ['tenantId', field], foreign: ['tenantId', 'id'] };
  if (entity.global || entity.key === field) return { target, columns: [field], foreign: ['id'] };
  const member = Object.values(entityOf).find(({ key, fields }) => key && fields[key]?.target === target);
  if (!member?.key) throw new Error(`${entity.name}.${field} refers to ${target}, which has no members`);
  return { target: member.name, columns: ['tenantId', field], foreign: ['tenantId', member.key] };
}

/** The declared indexes, and one for each reference, each state, and the last change. */
function indexesOf({ fields, indexes = [], transitions = {} }: AnyEntity): readonly (readonly string[])[] {
  const references = Object.entries(fields).flatMap(([key, { target, typedBy }]) => (baseFields.has(key) ? [] : target ? [[key]] : typedBy ? [[typedBy, key]] : []));
  const wanted = [...references, ...Object.keys(transitions).map((key) => [key]), ['updatedAt']];
  // Unique keys leave deleted rows out, and commands read those too.
  return [...indexes, ...wanted.filter((keys) => !indexes.some((other) => keys.every((key, place) => other[place] === key)))];
}
