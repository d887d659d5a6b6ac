import type { Projection } from './change.ts';
import { quoteName } from './where/sql.ts';

/** Which columns a snapshot selects, the key's first, and which of them are values. */
export function copyColumns(projection: Projection): readonly { readonly column: number; readonly isKey: boolean; readonly isValue: boolean }[] {
  const { columns } = projection;
  const key = projection.keyColumns;
  return [
    ...key.map((column) => ({ column, isKey: true, isValue: columns.includes(column) })),
    ...columns.filter((column) => !key.includes(column)).map((column) => ({ column, isKey: false, isValue: true })),
  ];
}

/** The select list of a snapshot; booleans as the words that the wire has. */
export const copySelect = (projection: Projection): string =>
  copyColumns(projection)
    .map(({ column }) => {
      const { name, type, isArray } = projection.table.columns[column] ?? { name: '', type: '', isArray: false };
      return type === 'bool' && !isArray ? `${quoteName(name)}::text` : quoteName(name);
    })
    .join(', ');

/** Turns rows of COPY's text format into the wire's JSON, byte by byte. */
export interface CopyJson {
  /** Adds a row, a line of COPY that lies somewhere in a buffer; gives back a full chunk when the row did not fit any more. */
  readonly write: (bytes: Buffer, start: number, end: number) => Buffer | null;
  /** Gives back what is left. */
  readonly take: () => Buffer;
  /** Takes the memory of a chunk that is done with: fresh memory costs as much as filling it. */
  readonly reuse: (chunk: Buffer) => void;
}

const tab = 0x09;
const newline = 0x0a;
const comma = 0x2c;
const quote = 0x22;
const slash = 0x2f;
const backslash = 0x5c;
const letterN = 0x4e;
const verticalTab = 0x76;
const hexDigits = Buffer.from('0123456789abcdef');
const escape = Buffer.from(String.raw`\u00`);
const isPlain = Uint8Array.from({ length: 256 }, (_, byte) => Number(byte >= 0x20 && byte !== quote && byte !== slash && byte !== backslash));
const keyOpen = Buffer.from(String.raw`/\"`);
const keyClose = Buffer.from(String.raw`\"`);
const keyNull = Buffer.from('/_');
const valueStart = Buffer.from('","value":{');
const nullText = Buffer.from('null');

const nothing = Buffer.alloc(0);
const firstBytes = 64 * 1024;

/** Creates the writer for one snapshot; `extra` goes into every row's headers. */
export function createCopyJson(projection: Projection, chunkBytes: number, extra = ''): CopyJson {
  const columns = copyColumns(projection);
  const keyCount = columns.filter(({ isKey }) => isKey).length;
  const names = columns.map(({ column, isValue }) => (isValue ? (projection.prefixes[column] ?? null) : null));
  const end = Buffer.from(`},"headers":{"operation":"insert","relation":${projection.relation}${extra}}}`);
  const fixed = projection.head.length + valueStart.length + end.length + names.reduce((sum, name) => sum + (name?.length ?? 0) + 10, 0) + keyCount * 8 + 16;

  const fullBytes = chunkBytes + Math.min(chunkBytes, 1024 * 1024);
  let out: Buffer = nothing;
  let spare: Buffer = nothing;
  let usual = firstBytes;
  let at = 0;

  const take = () => {
    const chunk = out.subarray(0, at);
    out = spare;
    spare = nothing;
    at = 0;
    return chunk;
  };

  /** Most tables are small: the buffer becomes large only for those that are not. */
  const reserve = (needed: number) => {
    if (at + needed <= out.length) return;
    if (out.length > 0) usual = fullBytes;
    const larger = Buffer.allocUnsafeSlow(Math.max(at + needed, usual));
    out.copy(larger, 0, 0, at);
    out = larger;
  };

  const write = (bytes: Buffer, start: number, stop: number): Buffer | null => {
    const needed = (stop - start) * 12 + fixed;
    const chunk = at > 0 && (at >= chunkBytes || at + needed > fullBytes) ? take() : null;
    reserve(needed);
    const target = out;
    let to = at;
    if (to > 0) target[to++] = comma;
    to = put(target, to, projection.head);
    from = start;
    for (let index = 0; index < keyCount; index += 1) {
      if (isNull(bytes)) {
        to = put(target, to, keyNull);
        from += 3;
      } else {
        to = put(target, to, keyOpen);
        to = copyField(target, to, bytes, true);
        to = put(target, to, keyClose);
      }
    }
    to = put(target, to, valueStart);
    from = start;
    let isFirst = true;
    for (const name of names) {
      if (name === null) {
        while (bytes[from] !== tab && bytes[from] !== newline) from += bytes[from] === backslash ? 2 : 1;
        from += 1;
        continue;
      }
      if (!isFirst) target[to++] = comma;
      isFirst = false;
      to = put(target, to, name);
      if (isNull(bytes)) {
        to = put(target, to, nullText);
        from += 3;
      } else {
        target[to++] = quote;
        to = copyField(target, to, bytes, false);
        target[to++] = quote;
      }
    }
    at = put(target, to, end);
    return chunk;
  };

  const reuse = (chunk: Buffer) => {
    spare = Buffer.from(chunk.buffer, chunk.byteOffset);
  };

  return { write, take, reuse };
}

/** Where the next field begins. Like the target, it is handed from call to call: closures over either cost half the speed. */
let from = 0;

const isNull = (bytes: Buffer) => bytes[from] === backslash && bytes[from + 1] === letterN && (bytes[from + 2] === tab || bytes[from + 2] === newline);

function put(target: Buffer, to: number, bytes: Buffer): number {
  if (bytes.length > 64) target.set(bytes, to);
  else for (let index = 0; index < bytes.length; index += 1) target[to + index] = bytes[index] ?? 0;
  return to + bytes.length;
}

/** Copies the next field, unescaping COPY and escaping JSON. */
function copyField(target: Buffer, start: number, bytes: Buffer, doubleSlashes: boolean): number {
  let to = start;
  let index = from;
  for (;;) {
    let byte = bytes[index++] ?? newline;
    while (isPlain[byte] === 1) {
      target[to++] = byte;
      byte = bytes[index++] ?? newline;
    }
    if (byte === tab || byte === newline) break;
    if (byte === backslash) {
      const escaped = bytes[index++] ?? backslash;
      // COPY and JSON write these characters alike, but JSON knows no \v.
      if (escaped === verticalTab) {
        to = putControl(target, to, 0x0b);
      } else {
        target[to++] = backslash;
        target[to++] = escaped;
      }
    } else if (byte === quote) {
      target[to++] = backslash;
      target[to++] = quote;
    } else if (byte === slash) {
      target[to++] = slash;
      if (doubleSlashes) target[to++] = slash;
    } else {
      to = putControl(target, to, byte);
    }
  }
  from = index;
  return to;
}

function putControl(target: Buffer, to: number, byte: number): number {
  target.set(escape, to);
  target[to + 4] = hexDigits[byte >> 4] ?? 0;
  target[to + 5] = hexDigits[byte & 15] ?? 0;
  return to + 6;
}
