import type { QueryArgs } from '#domain/bridge.ts';
import { syncOf, type AnyEntity } from '#domain/kernel/entity.ts';
import type { Field } from '#domain/kernel/field.ts';
import { sortsOf } from '#domain/records/order.ts';
import { entityOf } from '#domain/registry.ts';
import * as z from 'zod';

const value = z.union([z.string().max(200), z.boolean()]);

/** What narrows a list of records, and its order; what else an address says is kept for the form of a new one. */
export const recordsFilter = z.looseObject({
  where: z.record(z.string(), value).optional().catch(undefined),
  text: z.string().max(200).optional().catch(undefined),
  sort: z.string().max(60).optional().catch(undefined),
  descending: z.boolean().optional().catch(undefined),
  deleted: z.boolean().optional().catch(undefined),
});
export type RecordsFilter = Pick<z.output<typeof recordsFilter>, 'deleted' | 'descending' | 'sort' | 'text' | 'where'>;

/** What the desk is asked for a filter; values of fields that are no more are left out. */
export function listArgs(entity: AnyEntity, { where = {}, text, sort, descending, deleted }: RecordsFilter): QueryArgs<'records.list'> {
  const known = Object.entries(where).filter(([key]) => entity.fields[key]);
  return {
    entity: entity.name,
    ...(known.length > 0 ? { where: Object.fromEntries(known) } : {}),
    ...(text?.trim() ? { text: text.trim() } : {}),
    ...(sort && sortsOf(entity).includes(sort) ? { sort, descending: descending ?? sort === 'id' } : {}),
    ...(deleted ? { deleted } : {}),
  };
}

const isPicked = ({ choices, kind, target, entities }: Field): boolean =>
  kind !== 'tags' &&
  (choices !== undefined || entities !== undefined || kind === 'boolean' || (target !== undefined && (target === 'users' || syncOf(entityOf[target]) !== 'never')));

/** The fields that a list is narrowed by: what it shows and a person can choose from. */
export const filtersOf = ({ columns, fields, transitions = {} }: AnyEntity): readonly (readonly [string, Field])[] =>
  [...new Set([...Object.keys(transitions), ...columns])].flatMap((key) => (fields[key] && isPicked(fields[key]) ? [[key, fields[key]] as const] : []));
