import { fromDesk, type FromDesk } from '#domain/bridge-wire.ts';
import type { Outcome } from '#domain/bridge.ts';
import type { DeskStatus } from '#domain/desk/queries.ts';
import { grantsOf } from '#domain/kernel/capability.ts';
import { Team } from '#domain/people/team.ts';
import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { seedId } from './bridge/seeded-replica.ts';
import { createCore, type Core } from './core.ts';
import { createFakeWriter } from './fake-writer.ts';
import { createFileKeychain } from './vault/keychain.ts';
import { openSealed } from './vault/seal.ts';

const password = 'holdfast-demo';
const seal = generateKeyPairSync('x25519');
const sealKey = seal.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const tenantId = '0192a000-0000-7000-8000-0000000000d1';

let home: string;
let hub: Server;
let hubUrl: string;
let now: number;
let core: Core;
let fake: ReturnType<typeof createFakeWriter>;
/** What the hub answers, by path; `null` breaks the line. */
let replies: Record<string, { readonly status: number; readonly body: unknown } | null>;
let faults: unknown[];
let posted: { path: string; body: Record<string, unknown>; token: string | undefined }[];

const sessionOf = (email: string, changes: object = {}) => ({
  tenantId,
  tenantName: 'Harbour Assist',
  subdomain: 'demo',
  timeZone: 'UTC',
  settings: { sealKey },
  userId: email.startsWith('amina') ? seedId(4, 0) : seedId(4, 1),
  email,
  displayName: email,
  roleName: 'Admin',
  teamIds: [],
  grants: grantsOf('admin'),
  deviceId: seedId(9, 0),
  leaseUntil: new Date(now + 30 * 86_400_000).toISOString(),
  serverTime: new Date(now).toISOString(),
  generation: 'one',
  ...changes,
});

const begin = () =>
  createCore({
    home,
    hubUrl,
    keychain: createFileKeychain(join(home, 'keychain.key')),
    startWriter: fake.start,
    log: { warn: () => undefined, error: (_where, cause) => faults.push(cause) },
    now: () => now,
    argon: { memoryCost: 256, timeCost: 1, parallelism: 1 },
  });

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'holdfast-core-'));
  now = Date.now();
  [replies, posted, faults] = [{}, [], []];
  hub = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const path = request.url ?? '';
      posted.push({ path, body, token: request.headers.authorization });
      const reply = path in replies ? replies[path] : usual(path, body);
      if (!reply) return request.socket.destroy();
      response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.body === null ? '' : JSON.stringify(reply.body));
    });
  }).listen(0, '127.0.0.1');
  await new Promise((done) => hub.once('listening', done));
  const address = hub.address();
  hubUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  fake = createFakeWriter();
  core = begin();
});
afterEach(async ({ task }) => {
  await core.stop();
  if (!/damaged|dies/.test(task.name)) expect(faults).toEqual([]);
  await new Promise((done) => hub.close(done));
  rmSync(home, { recursive: true });
});

const recovery = randomBytes(32).toString('base64');
function usual(path: string, body: Record<string, unknown>) {
  if (path !== '/v1/sign-in') return { status: path === '/v1/health' ? 200 : 204, body: path === '/v1/health' ? { ok: true } : null };
  if (body['password'] !== password) return { status: 401, body: { code: 'auth.failed', message: 'wrong', field: 'password' } };
  return { status: 200, body: { token: `token of ${String(body['email'])}`, recoverySecret: recovery, session: sessionOf(String(body['email'])) } };
}
async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}
const breakLine = () => (replies = Object.fromEntries(['/v1/sign-in', '/v1/session', '/v1/health', '/v1/sign-out', '/v1/quarantine'].map((path) => [path, null])));
const signIn = (name: string, secret = password) => core.signIn({ subdomain: 'demo', email: `${name}@demo.holdfast.test`, password: secret });

