import type { DeskStatus } from '#domain/desk/queries.ts';
import { Team } from '#domain/people/team.ts';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { seedId } from './bridge/seeded-replica.ts';
import { createCore, type Core } from './core.ts';
import { password, startFakeHub, type FakeHub } from './fake-hub.ts';
import { openFakeWindow } from './fake-window.ts';
import { createFakeWriter } from './fake-writer.ts';
import { createFileKeychain } from './vault/keychain.ts';

// A busy machine is slow, not wrong.
const eventually = <Result>(check: () => Result) => vi.waitFor(check, { timeout: 10_000 });

let home: string;
let hub: FakeHub;
let now: number;
let core: Core;
let fake: ReturnType<typeof createFakeWriter>;
let faults: unknown[];

const begin = () =>
  createCore({
    home,
    hubUrl: hub.url,
    keychain: createFileKeychain(join(home, 'keychain.key')),
    startWriter: fake.start,
    log: { warn: () => undefined, error: (_where, cause) => faults.push(cause) },
    now: () => now,
    argon: { memoryCost: 256, timeCost: 1, parallelism: 1 },
  });

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'holdfast-core-'));
  now = Date.now();
  faults = [];
  hub = await startFakeHub(() => now);
  fake = createFakeWriter();
  core = begin();
});
afterEach(async ({ task }) => {
  await core.stop();
  if (!/damaged|dies/.test(task.name)) expect(faults).toEqual([]);
  await hub.stop();
  rmSync(home, { recursive: true });
});

const breakLine = () => hub.breakLine();
const signIn = (name: string, secret = password) => core.signIn({ subdomain: 'demo', email: `${name}@demo.holdfast.test`, password: secret });

const createWindow = () => openFakeWindow(core);

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
  hub.answer({});
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
  await eventually(() => expect(hub.posted.some(({ path, token }) => path === '/v1/sign-out' && token === 'Bearer token of amina@demo.holdfast.test')).toBe(true));
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
  await eventually(() => expect(JSON.stringify(teams())).toContain('Team of Amina'));
  await core.lock();
  await eventually(() => expect(teams().at(-1)).toBe('vault.locked'));
  await signIn('joao');
  await eventually(() => expect(teams().at(-1)).toEqual({ rows: [], next: null }));
  expect(readdirSync(join(home, 'vaults'))).toHaveLength(2);
  const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  expect(files.length).toBeGreaterThan(4);
  for (const each of files) expect(readFileSync(join(each.parentPath, each.name), 'latin1')).not.toMatch(/Team of Amina|token of amina/);
});

test('a desk that nobody touches locks itself', async () => {
  await signIn('amina');
  const { device } = createWindow();
  now += 14 * 60_000;
  await device('session.touch');
  now += 14 * 60_000;
  await core.tick();
  expect(core.status().vault).toBe('open');
  now += 60_000;
  await core.tick();
  expect(core.status().vault).toBe('locked');
});

test('a desk that is open when its lease passes is shut', async () => {
  await signIn('amina');
  now += 31 * 86_400_000;
  await core.tick();
  expect(core.status()).toMatchObject({ vault: 'expired', session: null });
});

test('what the writer commits reaches the windows that watch it', async () => {
  await signIn('amina');
  const window = createWindow();
  const teams = window.watch('records.list', { entity: 'teams' });
  await eventually(() => expect(teams()).toEqual([{ rows: [], next: null }]));
  fake.replica()?.add(Team, [{ id: seedId(20, 0), name: 'Escalations' }]);
  fake.tell({ kind: 'changed', entities: { teams: [seedId(20, 0)] }, sources: [], isOwn: false });
  await eventually(() => expect(teams().at(-1)).toMatchObject({ rows: [{ name: 'Escalations', pending: 0 }] }));
});

test('the status shows what the writer tells, and nothing of it once the vault is shut', async () => {
  await signIn('amina');
  const status = createWindow().watch('desk.status');
  const hubState = { url: hub.url, state: 'online', since: new Date(now).toISOString(), message: null } as const;
  fake.tell({ kind: 'status', status: { caughtUpAt: '2026-03-01T00:00:00.000Z', firstSync: null, hub: hubState, lastError: null, notice: null, pending: 3, review: 1 } });
  await eventually(() => expect(status().at(-1)).toMatchObject({ vault: 'open', pending: 3, review: 1, hub: hubState }));
  await core.lock();
  await eventually(() => expect(status().at(-1)).toMatchObject({ vault: 'locked', pending: 0, caughtUpAt: null, session: null } satisfies Partial<DeskStatus>));
});

test('signing in again, because the hub asked for it, leaves the screen as it is', async () => {
  await signIn('amina');
  fake.replica()?.add(Team, [{ id: seedId(20, 0), name: 'Escalations' }]);
  const teams = createWindow().watch('records.list', { entity: 'teams' });
  await eventually(() => expect(teams()).toHaveLength(1));
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
  await eventually(() => expect(teams()).toEqual([{ rows: [], next: null }]));
  fake.rebuild();
  fake.replica()?.add(Team, [{ id: seedId(20, 0), name: 'Rebuilt' }]);
  fake.tell({ kind: 'rebuilt' });
  await eventually(() => expect(teams().at(-1)).toMatchObject({ rows: [{ name: 'Rebuilt' }] }));
});

