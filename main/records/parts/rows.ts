import type { AnyEntity, AnyRow } from '#domain/kernel/entity.ts';
import { snake } from '#domain/kernel/names.ts';
import type { Recorded } from '#domain/records/page.ts';
import type { Stored, StoredRow } from './read.ts';

/** How many commands of this desk wrote the row of `alias` and are not settled. */
export const pendingOf = ({ name }: AnyEntity, alias: string): string =>
  `(SELECT count(*) FROM outbox_rows WHERE outbox_rows.entity = '${name}' AND outbox_rows.row_id = ${alias}.id AND outbox_rows.wrote = 1)`;

/** Columns for SELECT, under the names of their fields. */
export const columns = (alias: string, fields: readonly string[]): string => fields.map((field) => `${alias}.${snake(field)} AS ${quoted(field)}`).join(', ');

/** Every column of an entity, with what `Recorded` adds. */
export const wholeRow = (entity: AnyEntity, alias: string): string => `${columns(alias, Object.keys(entity.fields))}, ${pendingOf(entity, alias)} AS pending`;

/** A stored row as the domain knows it; columns that are no fields stay as they are. */
export function toRow<Row = AnyRow & Recorded>({ fields }: AnyEntity, stored: StoredRow): Row {
  const row = Object.entries(stored).map(([key, value]) => [key, fromStored(fields[key]?.kind, value)]);
  // The statement that read it names the columns of `Row`, which the table holds by the same declaration.
  return Object.fromEntries(row) as Row;
}

function fromStored(kind: string | undefined, value: Stored): unknown {
  if (value === null) return null;
  if (kind === 'boolean') return value === 1;
  return kind === 'json' || kind === 'tags' ? JSON.parse(String(value)) : value;
}

const quoted = (name: string): string => `"${name}"`;