/** A window on the bridge. */
function createWindow() {
  const said: FromDesk[] = [];
  const connection = core.connect({ post: (text) => said.push(fromDesk.parse(JSON.parse(text))) });
  let counter = 0;
  const device = async (name: string, args: object = {}): Promise<Outcome<object>> => {
    const id = ++counter;
    connection.receive({ verb: 'device', id, name, args });
    const heard = await vi.waitFor(() => said.find((each) => each.kind === 'outcome' && each.id === id) ?? expect.fail('no outcome yet'), { timeout: 5000 });
    return (heard.kind === 'outcome' ? heard.outcome : {}) as Outcome<object>;
  };
  const watch = (name: string, args: object = {}) => {
    const id = ++counter;
    connection.receive({ verb: 'watch', id, name, args });
    return () => said.filter((each) => 'id' in each && each.id === id).map((each) => (each.kind === 'answer' ? each.value : each.kind === 'failed' ? each.code : null));
  };
  return { device, watch, connection };
}

test('a first sign-in makes a vault, opens it, and later it opens without a hub', async () => {
  expect(core.status()).toMatchObject({ vault: 'signedOut', vaults: [], session: null });
  expect(await signIn('amina')).toEqual({ ok: true });
  expect(core.status()).toMatchObject({ vault: 'open', session: { email: 'amina@demo.holdfast.test' } });
  await core.lock();
  breakLine();
  const [vault] = core.status().vaults;
  expect(core.status()).toMatchObject({ vault: 'locked', session: null });
  const { device } = createWindow();
  expect(await device('session.unlock', { vault: vault?.id, password: 'guess' })).toMatchObject({ ok: false, code: 'vault.wrongPassword', field: 'password' });
  expect(await device('session.unlock', { vault: vault?.id, password })).toEqual({ ok: true });
  expect(core.status().vault).toBe('open');
});

test('without a hub a first sign-in says so, and a later one opens what is here', async () => {
  breakLine();
  expect(await signIn('amina')).toMatchObject({ ok: false, code: 'hub.unreachable' });
  replies = {};
  await signIn('amina');
  await core.lock();
  breakLine();
  expect(await signIn('amina', 'guess')).toMatchObject({ ok: false, code: 'vault.wrongPassword' });
  expect(await signIn('amina')).toEqual({ ok: true });
});

test('what the hub refuses is passed on with its field', async () => {
  expect(await signIn('amina', 'guess')).toEqual({ ok: false, code: 'auth.failed', message: 'wrong', field: 'password' });
  expect(existsSync(join(home, 'vaults'))).toBe(false);
});

test('signing out keeps the vault with its unsent work for the next sign-in', async () => {
  await signIn('amina');
  const { device, connection } = createWindow();
  connection.receive({ verb: 'send', id: 500, name: 'contacts.create', args: {} });
  expect(await device('session.signOut')).toEqual({ ok: true, pending: 1 });
  expect(core.status()).toMatchObject({ vault: 'signedOut', vaults: [] });
  await vi.waitFor(() => expect(posted.some(({ path, token }) => path === '/v1/sign-out' && token === 'Bearer token of amina@demo.holdfast.test')).toBe(true));
  const files = readdirSync(join(home, 'vaults'));
  await signIn('amina');
  expect(readdirSync(join(home, 'vaults'))).toEqual(files);
  expect(await device('session.signOut')).toMatchObject({ pending: 1 });
});

test('two people at one desk have vaults of their own, and a window sees only the one that is open', async () => {
  await signIn('amina');
  fake.replica()?.add(Team, [{ id: seedId(20, 0), name: 'Team of Amina' }]);
  const window = createWindow();
  const teams = window.watch('records.list', { entity: 'teams' });
  await vi.waitFor(() => expect(JSON.stringify(teams())).toContain('Team of Amina'));
  await core.lock();
  await vi.waitFor(() => expect(teams().at(-1)).toBe('vault.locked'));
  await signIn('joao');
  await vi.waitFor(() => expect(teams().at(-1)).toEqual({ rows: [], next: null }));
  expect(readdirSync(join(home, 'vaults'))).toHaveLength(2);
});

