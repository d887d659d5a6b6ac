/** Message kinds of pgoutput, protocol version 1, as bytes. */
export const kinds = { begin: 0x42, commit: 0x43, relation: 0x52, insert: 0x49, update: 0x55, delete: 0x44, truncate: 0x54 } as const;

const kindNull = 0x6e;
const kindUnchanged = 0x75;
const kindOld = 0x4f;
const kindKey = 0x4b;

/** The table that following changes belong to, as the publisher describes it. */
export interface Relation {
  readonly oid: number;
  readonly replicaIdentity: string;
  readonly columns: readonly { readonly name: string; readonly type: number; readonly modifier: number }[];
}

/** A transaction's head: where its commit record lies, and its 32-bit id. */
export interface Begin {
  readonly lsn: number;
  readonly xid: number;
}

/** Reads a 64-bit position. */
export const readLsn = (buffer: Buffer, offset: number): number => buffer.readUInt32BE(offset) * 0x1_0000_0000 + buffer.readUInt32BE(offset + 4);

/** Decodes a Begin message. */
export const decodeBegin = (message: Buffer): Begin => ({ lsn: readLsn(message, 1), xid: message.readUInt32BE(17) });

/** Decodes a Commit message: where the commit record starts and ends. */
export const decodeCommit = (message: Buffer): { readonly lsn: number; readonly end: number } => ({ lsn: readLsn(message, 2), end: readLsn(message, 10) });

/** Decodes a Relation message. */
export function decodeRelation(message: Buffer): Relation {
  let at = 5;
  const text = () => {
    const end = message.indexOf(0, at);
    const value = message.toString('utf8', at, end);
    at = end + 1;
    return value;
  };
  const oid = message.readUInt32BE(1);
  text();
  text();
  const replicaIdentity = String.fromCharCode(message[at] ?? 0);
  const count = message.readUInt16BE(at + 1);
  at += 3;
  const columns = Array.from({ length: count }, () => {
    at += 1;
    const name = text();
    const column = { name, type: message.readUInt32BE(at), modifier: message.readInt32BE(at + 4) };
    at += 8;
    return column;
  });
  return { oid, replicaIdentity, columns };
}

/** Decodes the table ids of a Truncate message. */
export function decodeTruncate(message: Buffer): readonly number[] {
  return Array.from({ length: message.readUInt32BE(1) }, (_, index) => message.readUInt32BE(6 + index * 4));
}

/** A row's values by column number, still the bytes that Postgres sent. */
export class RawRow {
  readonly #message: Buffer;
  /** Start and end of each value; a start of -1 is null, -2 a TOASTed value that did not change. */
  readonly #spans: readonly number[];
  readonly #texts: (string | null | undefined)[];
  readonly #fallback: RawRow | null;

  constructor(message: Buffer, spans: readonly number[], fallback: RawRow | null) {
    this.#message = message;
    this.#spans = spans;
    this.#texts = [];
    this.#fallback = fallback;
  }

  text(column: number): string | null {
    const known = this.#texts[column];
    if (known !== undefined) return known;
    const start = this.#spans[column * 2] ?? -1;
    const value = start >= 0 ? this.#message.toString('utf8', start, this.#spans[column * 2 + 1]) : start === -2 && this.#fallback !== null ? this.#fallback.text(column) : null;
    this.#texts[column] = value;
    return value;
  }

  /** Where a value's bytes are; null for null. */
  span(column: number): { readonly bytes: Buffer; readonly start: number; readonly end: number } | null {
    const start = this.#spans[column * 2] ?? -1;
    if (start >= 0) return { bytes: this.#message, start, end: this.#spans[column * 2 + 1] ?? start };
    return start === -2 && this.#fallback !== null ? this.#fallback.span(column) : null;
  }

  /** Compares one value with another row's without decoding either. */
  equals(other: RawRow, column: number): boolean {
    const start = this.#spans[column * 2] ?? -1;
    if (start === -2 && this.#fallback === other) return true;
    const otherStart = other.#spans[column * 2] ?? -1;
    if (start < 0 || otherStart < 0) return this.text(column) === other.text(column);
    return this.#message.compare(other.#message, otherStart, other.#spans[column * 2 + 1], start, this.#spans[column * 2 + 1]) === 0;
  }
}

/** A decoded insert, update or delete. */
export interface RawChange {
  readonly operation: 'insert' | 'update' | 'delete';
  readonly old: RawRow | null;
  readonly new: RawRow | null;
}

/** Decodes an Insert, Update or Delete message; values stay bytes until asked for. */
export function decodeChange(message: Buffer): RawChange {
  const kind = message[0];
  let at = 5;
  let old: RawRow | null = null;
  if (kind !== kinds.insert && (message[at] === kindOld || message[at] === kindKey)) {
    const row = readRow(message, at + 1, null);
    old = row.row;
    at = row.end;
  }
  if (kind === kinds.delete) return { operation: 'delete', old, new: null };
  const row = readRow(message, at + 1, old);
  return { operation: kind === kinds.insert ? 'insert' : 'update', old, new: row.row };
}

function readRow(message: Buffer, start: number, fallback: RawRow | null): { readonly row: RawRow; readonly end: number } {
  let at = start + 2;
  const count = message.readUInt16BE(start);
  const spans: number[] = [];
  for (let column = 0; column < count; column += 1) {
    const kind = message[at];
    at += 1;
    if (kind === kindNull || kind === kindUnchanged) {
      spans.push(kind === kindNull ? -1 : -2, 0);
    } else {
      const length = message.readInt32BE(at);
      at += 4;
      spans.push(at, at + length);
      at += length;
    }
  }
  return { row: new RawRow(message, spans, fallback), end: at };
}
