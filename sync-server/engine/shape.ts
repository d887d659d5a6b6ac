import type { Projection } from './change.ts';
import type { Filter } from './filter.ts';
import type { Bounds, Rows } from './snapshot.ts';
import type { Table } from './table.ts';
import type { FilterRow } from './where/evaluate.ts';

/** What a desk asked for, apart from its position. */
export interface ShapeDefinition {
  readonly schema: string;
  readonly table: string;
  readonly where: string | null;
  readonly params: readonly (readonly [number, string])[];
  readonly columns: readonly string[] | null;
  readonly full: boolean;
  readonly changesOnly: boolean;
}

const keys = new WeakMap<ShapeDefinition, string>();

/** The text that stands for a definition. */
export function keyOf(definition: ShapeDefinition): string {
  const key = keys.get(definition) ?? JSON.stringify(definition);
  keys.set(definition, key);
  return key;
}

/** A shape under its handle, which stands for one content for ever. */
export interface Shape {
  readonly handle: string;
  readonly key: string;
  readonly definition: ShapeDefinition;
  readonly table: Table;
  readonly projection: Projection;
  readonly filter: Filter;
  readonly schema: string;
  readonly bounds: Bounds;
  readonly createdAt: number;
  /** Where the log of the snapshot begins. */
  readonly start: number;
  readonly matches: (row: FilterRow) => boolean;
  /** Whether the shape's snapshot holds this transaction already. */
  readonly hasSeen: (lsn: number, xid: number) => boolean;
  /** How much of the table's log had been written when the snapshot was taken. */
  readonly tableBytes: number;
  rows: Rows | null;
  usedAt: number;
}

/** The request names a table, a column or a filter that cannot be served; `field` is the parameter's name. */
export class DefinitionError extends Error {
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** A definition that makes sense: its table, columns and filter. */
export interface Prepared {
  readonly table: Table;
  readonly projection: Projection;
  readonly filter: Filter;
}
