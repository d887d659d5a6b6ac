import type { FilterColumn } from './where/types.ts';

/** A column as the catalog describes it. */
export interface Column extends FilterColumn {
  readonly typeOid: number;
  readonly modifier: number;
  readonly notNull: boolean;
  readonly dimensions: number;
  readonly enumSchema: string | null;
  /** Its place in the primary key, or null. */
  readonly keyIndex: number | null;
}

/** One version of a published table: a TRUNCATE, re-creation or change of columns makes the next version, under a new id. */
export interface Table {
  readonly id: number;
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly Column[];
  readonly columnIndex: ReadonlyMap<string, number>;
  /** The primary key's column numbers, in the key's order. */
  readonly key: readonly number[];
  /** A truncation that snapshots of this version must see. */
  readonly truncatedBy: number | null;
}

/** What the catalog says about a table, before it has a version. */
export interface TableDefinition {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly Column[];
}

/** Makes a version of a table. */
export function tableOf(id: number, oid: number, definition: TableDefinition, truncatedBy: number | null): Table {
  const { schema, name, columns } = definition;
  const key = columns.flatMap((column, index) => (column.keyIndex === null ? [] : [index])).toSorted((a, b) => (columns[a]?.keyIndex ?? 0) - (columns[b]?.keyIndex ?? 0));
  return { id, oid, schema, name, columns, columnIndex: new Map(columns.map((column, index) => [column.name, index])), key, truncatedBy };
}

/** The name under which listeners and requests know a table; the schema is left out when it is `public`. */
export const displayName = (table: { readonly schema: string; readonly name: string }): string => (table.schema === 'public' ? table.name : `${table.schema}.${table.name}`);

/** Describes the chosen columns as the `electric-schema` header does. */
export function schemaHeader(table: Table, columns: readonly number[]): string {
  const entries = columns.map((index) => {
    const column = table.columns[index];
    if (column === undefined) throw new Error(`column ${index} of ${table.name} does not exist`);
    const { keyIndex, notNull } = column;
    return [
      column.name,
      {
        type: column.type,
        ...(column.isArray ? { dims: column.dimensions } : {}),
        ...(notNull ? { not_null: true } : {}),
        ...(keyIndex === null ? {} : { pk_index: keyIndex }),
        ...modifiers(column),
      },
    ];
  });
  // Header values are ASCII; JSON can say every other character with escapes.
  return JSON.stringify(Object.fromEntries(entries)).replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function modifiers({ type, modifier }: Column): object {
  if (modifier < 0) return {};
  switch (type) {
    case 'varchar':
      return { max_length: modifier - 4 };
    case 'bpchar':
      return { length: modifier - 4 };
    case 'numeric':
      return { precision: ((modifier - 4) >> 16) & 0xffff, scale: (modifier - 4) & 0x7ff };
    case 'time':
    case 'timetz':
    case 'timestamp':
    case 'timestamptz':
      return { precision: modifier };
    case 'bit':
      return { length: modifier };
    default:
      return {};
  }
}
