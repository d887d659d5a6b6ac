/** A column as a filter sees it. */
export interface FilterColumn {
  readonly name: string;
  /** Postgres' short type name; of the element for an array. */
  readonly type: string;
  readonly isEnum: boolean;
  readonly isArray: boolean;
}

/** Something with a value: a column of the row, or a constant. */
export type Operand =
  | { readonly kind: 'column'; readonly index: number; readonly asText: boolean; readonly at: number }
  | { readonly kind: 'constant'; readonly text: string | null; readonly cast: string | null; readonly at: number };

/** A constant whose type is known and whose text Postgres has put into its own form. */
export interface Constant {
  readonly type: ValueType;
  /** As written; what goes into SQL. */
  readonly text: string | null;
  /** As Postgres prints it; what rows are compared with. */
  canonical: string | null;
  /** The elements, when the type is an array. */
  elements: readonly (string | null)[];
  readonly at: number;
}

/** A type that filters can compare. */
export interface ValueType {
  readonly name: string;
  readonly isEnum: boolean;
  readonly isArray: boolean;
}

/** A column reference with the type it is compared as. */
export interface ColumnValue {
  readonly index: number;
  readonly name: string;
  readonly type: ValueType;
  /** The column's own type, which decides how its raw text becomes the compared one. */
  readonly source: ValueType;
  readonly asText: boolean;
}

/** One side of a typed comparison. */
export type Value = { readonly column: ColumnValue } | { readonly constant: Constant };

/** A comparison sign. */
export type Comparison = '=' | '<>' | '<' | '>' | '<=' | '>=';

/** A filter, typed and ready to be evaluated or printed as SQL. */
export type Expression =
  | { readonly kind: 'and' | 'or'; readonly items: readonly Expression[] }
  | { readonly kind: 'not'; readonly item: Expression }
  | { readonly kind: 'literal'; readonly value: boolean | null }
  | { readonly kind: 'isNull'; readonly value: Value; readonly negated: boolean }
  | { readonly kind: 'compare'; readonly op: Comparison; readonly left: Value; readonly right: Value; readonly type: ValueType }
  | { readonly kind: 'any'; readonly op: Comparison; readonly value: Value; readonly array: Value; readonly type: ValueType }
  | { readonly kind: 'array'; readonly op: '@>' | '<@' | '&&'; readonly left: Value; readonly right: Value; readonly type: ValueType }
  | { readonly kind: 'like'; readonly value: Value; readonly pattern: Constant; readonly insensitive: boolean }
  | { readonly kind: 'true'; readonly value: Value };

/** A filter that cannot be understood; the message names the position. */
export class FilterError extends Error {
  constructor(message: string, at?: number) {
    super(at === undefined ? message : `${message} at position ${at + 1}`);
    this.name = 'FilterError';
  }
}
