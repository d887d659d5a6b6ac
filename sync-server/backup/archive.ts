import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import * as z from 'zod';

/** What a backup says of itself before its tables. */
export const manifest = z.object({
  format: z.literal(1),
  madeAt: z.iso.datetime(),
  migrations: z.array(z.object({ number: z.int(), name: z.string(), checksum: z.string() })).min(1),
  /** The mark of the key that opens the files; absent where there are none. */
  filesKey: z.string().optional(),
});
export type Manifest = z.output<typeof manifest>;

/** The name of a table and the columns whose values follow. */
export const tableHead = z.object({ table: z.string(), columns: z.array(z.string()).min(1) });
export type TableHead = z.output<typeof tableHead>;

/** A stored file as it lies on the disk, sealed; its bytes follow. */
const fileHead = z.object({ tenantId: z.uuid(), id: z.uuid() });
export type FileHead = z.output<typeof fileHead>;

/** A piece of a backup, in the order of the file. */
export type Piece =
  | { readonly kind: 'manifest'; readonly manifest: Manifest }
  | { readonly kind: 'table'; readonly head: TableHead }
  | { readonly kind: 'rows'; readonly bytes: Buffer }
  | { readonly kind: 'file'; readonly file: FileHead }
  | { readonly kind: 'bytes'; readonly bytes: Buffer };

// The file: this line in clear, then gzip of frames (kind, length, bytes); the last frame is the SHA-256 of all before it.
const magic = 'HOLDFAST BACKUP\n';
const kinds = { manifest: 1, table: 2, rows: 3, end: 4, file: 5, bytes: 6 } as const;
const headBytes = 5;
const frameAtMost = 64 * 1024 * 1024;

/** Writes a backup beside its place, makes it durable, and only then gives it its name. */
export async function writeArchive(file: string, pieces: AsyncIterable<Piece>): Promise<void> {
  const unfinished = `${file}.unfinished`;
  try {
    fs.writeFileSync(unfinished, magic, { mode: 0o600 });
    await pipeline(Readable.from(frames(pieces), { objectMode: false }), createGzip({ level: 1 }), fs.createWriteStream(unfinished, { flags: 'a', flush: true }));
    fs.renameSync(unfinished, file);
  } catch (error) {
    fs.rmSync(unfinished, { force: true });
    throw error;
  }
}

async function* frames(pieces: AsyncIterable<Piece>): AsyncIterable<Buffer> {
  const hash = createHash('sha256');
  for await (const piece of pieces) {
    const bytes = bytesOf(piece);
    const frame = Buffer.concat([headOf(kinds[piece.kind], bytes.length), bytes]);
    hash.update(frame);
    yield frame;
  }
  const sum = hash.digest();
  yield Buffer.concat([headOf(kinds.end, sum.length), sum]);
}

function bytesOf(piece: Piece): Buffer {
  if ('bytes' in piece) return piece.bytes;
  if (piece.kind === 'table') return Buffer.from(JSON.stringify(piece.head));
  return Buffer.from(JSON.stringify(piece.kind === 'file' ? piece.file : piece.manifest));
}

function headOf(kind: number, length: number): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeUInt8(kind, 0);
  head.writeUInt32BE(length, 1);
  return head;
}

/** Reads the pieces of a backup; a file that is foreign, newer, cut short or changed is an error of one clear line. */
export async function* readArchive(file: string): AsyncIterable<Piece> {
  checkMagic(file);
  const hash = createHash('sha256');
  let isWhole = false;
  for await (const { kind, frame } of framesOf(file)) {
    if (isWhole) throw new Error(`${file} has something after its end; it was not changed by a hub.`);
    const bytes = frame.subarray(headBytes);
    if (kind === kinds.end) {
      if (!hash.digest().equals(bytes)) throw new Error(`${file} was changed or damaged: its checksum is wrong. Use another backup.`);
      isWhole = true;
      continue;
    }
    hash.update(frame);
    yield pieceOf(file, kind, bytes);
  }
  if (!isWhole) throw cutShort(file);
}

function pieceOf(file: string, kind: number, bytes: Buffer): Piece {
  if (kind === kinds.rows) return { kind: 'rows', bytes };
  if (kind === kinds.bytes) return { kind: 'bytes', bytes };
  if (kind === kinds.file) return { kind: 'file', file: fileHead.parse(JSON.parse(bytes.toString())) };
  if (kind === kinds.table) return { kind: 'table', head: tableHead.parse(JSON.parse(bytes.toString())) };
  if (kind !== kinds.manifest) throw new Error(`${file} was made by a newer version of the hub. Update the hub.`);
  const parsed = manifest.safeParse(JSON.parse(bytes.toString()));
  if (!parsed.success) throw new Error(`${file} was made by a newer version of the hub. Update the hub.`);
  return { kind: 'manifest', manifest: parsed.data };
}

async function* framesOf(file: string): AsyncIterable<{ readonly kind: number; readonly frame: Buffer }> {
  let rest = Buffer.alloc(0);
  const unzip = createGunzip();
  const source = fs.createReadStream(file, { start: magic.length });
  source.on('error', (error) => unzip.destroy(error));
  try {
    for await (const chunk of source.pipe(unzip)) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      for (;;) {
        if (rest.length < headBytes) break;
        const length = headBytes + rest.readUInt32BE(1);
        if (length > frameAtMost) throw new Error(`${file} was changed or damaged. Use another backup.`);
        if (rest.length < length) break;
        yield { kind: rest.readUInt8(0), frame: rest.subarray(0, length) };
        rest = rest.subarray(length);
      }
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'Z_BUF_ERROR') throw cutShort(file);
    if (code.startsWith('Z_')) throw new Error(`${file} was changed or damaged. Use another backup.`, { cause: error });
    throw error;
  } finally {
    source.destroy();
  }
  if (rest.length > 0) throw cutShort(file);
}

const cutShort = (file: string) => new Error(`${file} is cut short: it is not a whole backup. Use another one.`);

function checkMagic(file: string): void {
  const start = Buffer.alloc(magic.length);
  let descriptor: number;
  try {
    descriptor = fs.openSync(file, 'r');
  } catch (error) {
    throw new Error(`The file ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  const length = fs.readSync(descriptor, start);
  fs.closeSync(descriptor);
  if (length < magic.length || start.toString() !== magic) throw new Error(`${file} is not a backup of a Holdfast hub.`);
}
