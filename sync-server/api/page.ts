import type { AnyEntity, AnyRow } from '#domain/kernel/entity.ts';
import { snake } from '#domain/kernel/names.ts';
import { onlineSortsOf } from '#domain/records/order.ts';
import * as z from 'zod';
import type { Parameters } from './conditions.ts';
import { invalid } from './problem.ts';
import { castOf, valueOf } from './values.ts';

/** The order of a list: one field, and the id where rows are alike in it. */
export interface Order {
  readonly field: string;
  readonly descending: boolean;
}

/** `sort=field` or `sort=-field`; the newest first where nothing is said, for ids count up with time. */
export function orderOf(entity: AnyEntity, sort: string | undefined): Order {
  if (sort === undefined) return { field: 'id', descending: true };
  const field = sort.replace(/^-/, '');
  if (!onlineSortsOf(entity).includes(field)) throw invalid('sort', `${entity.plural.toLowerCase()} are sorted by ${onlineSortsOf(entity).join(', ')}`);
  return { field, descending: sort.startsWith('-') };
}

const cursor = z.tuple([z.string(), z.string().max(1000).nullable(), z.uuid()]);
const nameOf = ({ field, descending }: Order) => `${descending ? '-' : ''}${field}`;

/** Where the next page begins: after this row. */
export function cursorAfter(order: Order, row: AnyRow): string {
  const value = row[order.field];
  const kept = value === null || value === undefined ? null : String(value);
  return Buffer.from(JSON.stringify([nameOf(order), kept, row.id] satisfies z.output<typeof cursor>)).toString('base64url');
}

/** The rows behind a cursor as a condition in SQL; a cursor of another order, or none of ours, is refused. */
export function afterCursor(entity: AnyEntity, order: Order, text: string, parameters: Parameters): string {
  const [sort, value, id] = readCursor(text);
  if (sort !== nameOf(order)) throw invalid('after', 'this cursor belongs to a list in another order');
  const behind = order.descending ? '<' : '>';
  const column = snake(order.field);
  const field = entity.fields[order.field];
  const mark = parameters.add(id, 'uuid');
  if (!field || order.field === 'id') return `id ${behind} ${mark}`;
  // Postgres puts absent values after all others, and before them in descending order.
  if (value === null) return order.descending ? `(${column} IS NOT NULL OR (${column} IS NULL AND id < ${mark}))` : `(${column} IS NULL AND id > ${mark})`;
  const place = parameters.add(valueOf({ kind: field.kind }, value, 'after'), castOf[field.kind]);
  const next = `(${column}, id) ${behind} (${place}, ${mark})`;
  return field.optional && !order.descending ? `(${next} OR ${column} IS NULL)` : next;
}

function readCursor(text: string): z.output<typeof cursor> {
  try {
    return cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw invalid('after', 'this is no cursor of this list');
  }
}
