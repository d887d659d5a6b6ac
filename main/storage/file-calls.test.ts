import { createHash, randomBytes, randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { filePart } from '#domain/storage/rules.ts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { OpenVault } from '../vault/vaults.ts';
import { createDeskFiles, type DeskFiles } from './file-calls.ts';

/** A hub of files alone: what it answers next, and what it was sent. */
const hub = { status: 204, code: 'hub.says', offset: 0, asked: 0, sent: [] as { path: string; size: number; sha256: string; token: string }[], served: Buffer.alloc(0) };
const server = http.createServer(async (request, response) => {
  const parts: Buffer[] = [];
  try {
    for await (const part of request) parts.push(part as Buffer);
  } catch {
    // The desk broke off.
    return;
  }
  const body = Buffer.concat(parts);
  const says = (status: number, what: object) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(what));
  const isUpload = request.url?.startsWith('/v1/blobs/') === true;
  if (isUpload && request.method === 'GET') {
    hub.asked += 1;
    if (hub.status === 404) return says(404, { code: 'row.missing', message: 'Never heard of it.' });
    return says(200, { offset: hub.offset, size: 0, isComplete: false });
  }
  if (isUpload) {
    expect([request.method, request.headers['upload-offset']]).toEqual(['PATCH', String(hub.offset)]);
    hub.sent.push({ path: request.url ?? '', size: body.length, sha256: shaOf(body), token: request.headers.authorization ?? '' });
    return hub.status < 300 ? response.writeHead(hub.status).end() : says(hub.status, { code: hub.code, message: 'The hub says why.' });
  }
  if (request.method === 'POST' && hub.status >= 400) return says(hub.status, { code: 'auth.denied', message: 'Not you.' });
  if (request.method === 'POST') return says(200, { path: '/v1/files/link', until: '2026-01-01T00:00:00.000Z', size: hub.served.length, mimeType: 'audio/wav', name: null });
  const [, from = '', to = ''] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
  return response.writeHead(206).end(hub.served.subarray(Number(from), Number(to) + 1));
});
const shaOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

let folder: string;
let files: DeskFiles;
let vault: OpenVault | null;
let clock = 0;
let warnings: string[] = [];
let changes = 0;
const start = () => {
  const { port } = server.address() as AddressInfo;
  files = createDeskFiles({
    hubUrl: `http://127.0.0.1:${port}`,
    open: () => vault,
    touch: () => {},
    now: () => clock,
    warn: (line) => warnings.push(line),
    changed: () => (changes += 1),
  });
};
beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
afterAll(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-kept-'));
  clock = Date.now();
  hub.status = 204;
  hub.code = 'hub.says';
  hub.offset = 0;
  hub.asked = 0;
  hub.sent = [];
  warnings = [];
  changes = 0;
  const body = { token: 'a token', certificate: null, session: { tenantId: '0195e6a0-0000-7000-8000-000000000001' } } as unknown as OpenVault['body'];
  vault = { id: randomUUID(), place: { file: path.join(folder, 'replica.db'), key: randomBytes(32).toString('hex') }, body };
  start();
  return () => fs.rmSync(folder, { recursive: true, force: true });
});

const add = async (bytes: Buffer, more: { readonly mimeType?: string; readonly until?: number } = {}) => {
  const file = randomUUID();
  for (let at = 0; ; at += filePart) {
    const isLast = at + filePart >= bytes.length;
    const part = bytes.subarray(at, at + filePart).toString('base64');
    const outcome = await files.calls['files.add']({ file, at, part, isLast, name: 'Ein Brief.pdf', mimeType: more.mimeType ?? 'application/pdf' });
    if (isLast || !outcome.ok || at === more.until) return outcome;
  }
};
const waiting = () => (fs.existsSync(path.join(folder, 'files')) ? fs.readdirSync(path.join(folder, 'files')).length : 0);
const bytes = randomBytes(2 * filePart + 777);

test('a file is kept sealed, sent whole, and kept no longer than until the hub has it', async () => {
  expect(await add(bytes)).toEqual({ ok: true, size: bytes.length, sha256: shaOf(bytes) });
  const onDisk = fs.globSync(`${folder}/**/*`).filter((each) => fs.statSync(each).isFile());
  expect(onDisk.length).toBe(4);
  for (const each of onDisk) expect([fs.readFileSync(each).includes(bytes.subarray(0, 32)), fs.readFileSync(each).includes('Brief')]).toEqual([false, false]);
  await files.send();
  expect(hub.sent).toMatchObject([{ size: bytes.length, sha256: shaOf(bytes), token: 'Bearer a token' }]);
  expect(waiting()).toBe(0);
  expect(await add(Buffer.alloc(0))).toMatchObject({ ok: true, size: 0 });
  await files.send();
  expect(hub.sent.at(-1)).toMatchObject({ size: 0 });
  expect(waiting()).toBe(0);
});

test('it goes on where the hub has it', async () => {
  await add(bytes);
  hub.offset = filePart + 65_536;
  await files.send();
  expect(hub.sent).toMatchObject([{ size: bytes.length - hub.offset, sha256: shaOf(bytes.subarray(hub.offset)) }]);
  expect(waiting()).toBe(0);
});

