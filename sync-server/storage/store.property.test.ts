import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chunkSize, headSize, sealedChunkSize } from './cipher.ts';
import { openFileStore, OutOfStep, type FileStore } from './parts/store.ts';

const run = promisify(execFile);
const tenantId = '0195e6a0-0000-7000-8000-000000000001';
const fileId = (n: number) => `0195e6a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
let directory: string;
let store: FileStore;
let made = 0;

beforeAll(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-files-'));
  store = openFileStore(directory);
});
afterAll(() => fs.rmSync(directory, { recursive: true, force: true }));

/** Bytes in parts of any size, as a line brings them. */
async function* inParts(bytes: Buffer, parts: readonly number[]): AsyncIterable<Buffer> {
  let at = 0;
  for (const part of parts) {
    yield bytes.subarray(at, at + part);
    at += part;
  }
  yield bytes.subarray(at);
}
const add = (bytes: Buffer, parts: readonly number[] = []) => {
  made += 1;
  const id = fileId(made);
  return store.add(tenantId, inParts(bytes, parts), bytes.length, () => id);
};
const read = async (id: string, from: number, to: number) => {
  const parts: Buffer[] = [];
  for await (const part of store.read(tenantId, id, from, to)) parts.push(part);
  return Buffer.concat(parts);
};
const placeOf = (id: string) => path.join(directory, tenantId, id.slice(-2), id);
const sizes = fc.oneof(fc.nat(300), fc.constantFrom(chunkSize - 1, chunkSize, chunkSize + 1, 2 * chunkSize), fc.integer({ min: 0, max: 4 * chunkSize }));

test('gives back any range of what came in, in whatever parts it came', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.array(fc.nat(chunkSize * 2), { maxLength: 5 }), fc.nat(), fc.nat(), async (size, parts, a, b) => {
      const bytes = randomBytes(size);
      const id = await add(bytes, parts);
      expect(await store.sizeOf(tenantId, id)).toBe(size);
      const [from, to] = [a % (size + 1), b % (size + 1)].toSorted((one, other) => one - other) as [number, number];
      expect((await read(id, from, to)).equals(bytes.subarray(from, to))).toBe(true);
      expect((await read(id, 0, size)).equals(bytes)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('keeps nothing of a file for which the disk has too little room', async () => {
  const full = path.join(directory, 'full');
  const script = `import { openFileStore } from './sync-server/storage/parts/store.ts';
    const bytes = async function* () { yield Buffer.alloc(${chunkSize / 2}, 'x'); };
    await openFileStore(${JSON.stringify(full)}).add('${tenantId}', bytes(), ${chunkSize}, () => '${fileId(1)}').then(() => console.log('kept'), ({ code }) => console.log(code));`;
  const { stdout } = await run('bash', ['-c', `ulimit -f ${chunkSize / 4096}; exec "$0" --input-type=module -e "$1"`, process.execPath, script]);
  expect(stdout.trim()).toBe('EFBIG');
  expect(fs.existsSync(path.join(full, tenantId))).toBe(false);
});

test('says what came, and keeps nothing of what is not admitted, is too much or breaks off', async () => {
  const bytes = randomBytes(chunkSize + 5);
  let told: unknown;
  const refusing = store.add(tenantId, inParts(bytes, [7]), bytes.length, (found) => {
    told = found;
    throw new Error('not these');
  });
  await expect(refusing).rejects.toThrow('not these');
  expect(told).toEqual({ size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
  await expect(store.add(tenantId, inParts(bytes, []), bytes.length - 1, () => fileId(999))).rejects.toThrow('More than');
  async function* broken(): AsyncIterable<Buffer> {
    yield bytes;
    throw new Error('the line broke');
  }
  await expect(store.add(tenantId, broken(), bytes.length, () => fileId(999))).rejects.toThrow('the line broke');
  expect(fs.readdirSync(path.join(directory, 'incoming'))).toEqual([]);
  expect(await store.sizeOf(tenantId, fileId(999))).toBe(null);
});

test('nothing of a file can be read on the disk, and nothing of it be changed, cut, moved or taken for another', async () => {
  const bytes = Buffer.alloc(3 * chunkSize, 'a secret that is easily found ');
  const id = await add(bytes);
  const kept = fs.readFileSync(placeOf(id));
  expect(kept.includes('a secret')).toBe(false);
  const spoilt = async (change: (file: Buffer) => Buffer, as = id) => {
    fs.mkdirSync(path.dirname(placeOf(as)), { recursive: true });
    fs.writeFileSync(placeOf(as), change(Buffer.from(kept)));
    const problem = await read(as, 0, bytes.length).then(
      () => 'read',
      (error: Error) => error.name,
    );
    fs.writeFileSync(placeOf(id), kept);
    return problem;
  };
  const flipped = (at: number) => (file: Buffer) => {
    file.writeUInt8(file.readUInt8(at) ^ 1, at);
    return file;
  };
  const second = headSize + sealedChunkSize;
  const swapped = (file: Buffer) =>
    Buffer.concat([file.subarray(0, headSize), file.subarray(second, second + sealedChunkSize), file.subarray(headSize, second), file.subarray(second + sealedChunkSize)]);
  for (const place of [0, 10, headSize - 1, headSize, kept.length - 1]) expect(await spoilt(flipped(place))).toBe('DamagedFile');
  expect(await spoilt((file) => file.subarray(0, second))).toBe('DamagedFile');
  expect(await spoilt((file) => file.subarray(0, headSize - 3))).toBe('DamagedFile');
  expect(await spoilt(swapped)).toBe('DamagedFile');
  expect(await spoilt((file) => file, fileId(998))).toBe('DamagedFile');
  expect((await read(id, 0, bytes.length)).equals(bytes)).toBe(true);
});

test('an upload goes on from any break, also over a start of the hub, and is the same file in the end', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.array(fc.nat(), { maxLength: 4 }), fc.boolean(), async (size, breaks, isRestarted) => {
      const bytes = randomBytes(size);
      made += 1;
      const upload = { tenantId, id: fileId(made), by: fileId(0) };
      let told: unknown;
      async function* broken(from: number, to: number): AsyncIterable<Buffer> {
        yield bytes.subarray(from, to);
        throw new Error('the line broke');
      }
      for (const each of breaks) {
        const from = await store.begun(upload);
        const to = from + (each % (size - from + 1));
        await expect(store.resume(upload, from, broken(from, to), size, () => upload.id)).rejects.toThrow('the line broke');
        const here = await store.begun(upload);
        expect([here >= from, here <= to, to - here <= chunkSize]).toEqual([true, true, true]);
        if (isRestarted) store = openFileStore(directory);
      }
      await expect(store.resume(upload, size + chunkSize, inParts(bytes, []), size, () => upload.id)).rejects.toThrow(OutOfStep);
      const from = await store.begun(upload);
      await store.resume(upload, from, inParts(bytes.subarray(from), [9]), size, (found) => {
        told = found;
        return upload.id;
      });
      expect(told).toEqual({ size, sha256: createHash('sha256').update(bytes).digest('hex') });
      expect((await read(upload.id, 0, size)).equals(bytes)).toBe(true);
      expect(fs.readdirSync(path.join(directory, 'incoming'))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('an upload that was changed on the disk begins again, and two at once do not meet', async () => {
  const bytes = randomBytes(3 * chunkSize);
  const upload = { tenantId, id: fileId(997), by: fileId(0) };
  async function* broken(): AsyncIterable<Buffer> {
    yield bytes;
    throw new Error('the line broke');
  }
  await expect(store.resume(upload, 0, broken(), bytes.length, () => upload.id)).rejects.toThrow('the line broke');
  const [name = ''] = fs.readdirSync(path.join(directory, 'incoming'));
  const place = path.join(directory, 'incoming', name);
  expect(fs.readFileSync(place).includes(bytes.subarray(0, 64))).toBe(false);
  const spoilt = fs.readFileSync(place);
  spoilt.writeUInt8(spoilt.readUInt8(headSize + 5) ^ 1, headSize + 5);
  fs.writeFileSync(place, spoilt);
  const begun = await store.begun(upload);
  await expect(store.resume(upload, begun, inParts(bytes.subarray(begun), []), bytes.length, () => upload.id)).rejects.toMatchObject({ begun: 0 });
  expect(await store.begun(upload)).toBe(0);
  const first = store.resume(upload, 0, inParts(bytes, [1]), bytes.length, () => upload.id);
  await expect(store.resume(upload, 0, inParts(bytes, []), bytes.length, () => upload.id)).rejects.toThrow(OutOfStep);
  await first;
  expect((await read(upload.id, 0, bytes.length)).equals(bytes)).toBe(true);
});

test('a hub started again reads what it wrote, throws away what was on its way, and does not begin without its key', async () => {
  const bytes = randomBytes(100);
  const id = await add(bytes);
  fs.writeFileSync(path.join(directory, 'incoming', 'left'), 'half a file');
  store = openFileStore(directory);
  expect((await read(id, 0, 100)).equals(bytes)).toBe(true);
  expect(fs.readdirSync(path.join(directory, 'incoming'))).toEqual([]);
  expect(fs.statSync(path.join(directory, 'key')).mode & 0o777).toBe(0o600);
  fs.renameSync(path.join(directory, 'key'), path.join(directory, 'elsewhere'));
  expect(() => openFileStore(directory)).toThrow(/key of the stored files.* is missing/);
  fs.writeFileSync(path.join(directory, 'key'), 'short');
  expect(() => openFileStore(directory)).toThrow(/has 5 bytes instead of 32/);
  fs.renameSync(path.join(directory, 'elsewhere'), path.join(directory, 'key'));
  expect((await read(id, 50, 60)).equals(bytes.subarray(50, 60))).toBe(true);
});
