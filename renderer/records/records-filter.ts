import type { QueryArgs } from '#domain/bridge.ts';
import { syncOf, type AnyEntity } from '#domain/kernel/entity.ts';
import type { Field } from '#domain/kernel/field.ts';
import { onlineSortsOf, sortsOf } from '#domain/records/order.ts';
import { entityOf } from '#domain/registry.ts';
import { choicesOf } from './choices-of.ts';
import * as z from 'zod';

const value = z.union([z.string().max(200), z.boolean()]);

/** What narrows a list of records, and its order; what else an address says is kept for the form of a new one. */
export const recordsFilter = z.looseObject({
  where: z.record(z.string(), value).optional().catch(undefined),
  text: z.string().max(200).optional().catch(undefined),
  sort: z.string().max(60).optional().catch(undefined),
  descending: z.boolean().optional().catch(undefined),
  deleted: z.boolean().optional().catch(undefined),
  /** A day; what is shown is not older. */
  since: z.iso.date().optional().catch(undefined),
});
export type RecordsFilter = Pick<z.output<typeof recordsFilter>, 'deleted' | 'descending' | 'since' | 'sort' | 'text' | 'where'>;

/** Whether a list shows less than all. */
export const isNarrowed = ({ text, deleted, since, where = {} }: RecordsFilter): boolean => Boolean(text || deleted || since || Object.keys(where).length > 0);

/** By what the list of an entity may be put in order, where it is kept; the first is the usual order. */
export const ordersOf = (entity: AnyEntity): readonly string[] => (syncOf(entity) === 'never' ? onlineSortsOf(entity) : sortsOf(entity));

// Values of fields that are no more are left out.
const knownIn = (entity: AnyEntity, where: RecordsFilter['where'] = {}) => Object.entries(where).filter(([key]) => entity.fields[key]);

/** What the desk is asked for a filter. */
export function listArgs(entity: AnyEntity, { where, text, sort, descending, deleted }: RecordsFilter): QueryArgs<'records.list'> {
  const known = knownIn(entity, where);
  return {
    entity: entity.name,
    ...(known.length > 0 ? { where: Object.fromEntries(known) } : {}),
    ...(text?.trim() ? { text: text.trim() } : {}),
    ...(sort && sortsOf(entity).includes(sort) ? { sort, descending: descending ?? sort === 'id' } : {}),
    ...(deleted ? { deleted } : {}),
  };
}

/** Whether the list of an entity is narrowed by words: on the hub that takes a title that is text. */
export function isWorded(entity: AnyEntity): boolean {
  const title = entity.fields[entity.title];
  return syncOf(entity) !== 'never' || (title?.kind === 'text' && !choicesOf(title));
}

/** The moment by which the hub’s list of an entity is cut off: the first that it shows. */
export const momentOf = ({ columns, fields }: AnyEntity): string | undefined => columns.find((name) => fields[name]?.kind === 'instant');

/** What the hub is asked for a filter. */
export function onlineSearch(entity: AnyEntity, { where, text, sort, descending, since }: RecordsFilter): Readonly<Record<string, string>> {
  const moment = momentOf(entity);
  return {
    ...(since && moment ? { [`filter[${moment}][gte]`]: new Date(`${since}T00:00`).toISOString() } : {}),
    ...Object.fromEntries(knownIn(entity, where).map(([key, held]) => [`filter[${key}]`, String(held)])),
    ...(text?.trim() && isWorded(entity) ? { [`filter[${entity.title}][contains]`]: text.trim() } : {}),
    ...(sort && onlineSortsOf(entity).includes(sort) ? { sort: `${(descending ?? sort === 'id') ? '-' : ''}${sort}` } : {}),
  };
}

const isPicked = (field: Field): boolean => {
  const { kind, target } = field;
  return kind !== 'tags' && (choicesOf(field) !== undefined || kind === 'boolean' || (target !== undefined && (target === 'users' || syncOf(entityOf[target]) !== 'never')));
};

/** The fields that a list is narrowed by: what it shows and a person can choose from. */
export const filtersOf = ({ columns, fields, transitions = {} }: AnyEntity): readonly (readonly [string, Field])[] =>
  [...new Set([...Object.keys(transitions), ...columns])].flatMap((key) => (fields[key] && isPicked(fields[key]) ? [[key, fields[key]] as const] : []));
