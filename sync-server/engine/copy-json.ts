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
  /** Adds a row, a line of COPY; gives back a full chunk when the row did not fit any more. */
  readonly write: (line: Buffer) => Buffer | null;
  /** Gives back what is left. */
  readonly take: () => Buffer;
}

const tab = 0x09;
const newline = 0x0a;
const quote = 0x22;
const slash = 0x2f;
const backslash = 0x5c;
const letterN = 0x4e;
const verticalTab = 0x76;
const hexDigits = Buffer.from('0123456789abcdef');
const escape = Buffer.from(String.raw`\u00`);

/** Creates the writer for one snapshot; `extra` goes into every row's headers. */
export function createCopyJson(projection: Projection, chunkBytes: number, extra = ''): CopyJson {
  const columns = copyColumns(projection);
  const keyCount = columns.filter(({ isKey }) => isKey).length;
  const start = projection.head;
  const keyOpen = Buffer.from(String.raw`/\"`);
  const keyClose = Buffer.from(String.raw`\"`);
  const keyNull = Buffer.from('/_');
  const valueStart = Buffer.from('","value":{');
  const names = columns.map(({ column, isValue }) => (isValue ? (projection.prefixes[column] ?? null) : null));
  const nullText = Buffer.from('null');
  const end = Buffer.from(`},"headers":{"operation":"insert","relation":${projection.relation}${extra}}}`);
  const fixed = start.length + valueStart.length + end.length + names.reduce((sum, name) => sum + (name?.length ?? 0) + 10, 0) + keyCount * 8 + 16;

  const headroom = Math.min(chunkBytes, 1024 * 1024);
  let out = Buffer.allocUnsafe(chunkBytes + headroom);
  let at = 0;

  const put = (bytes: Buffer) => {
    if (bytes.length > 64) {
      bytes.copy(out, at);
      at += bytes.length;
    } else for (let index = 0; index < bytes.length; index += 1) out[at++] = bytes[index] ?? 0;
  };

  /** Copies one field, unescaping COPY and escaping JSON, and returns where the next begins. */
  const copyField = (line: Buffer, from: number, doubleSlashes: boolean): number => {
    const target = out;
    let to = at;
    let index = from;
    for (;;) {
      const byte = line[index++] ?? newline;
      if (byte > backslash || (byte > quote && byte < backslash && byte !== slash)) {
        target[to++] = byte;
      } else if (byte === tab || byte === newline) {
        break;
      } else if (byte === backslash) {
        const escaped = line[index++] ?? backslash;
        // COPY and JSON write these characters alike, but JSON knows no \v.
        if (escaped === verticalTab) {
          to = putControl(to, 0x0b);
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
      } else if (byte < 0x20) {
        to = putControl(to, byte);
      } else {
        target[to++] = byte;
      }
    }
    at = to;
    return index;
  };

  const putControl = (to: number, byte: number): number => {
    escape.copy(out, to);
    out[to + 4] = hexDigits[byte >> 4] ?? 0;
    out[to + 5] = hexDigits[byte & 15] ?? 0;
    return to + 6;
  };

  const isNull = (line: Buffer, from: number) => line[from] === backslash && line[from + 1] === letterN && (line[from + 2] === tab || line[from + 2] === newline);

  const take = () => {
    const chunk = out.subarray(0, at);
    out = Buffer.allocUnsafe(chunkBytes + headroom);
    at = 0;
    return chunk;
  };

  const write = (line: Buffer): Buffer | null => {
    const needed = line.length * 12 + fixed;
    const chunk = at > 0 && (at >= chunkBytes || at + needed > out.length) ? take() : null;
    if (at + needed > out.length) out = Buffer.allocUnsafe(needed);
    if (at > 0) out[at++] = 0x2c;
    put(start);
    let from = 0;
    for (let index = 0; index < keyCount; index += 1) {
      if (isNull(line, from)) {
        put(keyNull);
        from += 3;
      } else {
        put(keyOpen);
        from = copyField(line, from, true);
        put(keyClose);
      }
    }
    put(valueStart);
    from = 0;
    let first = true;
    for (const name of names) {
      if (name === null) {
        while (line[from] !== tab && line[from] !== newline) from += line[from] === backslash ? 2 : 1;
        from += 1;
        continue;
      }
      if (!first) out[at++] = 0x2c;
      first = false;
      put(name);
      if (isNull(line, from)) {
        put(nullText);
        from += 3;
      } else {
        out[at++] = quote;
        from = copyField(line, from, false);
        out[at++] = quote;
      }
    }
    put(end);
    return chunk;
  };

  return { write, take };
}