test('it waits while the hub is away, busy, or has not heard of it yet, also across a start, and is never let go of itself', async () => {
  await add(bytes);
  for (const status of [503, 404, 429, 401]) {
    hub.status = status;
    await files.send();
    // It is not offered anew in every round.
    await files.send();
    expect(waiting()).toBe(1);
    clock += 60_000;
  }
  expect([hub.sent.length, hub.asked, files.stuck()]).toEqual([3, 4, []]);
  start();
  vault = { ...(vault as OpenVault), body: { ...(vault as OpenVault).body, token: null } };
  hub.sent = [];
  await files.send();
  expect([hub.sent, waiting()]).toEqual([[], 1]);
  vault = { ...vault, body: { ...vault.body, token: 'again' } };
  hub.status = 404;
  await files.send();
  clock += 61_000;
  await files.send();
  expect(files.stuck()).toMatchObject([{ name: 'Ein Brief.pdf', size: bytes.length, code: 'row.missing', isTriedAgain: true }]);
  expect(changes).toBe(1);
  clock += 31 * 86_400_000;
  hub.status = 204;
  await files.send();
  expect([waiting(), files.stuck(), changes]).toEqual([0, [], 2]);
});

test.each([
  [422, 'blob.hashMismatch'],
  [413, 'blob.tooLarge'],
  [409, 'blob.purged'],
])('what the hub does not take (%s %s) is told of, not sent again, and stays where it can be opened until somebody decides', async (status, code) => {
  await add(bytes);
  Object.assign(hub, { status, code });
  await files.send();
  const blobId = hub.sent[0]?.path.split('/').at(-1) ?? '';
  const told = { name: 'Ein Brief.pdf', blobId, size: bytes.length, mimeType: 'application/pdf', code, message: 'The hub says why.', isTriedAgain: false };
  expect([files.stuck(), changes]).toMatchObject([[told], 1]);
  start();
  hub.sent = [];
  clock += 86_400_000;
  await files.send();
  expect([hub.sent, waiting(), files.stuck()]).toMatchObject([[], 1, [told]]);
  expect(await files.calls['files.open']({ blobId, verb: 'view' })).toMatchObject({ ok: true, size: bytes.length });
  const [{ id: file } = { id: '' }] = files.stuck();
  expect(await files.calls['files.decide']({ file, choice: 'retry' })).toEqual({ ok: true });
  await files.send();
  expect([hub.sent.length, files.stuck()]).toMatchObject([1, [told]]);
  expect(await files.calls['files.decide']({ file, choice: 'discard' })).toEqual({ ok: true });
  expect([waiting(), files.stuck()]).toEqual([0, []]);
  expect(await files.calls['files.decide']({ file, choice: 'retry' })).toMatchObject({ ok: false, code: 'row.missing' });
});

test.each([
  [507, 'storage.full'],
  [403, 'auth.denied'],
])('what the hub does not take yet (%s %s) is told of at once and offered again, and nothing is told while the vault is shut', async (status, code) => {
  await add(bytes);
  Object.assign(hub, { status, code });
  await files.send();
  expect(files.stuck()).toMatchObject([{ code, isTriedAgain: true }]);
  const open = vault;
  vault = null;
  await files.send();
  expect([files.stuck(), waiting()]).toEqual([[], 1]);
  vault = open;
  hub.status = 204;
  clock += 10_000;
  await files.send();
  expect([files.stuck(), waiting()]).toEqual([[], 0]);
});

test('what waits here is opened here, and everything else from the hub, part by part', async () => {
  await add(bytes);
  hub.status = 503;
  await files.send();
  const blobId = hub.sent[0]?.path.split('/').at(-1) ?? '';
  const readAll = async (asked: { readonly blobId?: string; readonly recordingId?: string }) => {
    const found = await files.calls['files.open']({ ...asked, verb: 'view' });
    if (!found.ok) return found.code;
    const parts: Buffer[] = [];
    for (let at = 0; at < found.size; at += filePart) {
      const read = await files.calls['files.read']({ opened: found.opened, at });
      if (!read.ok) return read.code;
      parts.push(Buffer.from(read.part, 'base64'));
    }
    return shaOf(Buffer.concat(parts));
  };
  expect(await readAll({ blobId })).toBe(shaOf(bytes));
  hub.status = 204;
  hub.served = randomBytes(filePart + 5);
  expect(await readAll({ recordingId: randomUUID() })).toBe(shaOf(hub.served));
  hub.status = 403;
  expect(await readAll({ recordingId: randomUUID() })).toBe('auth.denied');
  vault = null;
  expect(await readAll({ blobId })).toBe('vault.locked');
});

test('what is not taken, or does not come whole, leaves nothing behind', async () => {
  expect(await add(bytes, { mimeType: 'text/html' })).toMatchObject({ ok: false, code: 'blob.typeRefused', field: 'mimeType' });
  expect(await add(bytes, { until: 0 })).toMatchObject({ ok: true, sha256: null });
  await files.send();
  expect(hub.sent).toEqual([]);
  const outOfTurn = files.calls['files.add']({ file: randomUUID(), at: filePart, part: '', isLast: true, name: 'x', mimeType: 'text/plain' });
  await expect(outOfTurn).rejects.toThrow('out of turn');
  start();
  await files.send();
  expect(waiting()).toBe(0);
});

test('a file that was changed on the disk is not sent, is told of, and keeps no other back', async () => {
  const spoil = (name: string) => {
    const [dir = ''] = fs.readdirSync(path.join(folder, 'files'));
    const part = path.join(folder, 'files', dir, name);
    const sealed = fs.readFileSync(part);
    sealed.writeUInt8(sealed.readUInt8(100) ^ 1, 100);
    fs.writeFileSync(part, sealed);
  };
  for (const part of ['1', 'file']) {
    warnings = [];
    hub.sent = [];
    await add(bytes);
    spoil(part);
    start();
    const whole = await add(Buffer.from(`beside ${part}`));
    for (let round = 0; round < 3; round++) await files.send();
    expect(hub.sent.map(({ sha256 }) => sha256)).toEqual([whole?.ok ? whole.sha256 : null]);
    expect([waiting(), warnings.filter((line) => line.includes('changed on this computer')).length]).toEqual([1, 1]);
    fs.rmSync(path.join(folder, 'files'), { recursive: true });
  }
});