test('what the writer commits reaches the windows that watch it', async () => {
  await signIn('amina');
  const window = createWindow();
  const teams = window.watch('records.list', { entity: 'teams' });
  await vi.waitFor(() => expect(teams()).toEqual([{ rows: [], next: null }]));
  fake.replica()?.add(Team, [{ id: seedId(20, 0), name: 'Escalations' }]);
  fake.tell({ kind: 'changed', entities: { teams: [seedId(20, 0)] }, sources: [] });
  await vi.waitFor(() => expect(teams().at(-1)).toMatchObject({ rows: [{ name: 'Escalations', pending: 0 }] }));
});

test('the status shows what the writer tells, and nothing of it once the vault is shut', async () => {
  await signIn('amina');
  const status = createWindow().watch('desk.status');
  const hubState = { url: hubUrl, state: 'online', since: new Date(now).toISOString(), message: null } as const;
  fake.tell({ kind: 'status', status: { caughtUpAt: '2026-03-01T00:00:00.000Z', firstSync: null, hub: hubState, lastError: null, notice: null, pending: 3, review: 1 } });
  await vi.waitFor(() => expect(status().at(-1)).toMatchObject({ vault: 'open', pending: 3, review: 1, hub: hubState }));
  await core.lock();
  await vi.waitFor(() => expect(status().at(-1)).toMatchObject({ vault: 'locked', pending: 0, caughtUpAt: null, session: null } satisfies Partial<DeskStatus>));
});

test('signing in again, because the hub asked for it, leaves the screen as it is', async () => {
  await signIn('amina');
  fake.replica()?.add(Team, [{ id: seedId(20, 0), name: 'Escalations' }]);
  const teams = createWindow().watch('records.list', { entity: 'teams' });
  await vi.waitFor(() => expect(teams()).toHaveLength(1));
  await signIn('amina');
  expect(fake.log).toEqual([
    ['open', 'amina@demo.holdfast.test', true],
    ['attach', 'amina@demo.holdfast.test', true],
  ]);
  expect(teams()).toHaveLength(1);
});

test('a replica that was rebuilt is read anew', async () => {
  await signIn('amina');
  const teams = createWindow().watch('records.list', { entity: 'teams' });
  await vi.waitFor(() => expect(teams()).toEqual([{ rows: [], next: null }]));
  fake.rebuild();
  fake.replica()?.add(Team, [{ id: seedId(20, 0), name: 'Rebuilt' }]);
  fake.tell({ kind: 'rebuilt' });
  await vi.waitFor(() => expect(teams().at(-1)).toMatchObject({ rows: [{ name: 'Rebuilt' }] }));
});

test('a damaged page met while reading has the replica fetched again', async () => {
  await signIn('amina');
  const { file } = fake.replica()?.place ?? expect.fail('no replica');
  fake.replica()?.db.pragma('wal_checkpoint(TRUNCATE)');
  const bytes = readFileSync(file);
  for (let at = 4096 * 2; at < bytes.length; at += 64) bytes[at] = (bytes[at] ?? 0) ^ 255;
  writeFileSync(file, bytes);
  const teams = createWindow().watch('records.list', { entity: 'teams' });
  await vi.waitFor(() => expect(fake.log).toContainEqual(['repair']));
  await vi.waitFor(() => expect(teams().at(-1)).toEqual({ rows: [], next: null }));
  expect(faults.length).toBeGreaterThan(0);
});

test('nothing is sent or read while the vault is shut', async () => {
  const { device, watch } = createWindow();
  expect(await device('drafts.save', { key: 'k', value: 'v' })).toMatchObject({ ok: false, code: 'vault.locked' });
  const cases = watch('cases.list');
  await vi.waitFor(() => expect(cases()).toEqual(['vault.locked']));
  expect(fake.log).toEqual([]);
});

