/** Writes one JSON text, byte by byte: values are UTF-8 already and need only JSON's escapes. */
export interface JsonWriter {
  readonly put: (bytes: Buffer) => void;
  /** Writes ASCII. */
  readonly word: (text: string) => void;
  /** Writes what stands between a string's quotes. */
  readonly text: (source: Buffer, start: number, end: number, doubleSlashes: boolean) => void;
  /** Gives back what was written since the beginning. */
  readonly end: () => Buffer;
}

const slabBytes = 256 * 1024;
const quote = 0x22;
const slash = 0x2f;
const backslash = 0x5c;
const hexDigits = Buffer.from('0123456789abcdef');
/** JSON's own letters for \\b \\t \\n \\f \\r, by code. */
const letters = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0x62, 0x74, 0x6e, 0, 0x66, 0x72]);

// Texts are cut one after the other from a common slab: most are small, and a buffer of its own costs more than they do.
let slab = Buffer.allocUnsafeSlow(slabBytes);
let begun = 0;
let at = 0;

function reserve(bytes: number): void {
  if (at + bytes <= slab.length) return;
  const next = Buffer.allocUnsafeSlow(Math.max(slabBytes, (at - begun) * 2 + bytes));
  slab.copy(next, 0, begun, at);
  slab = next;
  at -= begun;
  begun = 0;
}

function put(bytes: Buffer): void {
  reserve(bytes.length);
  if (bytes.length > 48) slab.set(bytes, at);
  else for (let index = 0; index < bytes.length; index += 1) slab[at + index] = bytes[index] ?? 0;
  at += bytes.length;
}

function word(text: string): void {
  reserve(text.length);
  for (let index = 0; index < text.length; index += 1) slab[at + index] = text.charCodeAt(index);
  at += text.length;
}

function text(source: Buffer, start: number, end: number, doubleSlashes: boolean): void {
  reserve((end - start) * 6);
  const out = slab;
  let to = at;
  for (let index = start; index < end; index += 1) {
    const byte = source[index] ?? 0;
    if (byte > backslash || (byte > quote && byte !== backslash && byte !== slash) || byte === 0x20 || byte === 0x21) {
      out[to++] = byte;
    } else if (byte === slash) {
      out[to++] = slash;
      if (doubleSlashes) out[to++] = slash;
    } else if (byte === quote || byte === backslash) {
      out[to++] = backslash;
      out[to++] = byte;
    } else if ((letters[byte] ?? 0) > 0) {
      out[to++] = backslash;
      out[to++] = letters[byte] ?? 0;
    } else {
      out[to++] = backslash;
      out[to++] = 0x75;
      out[to++] = 0x30;
      out[to++] = 0x30;
      out[to++] = hexDigits[byte >> 4] ?? 0;
      out[to++] = hexDigits[byte & 15] ?? 0;
    }
  }
  at = to;
}

function end(): Buffer {
  const written = slab.subarray(begun, at);
  // A large text leaves the slab, which reserved six times as much, to be freed.
  if (slab.length === slabBytes) return written;
  const own = Buffer.from(written);
  slab = Buffer.allocUnsafeSlow(slabBytes);
  at = 0;
  return own;
}

const writer: JsonWriter = { put, word, text, end };

/** Begins a text; it must be ended before the next is begun. */
export function beginJson(): JsonWriter {
  begun = at;
  return writer;
}