test('a damaged page met while reading has the replica fetched again', async () => {
  await signIn('amina');
  const { file } = fake.replica()?.place ?? expect.fail('no replica');
  fake.replica()?.db.pragma('wal_checkpoint(TRUNCATE)');
  const bytes = readFileSync(file);
  for (let at = 4096 * 2; at < bytes.length; at += 64) bytes[at] = (bytes[at] ?? 0) ^ 255;
  writeFileSync(file, bytes);
  const teams = createWindow().watch('records.list', { entity: 'teams' });
  await eventually(() => expect(fake.log).toContainEqual(['repair']));
  await eventually(() => expect(teams().at(-1)).toEqual({ rows: [], next: null }));
  expect(faults.length).toBeGreaterThan(0);
});

test('nothing is sent or read while the vault is shut', async () => {
  const { device, watch } = createWindow();
  expect(await device('drafts.save', { key: 'k', value: 'v' })).toMatchObject({ ok: false, code: 'vault.locked' });
  const cases = watch('cases.list');
  await eventually(() => expect(cases()).toEqual(['vault.locked']));
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
  hub.answer({ '/v1/session': { status: 200, body: hub.sessionOf('amina@demo.holdfast.test') } });
  expect(await device('session.unlock', { vault: vault?.id, password })).toEqual({ ok: true });
});

test('a writer that dies is started again, with what was open', async () => {
  await signIn('amina');
  fake.die();
  await eventually(() => expect(fake.log.filter((each) => JSON.stringify(each).startsWith('["open"'))).toHaveLength(2));
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

const credential = {
  name: 'main',
  uri: 'sip:101@pbx.example',
  user: '101',
  secret: 'what only the telephone may know',
  wsUrl: 'wss://pbx.example/ws',
  iceServers: [],
  country: 'KE',
};

test('the telephone’s credential is kept in the vault for the time without a hub, and nowhere in clear', async () => {
  await signIn('amina');
  const { device } = createWindow();
  hub.answer({ '/v1/telephony/credential': { status: 200, body: credential } });
  expect(await device('phone.credential')).toEqual({ ok: true, credential });
  expect(core.reaches()).toEqual(['wss://pbx.example']);
  hub.answer({ '/v1/telephony/credential': null });
  expect(await device('phone.credential')).toEqual({ ok: true, credential });
  await core.lock();
  breakLine();
  expect(await device('phone.credential')).toMatchObject({ ok: false, code: 'vault.locked' });
  await signIn('amina');
  hub.answer({ '/v1/telephony/credential': null });
  expect(await device('phone.credential')).toEqual({ ok: true, credential });
  for (const file of readdirSync(home, { recursive: true, withFileTypes: true }).filter((each) => each.isFile()))
    expect(readFileSync(join(file.parentPath, file.name), 'latin1')).not.toContain(credential.secret);
});

test('a credential that the hub takes back is forgotten', async () => {
  await signIn('amina');
  const { device } = createWindow();
  hub.answer({ '/v1/telephony/credential': { status: 200, body: credential } });
  await device('phone.credential');
  hub.answer({ '/v1/telephony/credential': { status: 404, body: { code: 'phone.noExtension', message: 'You have no extension.' } } });
  expect(await device('phone.credential')).toMatchObject({ ok: false, code: 'phone.noExtension' });
  hub.answer({ '/v1/telephony/credential': null });
  expect(await device('phone.credential')).toMatchObject({ ok: false, code: 'phone.offline' });
});

test('an invitation is taken before there is a vault; what is the hub’s alone is asked of it with one', async () => {
  const { device } = createWindow();
  const invitation = { subdomain: 'demo', token: 'a token', fullName: 'Mary Lake', password };
  hub.answer({
    '/v1/invitations/accept': { status: 200, body: { subdomain: 'demo', email: 'mary@lake.example' } },
    '/api/v1/audit/verification': { status: 200, body: { ok: false, reason: 'changed', id: 'a row' } },
    '/api/platform/tenants?limit=100': { status: 403, body: { code: 'auth.denied', message: 'This takes a platform role.' } },
  });
  expect(await device('invitation.accept', invitation)).toEqual({ ok: true, subdomain: 'demo', email: 'mary@lake.example' });
  expect(hub.posted.find(({ path }) => path === '/v1/invitations/accept')).toMatchObject({ body: invitation, token: undefined });
  expect(await device('audit.verify')).toMatchObject({ ok: false, code: 'vault.locked' });
  await signIn('amina');
  expect(await device('audit.verify')).toEqual({ ok: true, verdict: { ok: false, reason: 'changed', id: 'a row' } });
  expect(await device('platform.tenants')).toMatchObject({ ok: false, code: 'auth.denied' });
});
