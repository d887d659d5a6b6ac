import { createHash, createHmac, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { storagePathOf } from '#domain/storage/rules.ts';
import { chunkSize, chunksOf, DamagedFile, headOf, headSize, keyOf, keySize, openChunk, plainSize, sealChunk, sealedChunkSize } from '../cipher.ts';

/** What bytes turned out to be once all of them were here. */
export interface Digest {
  readonly sha256: string;
  readonly size: number;
}

/** Files of tenants on the hub's disk, each encrypted with a key of its own. */
export interface FileStore {
  /** Takes bytes in; `admit` names the file by what came, or throws, and then nothing is left. */
  readonly add: (tenantId: string, bytes: AsyncIterable<Uint8Array>, atMost: number, admit: (found: Digest) => string) => Promise<string>;
  /** How many bytes a file has; null where there is none. */
  readonly sizeOf: (tenantId: string, id: string) => Promise<number | null>;
  /** The bytes from one place up to before another. */
  readonly read: (tenantId: string, id: string, from: number, to: number) => AsyncIterable<Buffer>;
  readonly remove: (tenantId: string, id: string) => Promise<void>;
  /** A seal that only this hub can make. */
  readonly sign: (text: string) => Buffer;
}

/** More bytes came than may. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** Opens the folder of files; what was on its way when a hub was killed is thrown away. */
export function openFileStore(directory: string): FileStore {
  const incoming = path.join(directory, 'incoming');
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  const master = masterKey(directory);
  fs.rmSync(incoming, { recursive: true, force: true });
  fs.mkdirSync(incoming, { mode: 0o700 });
  const tenantKey = (tenantId: string) => derived(master, `files of ${tenantId}`);
  const placeOf = (tenantId: string, id: string) => path.join(directory, tenantId, storagePathOf(id));
  const linkKey = derived(master, 'links');

  async function write(file: fs.promises.FileHandle, tenantId: string, bytes: AsyncIterable<Uint8Array>, atMost: number, admit: (found: Digest) => string): Promise<string> {
    const key = randomBytes(keySize);
    const hash = createHash('sha256');
    let [size, place, at] = [0, 0, headSize];
    for await (const { chunk, isLast } of inChunks(bytes)) {
      size += chunk.length;
      if (size > atMost) throw new TooLarge(`More than ${atMost} bytes came.`);
      hash.update(chunk);
      const sealed = sealChunk(key, place, isLast, chunk);
      await file.write(sealed, 0, sealed.length, at);
      place += 1;
      at += sealed.length;
    }
    const id = admit({ size, sha256: hash.digest('hex') });
    // The head comes last: a file without one is no file.
    await file.write(headOf(tenantKey(tenantId), id, key), 0, headSize, 0);
    await file.sync();
    return id;
  }

  return {
    add: async (tenantId, bytes, atMost, admit) => {
      const unfinished = path.join(incoming, randomUUID());
      const file = await fs.promises.open(unfinished, 'wx', 0o600);
      try {
        const id = await write(file, tenantId, bytes, atMost, admit);
        await file.close();
        const target = placeOf(tenantId, id);
        await fs.promises.mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
        await fs.promises.rename(unfinished, target);
        return id;
      } catch (error) {
        await file.close();
        await fs.promises.rm(unfinished, { force: true });
        throw error;
      }
    },
    sizeOf: async (tenantId, id) => {
      const found = await fs.promises.stat(placeOf(tenantId, id)).catch(ifThere);
      return found ? plainSize(found.size) : null;
    },
    read: async function* read(tenantId, id, from, to) {
      const file = await fs.promises.open(placeOf(tenantId, id), 'r');
      try {
        const size = plainSize((await file.stat()).size);
        const key = keyOf(tenantKey(tenantId), id, await piece(file, 0, headSize, id));
        const last = chunksOf(size) - 1;
        const end = Math.min(to, size);
        for (let place = Math.floor(from / chunkSize); place <= last && place * chunkSize < Math.max(end, 1); place++) {
          const length = place === last ? sealedChunkSize - chunkSize + (size - last * chunkSize) : sealedChunkSize;
          const plain = openChunk(key, place, place === last, await piece(file, headSize + place * sealedChunkSize, length, id), id);
          yield plain.subarray(Math.max(0, from - place * chunkSize), end - place * chunkSize);
        }
      } finally {
        await file.close();
      }
    },
    remove: (tenantId, id) => fs.promises.rm(placeOf(tenantId, id), { force: true }),
    sign: (text) => createHmac('sha256', linkKey).update(text).digest(),
  };
}

/** The key of all keys, drawn once; without it nothing that is stored can be read. */
function masterKey(directory: string): Buffer {
  const file = path.join(directory, 'key');
  if (fs.existsSync(file)) {
    const key = fs.readFileSync(file);
    if (key.length !== keySize) throw new Error(`The key of the stored files, ${file}, has ${key.length} bytes instead of ${keySize}: put back the one of your copy.`);
    return key;
  }
  if (fs.readdirSync(directory).some((name) => name !== 'incoming'))
    throw new Error(`The key of the stored files, ${file}, is missing: put it back from your copy, or move the folder away to begin without the files.`);
  const key = randomBytes(keySize);
  fs.writeFileSync(file, key, { mode: 0o600, flag: 'wx', flush: true });
  return key;
}

const derived = (master: Buffer, what: string): Buffer => Buffer.from(hkdfSync('sha256', master, '', `holdfast ${what}`, keySize));

/** Bytes in pieces of the size of a chunk; which is the last is known only when no more come. */
async function* inChunks(bytes: AsyncIterable<Uint8Array>): AsyncIterable<{ readonly chunk: Buffer; readonly isLast: boolean }> {
  let held = Buffer.alloc(0);
  for await (const part of bytes) {
    held = Buffer.concat([held, part]);
    // The last is held back, even a whole one.
    for (; held.length > chunkSize; held = held.subarray(chunkSize)) yield { chunk: held.subarray(0, chunkSize), isLast: false };
  }
  yield { chunk: held, isLast: true };
}

async function piece(file: fs.promises.FileHandle, at: number, length: number, name: string): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, at);
  if (bytesRead < length) throw new DamagedFile(`The stored file ${name} was cut short.`);
  return bytes;
}

function ifThere(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}
