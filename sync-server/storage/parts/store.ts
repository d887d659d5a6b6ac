import { createHash, createHmac, hkdfSync, randomBytes, randomUUID, type Hash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { storagePathOf } from '#domain/storage/rules.ts';
import { chunkSize, chunksOf, DamagedFile, headOf, headSize, keyOf, keySize, openChunk, plainSize, sealChunk, sealedChunkSize } from '../cipher.ts';

/** What bytes turned out to be once all of them were here. */
export interface Digest {
  readonly sha256: string;
  readonly size: number;
}

/** A file on its way from one device; what another brings of the same file is kept apart. */
export interface Upload {
  readonly tenantId: string;
  readonly id: string;
  readonly by: string;
}

type Admit = (found: Digest) => string;

/** Files of tenants on the hub's disk, each encrypted with a key of its own. */
export interface FileStore {
  /** Takes bytes in; `admit` names the file by what came, or throws, and then nothing is left. */
  readonly add: (tenantId: string, bytes: AsyncIterable<Uint8Array>, atMost: number, admit: Admit) => Promise<string>;
  /** How many bytes of an upload are here. */
  readonly begun: (upload: Upload) => Promise<number>;
  /** Takes in what an upload lacks; what has come when the line breaks stays, what `admit` refuses does not. */
  readonly resume: (upload: Upload, from: number, bytes: AsyncIterable<Uint8Array>, atMost: number, admit: Admit) => Promise<void>;
  /** Throws away uploads with which nobody has gone on since; answers how many. */
  readonly forget: (before: number) => Promise<number>;
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

/** Bytes that do not begin where the last ones ended; `begun` says where that is. */
export class OutOfStep extends Error {
  override readonly name = 'OutOfStep';
  readonly begun: number;

  constructor(begun: number) {
    super(`The upload goes on at ${begun}.`);
    this.begun = begun;
  }
}

interface Begun {
  readonly key: Buffer;
  readonly hash: Hash;
  readonly size: number;
}

/** Where a file lies in the folder of files. */
export const placeIn = (directory: string, tenantId: string, id: string): string => path.join(directory, tenantId, storagePathOf(id));

/** By what the key of a folder of files is told from others; null where there is no key. */
export function keyMarkOf(directory: string): string | null {
  const file = path.join(directory, 'key');
  return fs.existsSync(file) ? derived(masterKey(directory), 'mark').toString('hex') : null;
}

/** Opens the folder of files; uploads that can go on stay over a restart, what else was on its way is thrown away. */
export function openFileStore(directory: string): FileStore {
  const incoming = path.join(directory, 'incoming');
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  const master = masterKey(directory);
  fs.mkdirSync(incoming, { recursive: true, mode: 0o700 });
  for (const name of fs.readdirSync(incoming)) if (!isUpload.test(name)) fs.rmSync(path.join(incoming, name));
  const tenantKey = (tenantId: string) => derived(master, `files of ${tenantId}`);
  const placeOf = (tenantId: string, id: string) => placeIn(directory, tenantId, id);
  const uploadOf = ({ tenantId, id, by }: Upload) => path.join(incoming, `${tenantId}.${id}.${by}`);
  const linkKey = derived(master, 'links');
  const busy = new Set<string>();

  async function write(
    file: fs.promises.FileHandle,
    tenantId: string,
    { key, hash, size: begun }: Begun,
    bytes: AsyncIterable<Uint8Array>,
    atMost: number,
    admit: Admit,
  ): Promise<string> {
    let [size, place] = [begun, begun / chunkSize];
    let at = headSize + place * sealedChunkSize;
    for await (const { chunk, isLast } of inChunks(bytes)) {
      size += chunk.length;
      if (size > atMost) throw new TooLarge(`More than ${atMost} bytes came.`);
      hash.update(chunk);
      const sealed = sealChunk(key, place, isLast, chunk);
      await put(file, sealed, at);
      place += 1;
      at += sealed.length;
    }
    const id = admit({ size, sha256: hash.digest('hex') });
    // The head comes last: a file without one is no file.
    await put(file, headOf(tenantKey(tenantId), id, key), 0);
    await file.sync();
    return id;
  }
  const fresh = (): Begun => ({ key: randomBytes(keySize), hash: createHash('sha256'), size: 0 });

  async function keep(unfinished: string, tenantId: string, id: string): Promise<void> {
    const target = placeOf(tenantId, id);
    await fs.promises.mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await fs.promises.rename(unfinished, target);
    // Whoever sent it lets go of it once it is here: its name, too, must outlast a loss of power.
    for (const folder of [path.dirname(target), path.join(directory, tenantId), directory]) await settle(folder);
  }

  /** Looks through what is here of an upload, whose digest is that of the whole. */
  async function look(file: fs.promises.FileHandle, { tenantId, id }: Upload): Promise<Begun> {
    const key = keyOf(tenantKey(tenantId), partName(id), await piece(file, 0, headSize, id));
    const hash = createHash('sha256');
    const size = wholeChunks((await file.stat()).size);
    for (let place = 0; place * chunkSize < size; place++)
      hash.update(openChunk(key, place, false, await piece(file, headSize + place * sealedChunkSize, sealedChunkSize, id), id));
    return { key, hash, size };
  }

  return {
    add: async (tenantId, bytes, atMost, admit) => {
      const unfinished = path.join(incoming, randomUUID());
      const file = await fs.promises.open(unfinished, 'wx', 0o600);
      try {
        const id = await write(file, tenantId, fresh(), bytes, atMost, admit);
        await file.close();
        await keep(unfinished, tenantId, id);
        return id;
      } catch (error) {
        await file.close();
        await fs.promises.rm(unfinished, { force: true });
        throw error;
      }
    },
    begun: async (upload) => {
      const found = await fs.promises.stat(uploadOf(upload)).catch(ifThere);
      return found ? wholeChunks(found.size) : 0;
    },
    resume: async (upload, from, bytes, atMost, admit) => {
      const unfinished = uploadOf(upload);
      const { tenantId, id } = upload;
      if (busy.has(unfinished)) throw new OutOfStep(from);
      busy.add(unfinished);
      const file = await fs.promises.open(unfinished, from === 0 ? 'w+' : 'r+', 0o600).catch(ifThere);
      let isOver = false;
      try {
        if (!file) throw new OutOfStep(0);
        const begun = from === 0 ? fresh() : await look(file, upload);
        if (begun.size !== from) throw new OutOfStep(begun.size);
        // Until it is whole it goes by another name, so that it is no file in any other place.
        if (from === 0) await put(file, headOf(tenantKey(tenantId), partName(id), begun.key), 0);
        await write(file, tenantId, begun, bytes, atMost, (found) => {
          isOver = true;
          return admit(found);
        });
        await file.close();
        await keep(unfinished, tenantId, id);
      } catch (error) {
        await file?.close();
        const isDamaged = error instanceof DamagedFile;
        if (isOver || isDamaged || error instanceof TooLarge) await fs.promises.rm(unfinished, { force: true });
        throw isDamaged ? new OutOfStep(0) : error;
      } finally {
        busy.delete(unfinished);
      }
    },
    forget: async (before) => {
      const old = (await fs.promises.readdir(incoming)).filter((name) => isUpload.test(name)).map((name) => path.join(incoming, name));
      const stats = await Promise.all(old.map((name) => fs.promises.stat(name).catch(ifThere)));
      const gone = old.filter((_, at) => (stats[at]?.mtimeMs ?? Infinity) < before);
      for (const name of gone) await fs.promises.rm(name, { force: true });
      return gone.length;
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

const isUpload = /^[\da-f-]{36}(?:\.[\da-f-]{36}){2}$/;
const partName = (id: string) => `part of ${id}`;
/** The bytes in clear of the whole chunks of an upload. */
const wholeChunks = (stored: number): number => Math.max(0, Math.floor((stored - headSize) / sealedChunkSize)) * chunkSize;

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

/** Writes all of it: a disk that is nearly full takes a part and says so only when asked to take the rest. */
async function put(file: fs.promises.FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
}

async function settle(folder: string): Promise<void> {
  const opened = await fs.promises.open(folder, 'r');
  await opened.sync().finally(() => opened.close());
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
