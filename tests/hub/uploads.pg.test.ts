import { randomBytes, randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { filePart } from '#domain/storage/rules.ts';
import type { SignInAnswer } from '#domain/sync/wire.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDeskFiles } from '../../main/storage/file-calls.ts';
import type { OpenVault } from '../../main/vault/vaults.ts';
import { openFileStore } from '../../sync-server/storage/parts/store.ts';
import { announceAs, codeOf, incomingIn, linkAs, runAs, stateIn, told } from '../support/hub-files.ts';
import { startTestHub, type TestHub } from '../support/start-hub.ts';

let hub: TestHub;
let agent: SignInAnswer;
let southerner: SignInAnswer;
beforeAll(async () => {
  hub = await startTestHub();
  agent = await hub.signIn(hub.alpha, hub.alpha.north.agent.email);
  southerner = await hub.signIn(hub.alpha, hub.alpha.south.agent.email);
});
afterAll(() => hub?.stop());

const bytes = randomBytes(1_500_000);
const part = 64 * 1024;
const send = (id: string, from: number, upTo = bytes.length, { token }: SignInAnswer = agent) => {
  const { hostname, port } = new URL(hub.url);
  const sent = http.request({
    hostname,
    port,
    method: 'PATCH',
    path: `/v1/blobs/${id}`,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream', 'content-length': bytes.length - from, 'upload-offset': from },
  });
  const answer = new Promise<{ status: number; offset: unknown }>((done, fail) => {
    sent.on('response', (response) => done({ status: response.resume().statusCode ?? 0, offset: response.headers['upload-offset'] }));
    sent.on('error', fail);
  });
  sent.write(bytes.subarray(from, upTo));
  if (upTo === bytes.length) sent.end();
  return { sent, answer };
};
const cutAt = async (id: string, from: number, upTo: number) => {
  const { sent, answer } = send(id, from, upTo);
  answer.catch(() => {});
  const here = Math.floor(upTo / part) * part;
  // The hub holds back what might be the last part of a file.
  await expect.poll(() => begun(id)).toBeGreaterThanOrEqual(here - part);
  sent.destroy();
};
const begun = (id: string) =>
  Math.max(0, ...incomingIn(hub).flatMap((name) => (name.includes(id) ? [fs.statSync(path.join(hub.home, 'storage', 'incoming', name)).size - part] : [])));
const asked = async (id: string, who = agent) => told(await hub.ask(who.token, `/v1/blobs/${id}`)) as Promise<{ status: number; offset: number; isComplete: boolean }>;

test('an upload whose line breaks goes on where it left off, over several breaks, each device with what it brought itself', async () => {
  const id = await announceAs(hub, agent, bytes, {});
  expect(await asked(id)).toEqual({ status: 200, offset: 0, size: bytes.length, isComplete: false });
  await cutAt(id, 0, 500_000);
  const { offset } = await asked(id);
  expect([offset % part, offset > 300_000, offset <= 500_000]).toEqual([0, true, true]);
  await cutAt(id, offset, 1_200_000);
  const next = (await asked(id)).offset;
  expect(next).toBeGreaterThan(1_000_000);
  expect((await asked(id, southerner)).offset).toBe(0);
  const head = await fetch(new URL(`/v1/blobs/${id}`, hub.url), { method: 'HEAD', headers: { authorization: `Bearer ${agent.token}` } });
  expect([head.headers.get('upload-offset'), head.headers.get('upload-length'), head.headers.get('upload-complete')]).toEqual([String(next), String(bytes.length), '?0']);
  expect(await send(id, offset).answer).toEqual({ status: 409, offset: String(next) });
  expect(await stateIn(hub, id)).toBe('local');
  expect(await send(id, next).answer).toEqual({ status: 204, offset: String(bytes.length) });
  expect([await stateIn(hub, id), await asked(id)]).toEqual(['stored', { status: 200, offset: bytes.length, size: bytes.length, isComplete: true }]);
  const link = await linkAs(hub, agent, { blobId: id });
  expect(Buffer.from(await (await fetch(new URL(link.path, hub.url))).arrayBuffer()).equals(bytes)).toBe(true);
  expect(incomingIn(hub)).toEqual([]);
});

test('an upload whose line breaks is broken off by its own device coming again, whether or not the hub has noticed', async () => {
  const id = await announceAs(hub, agent, bytes, { evidenceKind: 'attachment' });
  const hung = send(id, 0, 400_000);
  hung.answer.catch(() => {});
  await expect.poll(() => begun(id)).toBeGreaterThan(200_000);
  const { offset } = await asked(id);
  expect(offset).toBeGreaterThan(200_000);
  await expect(hung.answer).rejects.toThrow();
  expect(await send(id, offset).answer).toMatchObject({ status: 204 });
});

test('an upload whose line breaks is thrown away when it turns out to be something else, or nobody goes on with it', async () => {
  const other = await announceAs(hub, agent, randomBytes(bytes.length), {});
  expect(await send(other, 0).answer).toMatchObject({ status: 422 });
  expect([await stateIn(hub, other), incomingIn(hub)]).toEqual(['local', []]);
  await cutAt(other, 0, 300_000);
  expect((await asked(other)).offset).toBeGreaterThan(0);
  const store = openFileStore(path.join(hub.home, 'storage'));
  expect(await store.forget(Date.now() - 60_000)).toBe(0);
  expect((await asked(other)).offset).toBeGreaterThan(0);
  expect(await store.forget(Date.now() + 60_000)).toBe(1);
  expect([(await asked(other)).offset, incomingIn(hub)]).toEqual([0, []]);
  const wrong = await fetch(new URL(`/v1/blobs/${other}`, hub.url), { method: 'PATCH', headers: { authorization: `Bearer ${agent.token}`, 'upload-offset': 'x' }, body: 'x' });
  expect(await told(wrong)).toMatchObject({ status: 400, code: 'input.invalid', field: 'upload-offset' });
});

test('an upload whose line breaks is picked up by a desk that sends through a line which breaks again and again', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-kept-'));
  const whole = randomBytes(3_000_000);
  const id = await announceAs(hub, agent, whole, { evidenceKind: 'attachment' });
  let [passed, breaks] = [0, 0];
  // Each connection is cut after 700,000 bytes towards the hub.
  const line = net.createServer((near) => {
    const far = net.connect(Number(new URL(hub.url).port), '127.0.0.1');
    let own = 0;
    near.on('data', (data) => {
      own += data.length;
      passed += data.length;
      if (own < 700_000) return void far.write(data);
      breaks += 1;
      near.destroy();
      far.end();
    });
    far.on('data', (data) => near.write(data));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.end());
  });
  await new Promise<void>((done) => line.listen(0, '127.0.0.1', done));
  const body = { token: agent.token, certificate: null, session: { tenantId: hub.alpha.id } } as unknown as OpenVault['body'];
  const vault: OpenVault = { id: randomUUID(), place: { file: path.join(folder, 'replica.db'), key: randomBytes(32).toString('hex') }, body } as OpenVault;
  const { port } = line.address() as net.AddressInfo;
  const files = createDeskFiles({ hubUrl: `http://127.0.0.1:${port}`, open: () => vault, touch: () => {}, now: Date.now, warn: () => {}, changed: () => {} });
  const file = randomUUID();
  for (let at = 0; at < whole.length; at += filePart) {
    const isLast = at + filePart >= whole.length;
    await files.calls['files.add']({ file, at, part: whole.subarray(at, at + filePart).toString('base64'), isLast, name: 'film.mp4', mimeType: 'video/mp4' });
  }
  await expect.poll(async () => (await files.send(), stateIn(hub, id))).toBe('stored');
  line.close();
  expect(breaks).toBeGreaterThanOrEqual(4);
  // Sent from the beginning each time, it would never have arrived.
  expect(passed).toBeLessThan(whole.length + breaks * 500_000);
  expect(files.stuck()).toEqual([]);
  fs.rmSync(folder, { recursive: true, force: true });
});

