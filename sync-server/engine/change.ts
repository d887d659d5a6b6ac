import { decodeChange, type RawChange, type RawRow } from './pgoutput.ts';
import { displayName, type Table } from './table.ts';
import type { RowChange, Tuple } from './types.ts';

/** One change as it came from the log or the stream, decoded when first looked at. */
export class Change {
  readonly table: Table;
  readonly op: number;
  readonly #message: Buffer;
  #raw: RawChange | null = null;
  #texts: Map<Projection, { readonly [operation in Operation]?: string }> | null = null;

  constructor(table: Table, op: number, message: Buffer) {
    this.table = table;
    this.op = op;
    this.#message = message;
  }

  get raw(): RawChange {
    this.#raw ??= decodeChange(this.#message);
    return this.#raw;
  }

  /** Shapes of the same columns share one text of a change. */
  memoize(projection: Projection, operation: Operation, make: () => string): string {
    const known = this.#texts?.get(projection)?.[operation];
    if (known !== undefined) return known;
    const text = make();
    this.#texts ??= new Map();
    this.#texts.set(projection, { ...this.#texts.get(projection), [operation]: text });
    return text;
  }
}

type Operation = 'insert' | 'update' | 'delete';

/** Which columns a shape carries, and whether whole rows. Shapes with the same choice share the object. */
export class Projection {
  readonly table: Table;
  readonly columns: readonly number[];
  readonly full: boolean;
  readonly prefixes: readonly string[];
  readonly relation: string;
  readonly keyPrefix: string;

  constructor(table: Table, columns: readonly number[], full: boolean) {
    this.table = table;
    this.columns = columns;
    this.full = full;
    this.prefixes = table.columns.map((column) => `${JSON.stringify(column.name)}:`);
    this.relation = JSON.stringify([table.schema, table.name]);
    this.keyPrefix = `"${table.schema}"."${table.name}"`;
  }
}

/** The text of a value on the wire. */
export const wireText = (table: Table, column: number, text: string): string => (table.columns[column]?.type === 'bool' && table.columns[column]?.isArray === false ? (text === 't' ? 'true' : 'false') : text);

/** A row's key, as the protocol writes it. */
export function rowKey(projection: Projection, row: RawRow): string {
  const { table } = projection;
  const columns = table.key.length > 0 ? table.key : table.columns.map((_, index) => index);
  return projection.keyPrefix + columns.map((column) => {
    const text = row.text(column);
    return text === null ? '/_' : `/"${wireText(table, column, text).replaceAll('/', '//')}"`;
  }).join('');
}

function values(projection: Projection, row: RawRow, include: (column: number) => boolean): string {
  let json = '';
  for (const column of projection.columns) {
    if (!include(column)) continue;
    const text = row.text(column);
    json += `${json === '' ? '' : ','}${projection.prefixes[column]}${text === null ? 'null' : JSON.stringify(wireText(projection.table, column, text))}`;
  }
  return `{${json}}`;
}

/** One message for a shape, its text still open for the mark that it is the transaction's last. */
export interface ShapeMessage {
  readonly lsn: number;
  readonly op: number;
  readonly text: string;
}

const all = () => true;

/** Writes what a change means for a shape: nothing, one message, or two when the primary key changed. */
export function describeChange(change: Change, projection: Projection, matches: (row: RawRow) => boolean, lsn: number, xid: number): readonly ShapeMessage[] {
  const { raw } = change;
  const before = raw.old !== null && matches(raw.old) ? raw.old : null;
  const after = raw.new !== null && matches(raw.new) ? raw.new : null;
  if (before === null && after === null) return [];
  const isKey = (column: number) => projection.table.key.length === 0 || projection.table.key.includes(column);
  const insert = (row: RawRow, op: number): ShapeMessage => message('insert', op, row, () => values(projection, row, all));
  const remove = (row: RawRow, op: number): ShapeMessage => message('delete', op, row, () => values(projection, row, projection.full ? all : isKey));
  const message = (operation: Operation, op: number, row: RawRow, value: () => string): ShapeMessage => ({
    lsn,
    op,
    text: change.memoize(projection, operation, () => wrap(projection, operation, rowKey(projection, row), value(), lsn, op, xid)),
  });
  if (before === null) return after === null ? [] : [insert(after, change.op)];
  if (after === null) return [remove(before, change.op)];
  const keyColumns = projection.table.key.length > 0 ? projection.table.key : projection.columns;
  if (keyColumns.some((column) => !after.equals(before, column))) return [remove(before, change.op), insert(after, change.op + 1)];
  const changed = projection.columns.filter((column) => !after.equals(before, column));
  if (changed.length === 0) return [];
  return [
    message('update', change.op, after, () => {
      if (!projection.full) return values(projection, after, (column) => isKey(column) || changed.includes(column));
      return `${values(projection, after, all)},"old_value":${values(projection, before, (column) => changed.includes(column))}`;
    }),
  ];
}

function wrap(projection: Projection, operation: Operation, key: string, value: string, lsn: number, op: number, xid: number): string {
  return `{"key":${JSON.stringify(key)},"value":${value},"headers":{"operation":"${operation}","relation":${projection.relation},"lsn":"${lsn}","op_position":${op},"txids":[${xid}]`;
}

/** Completes the texts of messages in order; unless the list was cut, its end is the end of a transaction. */
export const closeMessages = (messages: readonly ShapeMessage[], cut = false): readonly string[] =>
  messages.map(({ text, lsn }, index) => {
    const next = messages[index + 1];
    const last = next === undefined ? !cut : next.lsn !== lsn;
    return last ? `${text},"last":true}}` : `${text}}}`;
  });

/** Shows a change to listeners outside the engine. */
export function announce(change: Change): RowChange {
  const { table, raw } = change;
  const tuple = (row: RawRow | null): Tuple | null =>
    row === null
      ? null
      : {
          get: (column) => {
            const index = table.columnIndex.get(column);
            const text = index === undefined ? null : row.text(index);
            return index === undefined || text === null ? null : wireText(table, index, text);
          },
        };
  return { table: displayName(table), operation: raw.operation, old: tuple(raw.old), new: tuple(raw.new) };
}

const frame = 8;

/** Collects one table's messages of one transaction in the form that the log stores. */
export class EntryWriter {
  readonly table: Table;
  readonly firstOp: number;
  #buffer: Buffer;
  #length = 0;

  constructor(table: Table, firstOp: number, size: number) {
    this.table = table;
    this.firstOp = firstOp;
    this.#buffer = Buffer.allocUnsafe(size);
  }

  get length(): number {
    return this.#length;
  }

  /** Adds a copy of a message and returns the copy. */
  add(op: number, message: Buffer): Buffer {
    const needed = this.#length + frame + message.length;
    if (needed > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    this.#buffer.writeUInt32BE(op, this.#length);
    this.#buffer.writeUInt32BE(message.length, this.#length + 4);
    message.copy(this.#buffer, this.#length + frame);
    const copy = this.#buffer.subarray(this.#length + frame, needed);
    this.#length = needed;
    return copy;
  }

  body(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }
}

/** Reads a stored entry back, one change after the other. */
export function* readEntry(table: Table, body: Buffer): Generator<Change> {
  let at = 0;
  while (at < body.length) {
    const op = body.readUInt32BE(at);
    const end = at + frame + body.readUInt32BE(at + 4);
    yield new Change(table, op, body.subarray(at + frame, end));
    at = end;
  }
}
