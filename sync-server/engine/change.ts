import { beginJson } from './json-writer.ts';
import { decodeChange, type RawChange, type RawRow } from './pgoutput.ts';
import { displayName, type Table } from './table.ts';
import type { RowChange, Tuple } from './types.ts';

/** One change as it came from the log or the stream, decoded when first looked at. */
export class Change {
  readonly table: Table;
  readonly op: number;
  readonly #message: Buffer;
  #raw: RawChange | null = null;
  #memo: Map<Projection, { readonly [operation in Operation]?: Buffer }> | null = null;

  constructor(table: Table, op: number, message: Buffer) {
    this.table = table;
    this.op = op;
    this.#message = message;
  }

  get raw(): RawChange {
    this.#raw ??= decodeChange(this.#message);
    return this.#raw;
  }

  /** Shapes of the same columns share the bytes of a change. */
  memoize(projection: Projection, operation: Operation, make: () => Buffer): Buffer {
    const known = this.#memo?.get(projection)?.[operation];
    if (known !== undefined) return known;
    const made = make();
    this.#memo ??= new Map();
    this.#memo.set(projection, { ...this.#memo.get(projection), [operation]: made });
    return made;
  }
}

type Operation = 'insert' | 'update' | 'delete';

/** Which columns a shape carries, and whether whole rows. Shapes with the same choice share the object. */
export class Projection {
  readonly table: Table;
  readonly columns: readonly number[];
  readonly full: boolean;
  /** Per column of the table, its name as JSON with the colon. */
  readonly prefixes: readonly Buffer[];
  readonly relation: string;
  /** What every key begins with, unquoted. */
  readonly keyPrefix: string;
  readonly keyColumns: readonly number[];
  readonly head: Buffer;
  readonly heads: { readonly [operation in Operation]: Buffer };

  constructor(table: Table, columns: readonly number[], full: boolean) {
    this.table = table;
    this.columns = columns;
    this.full = full;
    this.prefixes = table.columns.map((column) => Buffer.from(`${JSON.stringify(column.name)}:`));
    this.relation = JSON.stringify([table.schema, table.name]);
    this.keyPrefix = `"${table.schema}"."${table.name}"`;
    this.keyColumns = table.key.length > 0 ? table.key : table.columns.map((_, index) => index);
    this.head = Buffer.from(`{"key":${JSON.stringify(this.keyPrefix).slice(0, -1)}`);
    const headers = (operation: Operation) => Buffer.from(`,"headers":{"operation":"${operation}","relation":${this.relation},"lsn":"`);
    this.heads = { insert: headers('insert'), update: headers('update'), delete: headers('delete') };
  }
}

const isBoolean = (table: Table, column: number): boolean => table.columns[column]?.type === 'bool' && table.columns[column].isArray === false;

/** The text of a value on the wire. */
export const wireText = (table: Table, column: number, text: string): string => (isBoolean(table, column) ? (text === 't' ? 'true' : 'false') : text);

/** One message for a shape, its JSON still open for the mark that it is the transaction's last. */
export interface ShapeMessage {
  readonly lsn: number;
  readonly op: number;
  readonly open: Buffer;
}

/** Writes what a change means for a shape: nothing, one message, or two when the primary key changed. What `isKept` holds on to no text but its own. */
export function describeChange(change: Change, projection: Projection, matches: (row: RawRow) => boolean, lsn: number, xid: number, isKept: boolean): readonly ShapeMessage[] {
  const { raw } = change;
  const before = raw.old !== null && matches(raw.old) ? raw.old : null;
  const after = raw.new !== null && matches(raw.new) ? raw.new : null;
  if (before === null && after === null) return [];
  const { keyColumns, columns, full, table } = projection;
  const message = (operation: Operation, op: number, row: RawRow, include: readonly number[], old: RawRow | null = null, changed: readonly number[] = []): ShapeMessage => ({
    lsn,
    op,
    open: change.memoize(projection, operation, () => {
      const text = writeMessage(projection, operation, row, include, old, changed, lsn, op, xid);
      return isKept ? alone(text) : text;
    }),
  });
  const insert = (row: RawRow, op: number) => message('insert', op, row, columns);
  const remove = (row: RawRow, op: number) => message('delete', op, row, full ? columns : table.key.length > 0 ? table.key : columns);
  if (before === null) return after === null ? [] : [insert(after, change.op)];
  if (after === null) return [remove(before, change.op)];
  if (keyColumns.some((column) => !after.equals(before, column))) return [remove(before, change.op), insert(after, change.op + 1)];
  const changed = columns.filter((column) => !after.equals(before, column));
  if (changed.length === 0) return [];
  if (full) return [message('update', change.op, after, columns, before, changed)];
  return [
    message(
      'update',
      change.op,
      after,
      columns.filter((column) => table.key.includes(column) || changed.includes(column)),
    ),
  ];
}

/** A copy in memory of its own: a text, and any small buffer that Node makes, is cut from a slab that it would keep alive whole. */
function alone(text: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(text.length);
  text.copy(copy);
  return copy;
}

const keyNull = Buffer.from('/_');
const keyOpen = Buffer.from(String.raw`/\"`);
const keyClose = Buffer.from(String.raw`\"`);
const valueOpen = Buffer.from('","value":{');
const oldOpen = Buffer.from(',"old_value":{');
const objectClose = Buffer.from('}');

function writeMessage(
  projection: Projection,
  operation: Operation,
  row: RawRow,
  include: readonly number[],
  old: RawRow | null,
  changed: readonly number[],
  lsn: number,
  op: number,
  xid: number,
): Buffer {
  const { table, keyColumns, prefixes } = projection;
  const writer = beginJson();
  writer.put(projection.head);
  for (const column of keyColumns) {
    const span = row.span(column);
    if (span === null) writer.put(keyNull);
    else {
      writer.put(keyOpen);
      if (isBoolean(table, column)) writer.word(span.bytes[span.start] === 0x74 ? 'true' : 'false');
      else writer.text(span.bytes, span.start, span.end, true);
      writer.put(keyClose);
    }
  }
  const values = (from: RawRow, chosen: readonly number[]) => {
    let first = true;
    for (const column of chosen) {
      if (!first) writer.word(',');
      first = false;
      writer.put(prefixes[column] ?? objectClose);
      const span = from.span(column);
      if (span === null) writer.word('null');
      else if (isBoolean(table, column)) writer.word(span.bytes[span.start] === 0x74 ? '"true"' : '"false"');
      else {
        writer.word('"');
        writer.text(span.bytes, span.start, span.end, false);
        writer.word('"');
      }
    }
    writer.put(objectClose);
  };
  writer.put(valueOpen);
  values(row, include);
  if (old !== null) {
    writer.put(oldOpen);
    values(old, changed);
  }
  writer.put(projection.heads[operation]);
  writer.word(`${lsn}","op_position":${op},"txids":[${xid}]`);
  return writer.end();
}

const closeLast = Buffer.from(',"last":true}}');
const closeOther = Buffer.from('}}');

/** Completes messages in order, as the pieces of their JSON; unless the list was cut, its end is the end of a transaction. */
export function closeMessages(messages: readonly ShapeMessage[], cut: boolean): readonly (readonly [Buffer, Buffer])[] {
  return messages.map(({ open, lsn }, index) => {
    const next = messages[index + 1];
    const last = next === undefined ? !cut : next.lsn !== lsn;
    return [open, last ? closeLast : closeOther];
  });
}

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