test('a tenant that has a limit keeps no more than that, is told what it has and may, and goes on once it may keep more', async () => {
  const manager = await hub.signIn(hub.alpha, hub.alpha.admin.email);
  const { rows } = await hub.admin.query<{ stored: string }>(`SELECT sum(size) AS stored FROM blobs WHERE tenant_id = $1 AND upload_state = 'stored'`, [hub.alpha.id]);
  const stored = Number(rows[0]?.stored);
  const limit = async (storageMiB: number) => {
    const held = (await hub.admin.query<{ settings: object }>('SELECT settings FROM tenants WHERE id = $1', [hub.alpha.id])).rows[0]?.settings;
    expect(codeOf(await runAs(hub, manager, 'tenants.update', { patch: { settings: { ...held, storageMiB } }, base: { settings: held } }))).toBe('accepted');
  };
  const most = Math.ceil(stored / 1_048_576);
  await limit(most);
  const big = randomBytes(1_200_000);
  const id = await announceAs(hub, agent, big, {});
  const put = () => fetch(new URL(`/v1/blobs/${id}`, hub.url), { method: 'PUT', headers: { authorization: `Bearer ${agent.token}` }, body: big }).then(told);
  const message = `Your organisation keeps ${(stored / 1_048_576).toLocaleString('en', { maximumFractionDigits: 1 })} MiB of the ${most} MiB it may; this file of 1.1 MiB is too much.`;
  expect(await put()).toEqual({ status: 507, code: 'storage.quota', field: 'size', message });
  expect(await stateIn(hub, id)).toBe('local');
  await limit(most + 2);
  expect(await put()).toEqual({ status: 204 });
  expect(await stateIn(hub, id)).toBe('stored');
  expect(codeOf(await runAs(hub, manager, 'tenants.update', { patch: { settings: { storageMiB: 0 } } }))).not.toBe('accepted');
});
