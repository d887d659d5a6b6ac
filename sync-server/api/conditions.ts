import type { AnyEntity } from '#domain/kernel/entity.ts';
import type { Field, Kind } from '#domain/kernel/field.ts';
import { snake } from '#domain/kernel/names.ts';
import { audienceOf, keysFor } from '#domain/kernel/permission.ts';
import type { ApiCaller } from './caller.ts';
import { invalid } from './problem.ts';
import { shownFields } from './resource.ts';
import { castOf, valueOf } from './values.ts';

/** The parameters of one statement; a value is named by the place it took. */
export interface Parameters {
  readonly values: readonly unknown[];
  readonly add: (value: unknown, cast: string) => string;
}

export function createParameters(): Parameters {
  const values: unknown[] = [];
  return { values, add: (value, cast) => `$${values.push(value)}::${cast}` };
}

/** Which rows of an entity a caller may see, as conditions in SQL; null where none. */
export function sightOf(entity: AnyEntity, caller: ApiCaller, parameters: Parameters): readonly string[] | null {
  const wall = [`tenant_id = ${parameters.add(caller.tenantId, 'uuid')}`];
  const { visibility, view, fields } = entity;
  if (visibility.kind === 'server') {
    const held = view === 'self' ? [] : keysFor(caller, view);
    if (held === null) return wall;
    // Nobody's teams reach what only the server holds: a narrower right is one's own rows.
    return held ? [...wall, `${fields['userId'] ? 'user_id' : 'created_by'} = ${parameters.add(caller.userId, 'uuid')}`] : null;
  }
  const keys = audienceOf(entity, caller);
  if (keys === undefined) return null;
  return keys === null ? wall : [...wall, `visible_to && ${parameters.add(keys, 'text[]')}`];
}

type Op = 'contains' | 'empty' | 'eq' | 'gt' | 'gte' | 'in' | 'lt' | 'lte' | 'ne';
const ordered: readonly Op[] = ['eq', 'ne', 'in', 'gt', 'gte', 'lt', 'lte', 'empty'];
const opsOf: Readonly<Record<Kind, readonly Op[]>> = {
  boolean: ['eq', 'ne', 'empty'],
  date: ordered,
  id: ['eq', 'ne', 'in', 'empty'],
  instant: ordered,
  integer: ordered,
  json: ['empty'],
  long: ordered,
  number: ordered,
  tags: ['contains', 'empty'],
  text: [...ordered, 'contains'],
};
const signs: Partial<Record<Op, string>> = { eq: '=', ne: 'IS DISTINCT FROM', gt: '>', gte: '>=', lt: '<', lte: '<=' };
const valuesAtMost = 200;

/** What a list may be filtered by: every shown field, and the ways to compare it. */
export const filtersOf = (entity: AnyEntity): readonly (readonly [key: string, field: Field, ops: readonly Op[]])[] =>
  shownFields(entity).map(([key, field]) => [key, field, opsOf[field.kind]]);

/** One `filter[field]=value` or `filter[field][op]=value` of a query string as a condition. */
export function conditionOf(entity: AnyEntity, name: string, text: string, parameters: Parameters): string {
  const [, key = '', op = 'eq'] = /^filter\[(\w+)\](?:\[(\w+)\])?$/.exec(name) ?? [];
  const [, field, ops] = filtersOf(entity).find(([known]) => known === key) ?? [];
  if (!field || !ops) throw invalid(name, `${entity.plural} have no such field`);
  const known = ops.find((one) => one === op);
  if (!known) throw invalid(name, `this field is compared by ${ops.join(', ')}`);
  return compare(key, field, known, text, name, parameters);
}

function compare(key: string, field: Field, op: Op, text: string, name: string, parameters: Parameters): string {
  const column = snake(key);
  const cast = castOf[field.kind];
  if (op === 'empty') {
    if (text !== 'true' && text !== 'false') throw invalid(name, 'is not true or false');
    const isEmpty =
      field.kind === 'tags' || field.kind === 'text' ? `coalesce(${column}, '${field.kind === 'tags' ? '{}' : ''}') = '${field.kind === 'tags' ? '{}' : ''}'` : `${column} IS NULL`;
    return text === 'true' ? isEmpty : `NOT (${isEmpty})`;
  }
  if (op === 'contains') {
    const value = valueOf({ kind: field.kind }, text, name);
    if (field.kind === 'tags') return `${column} @> ${parameters.add([value], cast)}`;
    return `${column} ILIKE ${parameters.add(`%${value.replace(/[\\%_]/g, '\\$&')}%`, cast)}`;
  }
  if (op === 'in') {
    const values = text.split(',').map((value) => valueOf(field, value, name));
    if (values.length > valuesAtMost) throw invalid(name, `more than ${valuesAtMost} values`);
    return `${column} = ANY(${parameters.add(values, `${cast}[]`)})`;
  }
  return `${column} ${signs[op]} ${parameters.add(valueOf(field, text, name), cast)}`;
}
