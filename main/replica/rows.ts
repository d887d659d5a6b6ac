import type { AnyEntity, AnyRow } from '#domain/kernel/entity.ts';
import type { Kind } from '#domain/kernel/field.ts';
import { snake } from '#domain/kernel/names.ts';
import { decode, type TextRow } from '#domain/sync/codec.ts';

/** A row as SQLite holds it, by column. */
export type StoredRow = Readonly<Record<string, number | string | null>>;

/** Turns rows of one entity between the product, SQLite and the wire. */
export interface RowCodec {
  readonly columns: readonly string[];
  readonly fromStored: (row: StoredRow) => AnyRow;
  readonly toStored: (row: Readonly<Record<string, unknown>>) => StoredRow;
  /** The columns that the wire named, as SQLite holds them; columns that the replica does not know are left out. */
  readonly fromWire: (row: TextRow) => StoredRow;
  /** All columns in order, for prepared inserts. */
  readonly valuesFromWire: (row: TextRow, into: (number | string | null)[]) => void;
}

/** The codec of an entity. */
export function createRowCodec(entity: AnyEntity): RowCodec {
  const fields = Object.entries(entity.fields).map(([key, { kind }]) => ({ key, column: snake(key), kind, wire: wireTo(kind) }));
  const byColumn = new Map(fields.map((field) => [field.column, field]));
  return {
    columns: fields.map(({ column }) => column),
    fromStored: (stored) => {
      const row: Record<string, unknown> & { id: string } = { id: '' };
      for (const { key, column, kind } of fields) row[key] = fromStoredValue(kind, stored[column] ?? null);
      return row;
    },
    toStored: (row) => Object.fromEntries(fields.map(({ key, column, kind }) => [column, toStoredValue(kind, row[key])])),
    fromWire: (row) => {
      const stored: Record<string, number | string | null> = {};
      for (const column of Object.keys(row)) {
        const field = byColumn.get(column);
        const value = row[column];
        if (field) stored[column] = value === null || value === undefined ? null : field.wire(value);
      }
      return stored;
    },
    valuesFromWire: (row, into) => {
      for (const { column, wire } of fields) {
        const value = row[column];
        into.push(value === null || value === undefined ? null : wire(value));
      }
    },
  };
}

/** The value that SQLite holds for a value of the product. */
export function toStoredValue(kind: Kind, value: unknown): number | string | null {
  if (value === null || value === undefined) return null;
  if (kind === 'boolean') return value === true ? 1 : 0;
  if (kind === 'json' || kind === 'tags') return JSON.stringify(value);
  return isNumber(kind) ? Number(value) : String(value);
}

const isNumber = (kind: Kind): boolean => kind === 'integer' || kind === 'long' || kind === 'number';

function fromStoredValue(kind: Kind, value: number | string | null): unknown {
  if (value === null) return null;
  if (kind === 'boolean') return value === 1;
  return kind === 'json' || kind === 'tags' ? JSON.parse(String(value)) : value;
}

function wireTo(kind: Kind): (text: string) => number | string {
  if (kind === 'boolean') return (text) => (text === 'true' || text === 't' ? 1 : 0);
  if (isNumber(kind)) return Number;
  // jsonb is printed as JSON already.
  if (kind === 'json') return (text) => text;
  if (kind === 'tags') return (text) => JSON.stringify(decode('tags', text));
  if (kind === 'instant') return (text) => String(decode('instant', text));
  return (text) => text;
}