test('past its lease a vault stays shut until the hub has been asked', async () => {
  await signIn('amina');
  await core.lock();
  now += 31 * 86_400_000;
  breakLine();
  const { device } = createWindow();
  const [vault] = core.status().vaults;
  expect(await device('session.unlock', { vault: vault?.id, password })).toMatchObject({ ok: false, code: 'vault.expired' });
  expect(core.status()).toMatchObject({ vault: 'expired', session: null });
  now -= 30 * 86_400_000;
  replies = { '/v1/session': { status: 200, body: sessionOf('amina@demo.holdfast.test') } };
  expect(await device('session.unlock', { vault: vault?.id, password })).toEqual({ ok: true });
});

test('a revoked device hands in its unsent work sealed, then keeps nothing', async () => {
  await signIn('amina');
  const { device, connection } = createWindow();
  connection.receive({ verb: 'send', id: 500, name: 'contacts.create', args: {} });
  await device('session.touch');
  fake.tell({ kind: 'revoked', message: 'This device was revoked.' });
  await vi.waitFor(() => expect(core.status()).toMatchObject({ vault: 'revoked', session: null, vaults: [], notice: 'This device was revoked.' }));
  await vi.waitFor(() => expect(posted.find(({ path }) => path === '/v1/quarantine')).toBeDefined());
  expect(readdirSync(join(home, 'vaults'))).toEqual([]);
  const sealed = Buffer.from(String(posted.find(({ path }) => path === '/v1/quarantine')?.body['sealed']), 'base64');
  expect(unseal(sealed)).toBe('["unsent work"]');
  await vi.waitFor(() => expect(readdirSync(join(home, 'sealed'))).toEqual([]));
  expect(await signIn('amina')).toEqual({ ok: true });
});

test('sealed work that the hub could not take is kept until it can', async () => {
  await signIn('amina');
  const { device, connection } = createWindow();
  connection.receive({ verb: 'send', id: 500, name: 'contacts.create', args: {} });
  await device('session.touch');
  breakLine();
  fake.tell({ kind: 'revoked', message: 'This device was revoked.' });
  await vi.waitFor(() => expect(core.status().vault).toBe('revoked'));
  expect(readdirSync(join(home, 'sealed'))).toHaveLength(1);
  await core.stop();
  replies = {};
  core = begin();
  await vi.waitFor(() => expect(readdirSync(join(home, 'sealed'))).toEqual([]), { timeout: 5000 });
});

test('a device that was revoked while it was off is purged when its owner signs in', async () => {
  await signIn('amina');
  await core.lock();
  replies = { '/v1/sign-in': { status: 403, body: { code: 'device.revoked', message: 'This device was revoked.' } } };
  expect(await signIn('amina')).toMatchObject({ ok: false, code: 'device.revoked' });
  expect(core.status()).toMatchObject({ vault: 'revoked', vaults: [] });
  expect(fake.log).toContainEqual(['open', 'amina@demo.holdfast.test', false]);
});

test('a writer that dies is started again, with what was open', async () => {
  await signIn('amina');
  fake.die();
  await vi.waitFor(() => expect(fake.log.filter((each) => JSON.stringify(each).startsWith('["open"'))).toHaveLength(2), { timeout: 5000 });
  expect([core.status().vault, faults]).toEqual(['open', ['The writer has ended.']]);
});

test('two desks never share a home', async () => {
  expect(begin).toThrow('another desk already runs');
  await core.stop();
  core = begin();
});

test('a hub beyond this computer is spoken to in TLS only', () => {
  expect(() =>
    createCore({
      home,
      hubUrl: 'http://hub.example.org',
      keychain: createFileKeychain(join(home, 'k')),
      startWriter: fake.start,
      log: { warn: () => undefined, error: () => undefined },
    }),
  ).toThrow('TLS only');
});

function unseal(sealed: Buffer): string {
  const theirs = createPublicKey({ key: sealed.subarray(0, 44), format: 'der', type: 'spki' });
  const secret = diffieHellman({ privateKey: createPrivateKey(seal.privateKey.export({ format: 'pem', type: 'pkcs8' })), publicKey: theirs });
  const key = Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), 'holdfast quarantine', 32));
  return String(openSealed(key, 'quarantine', sealed.subarray(44)));
}
