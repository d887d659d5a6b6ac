import type { AnyEntity, AnyRow } from '#domain/kernel/entity.ts';
import { snake, type EntityName } from '#domain/kernel/names.ts';
import type { Write } from '#domain/kernel/execute.ts';
import { entityOf } from '#domain/registry.ts';
import { createRowDecoder, type TextRow } from '#domain/sync/codec.ts';
import { storedFields } from './table.ts';
import type { Transaction } from './transaction.ts';

// Rows are read as Postgres prints them and decoded by the codec that desks use too.
const asText = { getTypeParser: () => (text: string) => text } as const;

interface Store {
  readonly table: string;
  readonly columns: string;
  readonly decode: (text: TextRow) => AnyRow;
}

const stores = Object.fromEntries(
  Object.values(entityOf).map((entity): [string, Store] => [
    entity.name,
    {
      table: snake(entity.name),
      columns: storedFields(entity)
        .map(([key]) => snake(key))
        .join(', '),
      decode: createRowDecoder(entity),
    },
  ]),
);

function storeOf({ name }: Pick<AnyEntity, 'name'>): Store {
  const store = stores[name];
  if (!store) throw new Error(`${name} is not stored`);
  return store;
}

interface Selection {
  /** Keeps others from writing the rows. */
  readonly lock?: boolean;
  readonly atMost?: number | undefined;
}

/** The rows of one tenant where fields have these values, in the order of their ids. */
export async function selectRows(
  tx: Transaction,
  entity: AnyEntity,
  tenantId: string,
  where: Readonly<Record<string, string>>,
  { lock = false, atMost }: Selection = {},
): Promise<readonly AnyRow[]> {
  const { table, columns, decode } = storeOf(entity);
  const keys = Object.keys(where);
  const conditions = keys.map((key, place) => `${columnOf(entity, key)} = $${place + 2}`);
  const text = `SELECT ${columns} FROM ${table} WHERE ${['tenant_id = $1', ...conditions, ...(atMost === 1 ? ['deleted_at IS NULL'] : [])].join(' AND ')} ORDER BY id${atMost === undefined ? '' : ` LIMIT ${atMost}`}${lock ? ' FOR NO KEY UPDATE' : ''}`;
  const { rows } = await tx.query<Record<string, string | null>>({ name: nameOf(text), text, values: [tenantId, ...keys.map((key) => where[key])], types: asText });
  return rows.map(decode);
}

/** The rows of one tenant with these ids. */
export async function selectByIds(tx: Transaction, name: EntityName, tenantId: string, ids: readonly string[]): Promise<readonly AnyRow[]> {
  const { table, columns, decode } = storeOf({ name });
  const text = `SELECT ${columns} FROM ${table} WHERE tenant_id = $1 AND id = ANY($2::uuid[]) ORDER BY id`;
  const { rows } = await tx.query<Record<string, string | null>>({ name: nameOf(text), text, values: [tenantId, ids], types: asText });
  return rows.map(decode);
}

/** Inserts rows of one entity and answers them as they were stored. */
export async function insertRows(tx: Transaction, { name }: Pick<AnyEntity, 'name'>, rows: readonly AnyRow[]): Promise<readonly AnyRow[]> {
  if (rows.length === 0) return [];
  const { table, columns, decode } = storeOf({ name });
  const text = `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1) RETURNING ${columns}`;
  const { rows: stored } = await tx.query<Record<string, string | null>>({ name: nameOf(text), text, values: [JSON.stringify(rows.map(toColumns))], types: asText });
  return stored.map(decode);
}

/** Writes what changed in one row that is locked, and answers it as it was stored. */
export async function updateRow(tx: Transaction, { entity, id, after, changed }: Pick<Write, 'after' | 'changed' | 'entity' | 'id'>): Promise<AnyRow> {
  const { table, columns, decode } = storeOf(entity);
  const written = [...new Set([...changed, 'updatedAt', 'updatedBy', 'acceptedAt'])].map((key) => columnOf(entity, key));
  const own = columns.split(', ').map((column) => `${table}.${column}`);
  const text = `UPDATE ${table} SET ${written.map((column) => `${column} = r.${column}`).join(', ')}, version = ${table}.version + 1 FROM json_populate_record(NULL::${table}, $1) r WHERE ${table}.tenant_id = r.tenant_id AND ${table}.id = r.id RETURNING ${own.join(', ')}`;
  const { rows } = await tx.query<Record<string, string | null>>({ name: nameOf(text), text, values: [JSON.stringify(toColumns(after))], types: asText });
  const [stored] = rows;
  if (!stored) throw new Error(`${table} ${id} went away under its lock`);
  return decode(stored);
}

const toColumns = (row: AnyRow): Readonly<Record<string, unknown>> => Object.fromEntries(Object.entries(row).map(([key, value]) => [snake(key), value]));

function columnOf({ name, fields }: AnyEntity, key: string): string {
  if (!fields[key]) throw new Error(`${name} has no field ${key}`);
  return snake(key);
}

/** One short name for each text, as Postgres keeps prepared statements. */
const names = new Map<string, string>();
function nameOf(text: string): string {
  const name = names.get(text) ?? `rows_${names.size}`;
  names.set(text, name);
  return name;
}
