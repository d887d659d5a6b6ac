import type { AnyEntity, AnyRow } from '#domain/kernel/entity.ts';
import { snake } from '#domain/kernel/names.ts';
import { allEntities } from '#domain/registry.ts';
import { createRowDecoder } from '#domain/sync/codec.ts';
import type pg from 'pg';
import { inTenant, type Transaction } from '../db/transaction.ts';
import type { ApiCaller } from './caller.ts';
import { conditionOf, createParameters, sightOf, type Parameters } from './conditions.ts';
import { afterCursor, cursorAfter, orderOf, type Order } from './page.ts';
import { denied, invalid, missing } from './problem.ts';
import { shownFields, type Nested } from './resource.ts';

/** A row as it leaves the API. */
export type ShownRow = Readonly<Record<string, unknown>>;

/** A page of a list; `next` is the cursor of what follows, null at the end. */
export interface Listed {
  readonly data: readonly ShownRow[];
  readonly next: string | null;
}

/** What a query string says, one text for each name. */
export type Asked = Readonly<Record<string, string>>;

/** Further conditions of a list that the caller did not write. */
export type Within = (parameters: Parameters) => readonly string[];

const limits = { usual: 50, most: 500 } as const;
const asText = { getTypeParser: () => (text: string) => text } as const;
const decoders = new Map(allEntities.map((entity) => [entity.name, createRowDecoder(entity)]));

/** Parses a query string: each name once. */
export function askedOf(query: unknown): Asked {
  const entries = Object.entries(typeof query === 'object' && query !== null ? query : {});
  for (const [name, value] of entries) if (typeof value !== 'string') throw invalid(name, 'was given more than once');
  return Object.fromEntries(entries) as Asked;
}

/** The statement behind a page, and how its rows are read. */
interface ListStatement {
  readonly text: string;
  readonly values: unknown[];
  readonly order: Order;
  readonly most: number;
  readonly shown: readonly string[];
}

/** The statement of a list as a caller may ask for it. */
export function listStatement(entity: AnyEntity, caller: ApiCaller, asked: Asked, within: Within = () => []): ListStatement {
  const parameters = createParameters();
  const sight = sightOf(entity, caller, parameters);
  if (!sight) throw denied(`looking at ${entity.plural.toLowerCase()}`);
  const { fields, sort, after, limit, ...rest } = asked;
  const shown = shownOf(entity, fields);
  const order = orderOf(entity, sort);
  const most = limitOf(limit);
  const conditions = [
    ...sight,
    'deleted_at IS NULL',
    ...Object.entries(rest).map(([name, text]) => filter(entity, name, text, parameters)),
    ...within(parameters),
    ...(after === undefined ? [] : [afterCursor(entity, order, after, parameters)]),
  ];
  const direction = order.descending ? 'DESC' : 'ASC';
  const by = order.field === 'id' ? `id ${direction}` : `${snake(order.field)} ${direction}, id ${direction}`;
  const columns = new Set(['id', order.field, ...shown].map(snake));
  const text = `SELECT ${[...columns].join(', ')} FROM ${snake(entity.name)} WHERE ${conditions.join(' AND ')} ORDER BY ${by} LIMIT ${most + 1}`;
  return { text, values: [...parameters.values], order, most, shown };
}

/** A page of an entity's rows that the caller may see, in one statement. */
export async function listRows(tx: Transaction, entity: AnyEntity, caller: ApiCaller, asked: Asked, within?: Within): Promise<Listed> {
  const { text, values, order, most, shown } = listStatement(entity, caller, asked, within);
  const { rows } = await tx.query<Record<string, string | null>>({ text, values, types: asText });
  const found = rows.slice(0, most).map(decoderOf(entity));
  const last = found.at(-1);
  return { data: found.map((row) => pick(row, shown)), next: rows.length > most && last ? cursorAfter(order, last) : null };
}

/** One row with its version; what is not there and what may not be seen are one answer. */
export async function findRow(tx: Transaction, entity: AnyEntity, caller: ApiCaller, id: string, fields?: string): Promise<{ readonly row: ShownRow; readonly version: number }> {
  const parameters = createParameters();
  const sight = sightOf(entity, caller, parameters);
  if (!sight) throw denied(`looking at ${entity.plural.toLowerCase()}`);
  const shown = shownOf(entity, fields);
  const columns = new Set(['id', 'version', ...shown].map(snake));
  const conditions = [...sight, 'deleted_at IS NULL', `id = ${parameters.add(id, 'uuid')}`];
  const text = `SELECT ${[...columns].join(', ')} FROM ${snake(entity.name)} WHERE ${conditions.join(' AND ')}`;
  const { rows } = await tx.query<Record<string, string | null>>({ text, values: [...parameters.values], types: asText });
  const [found] = rows;
  if (!found) throw missing();
  const row = decoderOf(entity)(found);
  return { row: pick(row, shown), version: Number(row['version']) };
}

/** A page of the rows that refer to one; the one must be in sight itself. */
export async function listNested(tx: Transaction, parent: AnyEntity, id: string, { entity, by }: Nested, caller: ApiCaller, asked: Asked): Promise<Listed> {
  await findRow(tx, parent, caller, id, 'id');
  return listRows(tx, entity, caller, asked, (parameters) => {
    const mark = parameters.add(id, 'uuid');
    return [`(${by.map((field) => `${snake(field)} = ${mark}`).join(' OR ')})`];
  });
}

/** Runs reads of a caller in the tenant's transaction. */
export const reading = <Result>(serve: pg.Pool, caller: ApiCaller, work: (tx: Transaction) => Promise<Result>): Promise<Result> => inTenant(serve, caller.tenantId, work);

/** A row without what may not leave the server. */
export const shownRow = (entity: AnyEntity, row: AnyRow): ShownRow =>
  pick(
    row,
    shownFields(entity).map(([key]) => key),
  );

function filter(entity: AnyEntity, name: string, text: string, parameters: Parameters): string {
  if (!name.startsWith('filter[')) throw invalid(name, 'a list knows filter[…], sort, after, limit and fields');
  return conditionOf(entity, name, text, parameters);
}

function shownOf(entity: AnyEntity, fields: string | undefined): readonly string[] {
  const all = shownFields(entity).map(([key]) => key);
  if (fields === undefined) return all;
  const wanted = fields.split(',');
  const unknown = wanted.find((key) => !all.includes(key));
  if (unknown !== undefined) throw invalid('fields', `${entity.plural.toLowerCase()} have no field “${unknown.slice(0, 60)}”`);
  return [...new Set(['id', ...wanted])];
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return limits.usual;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > limits.most) throw invalid('limit', `is not a number from 1 to ${limits.most}`);
  return limit;
}

function decoderOf(entity: AnyEntity) {
  const decode = decoders.get(entity.name);
  if (!decode) throw new Error(`${entity.name} is not declared`);
  return decode;
}

const pick = (row: AnyRow, keys: readonly string[]): ShownRow => Object.fromEntries(keys.map((key) => [key, row[key] ?? null]));
