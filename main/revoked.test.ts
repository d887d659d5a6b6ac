import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCore, type Core } from './core.ts';
import { password, startFakeHub, type FakeHub } from './fake-hub.ts';
import { openFakeWindow } from './fake-window.ts';
import { createFakeWriter } from './fake-writer.ts';
import { createFileKeychain } from './vault/keychain.ts';

// A busy machine is slow, not wrong.
const eventually = <Result>(check: () => Result) => vi.waitFor(check, { timeout: 10_000 });

let home: string;
let hub: FakeHub;
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
    argon: { memoryCost: 256, timeCost: 1, parallelism: 1 },
  });

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'holdfast-revoked-'));
  faults = [];
  hub = await startFakeHub(Date.now);
  fake = createFakeWriter();
  core = begin();
});
afterEach(async () => {
  await core.stop();
  expect(faults).toEqual([]);
  await hub.stop();
  rmSync(home, { recursive: true });
});

const signIn = (name: string) => core.signIn({ subdomain: 'demo', email: `${name}@demo.holdfast.test`, password });
const createWindow = () => openFakeWindow(core);

test('a revoked device hands in its unsent work sealed, then keeps nothing', async () => {
  await signIn('amina');
  const { device, connection } = createWindow();
  connection.receive({ verb: 'send', id: 500, name: 'contacts.create', args: {} });
  await device('session.touch');
  fake.tell({ kind: 'revoked', message: 'This device was revoked.' });
  await eventually(() => expect(core.status()).toMatchObject({ vault: 'revoked', session: null, vaults: [], notice: 'This device was revoked.' }));
  await eventually(() => expect(hub.posted.find(({ path }) => path === '/v1/quarantine')).toBeDefined());
  expect(readdirSync(join(home, 'vaults'))).toEqual([]);
  const sealed = Buffer.from(String(hub.posted.find(({ path }) => path === '/v1/quarantine')?.body['sealed']), 'base64');
  expect(hub.unseal(sealed)).toBe('["unsent work"]');
  await eventually(() => expect(readdirSync(join(home, 'sealed'))).toEqual([]));
  expect(hub.posted.filter(({ path }) => path === '/v1/devices/wiped')).toMatchObject([{ token: 'Bearer token of amina@demo.holdfast.test' }]);
  expect(await signIn('amina')).toEqual({ ok: true });
});

test('sealed work that the hub could not take is kept until it can', async () => {
  await signIn('amina');
  const { device, connection } = createWindow();
  connection.receive({ verb: 'send', id: 500, name: 'contacts.create', args: {} });
  await device('session.touch');
  hub.breakLine();
  fake.tell({ kind: 'revoked', message: 'This device was revoked.' });
  await eventually(() => expect(core.status().vault).toBe('revoked'));
  expect(readdirSync(join(home, 'sealed'))).toHaveLength(2);
  await core.stop();
  writeFileSync(join(home, 'sealed', '0.json'), '{"token":');
  hub.answer({});
  core = begin();
  await eventually(() => expect(readdirSync(join(home, 'sealed'))).toEqual(['0.json.unreadable']));
});

test('sealed work goes once the hub takes it again, also while the hub was there all the time', async () => {
  await core.stop();
  // The desk looks every quarter of a minute.
  vi.useFakeTimers({ toFake: ['clearInterval', 'setInterval'] });
  try {
    core = begin();
    await eventually(() => expect(core.status().hub.state).toBe('online'));
    await signIn('amina');
    expect(await createWindow().device('drafts.save', { key: 'a letter', value: 'Dear …' })).toEqual({ ok: true });
    hub.answer({ '/v1/quarantine': { status: 503, body: { code: 'hub.unavailable', message: 'busy' } } });
    fake.tell({ kind: 'revoked', message: 'This device was revoked.' });
    await eventually(() => expect(core.status().vault).toBe('revoked'));
    await eventually(() => expect(readdirSync(join(home, 'sealed'))).toHaveLength(1));
    hub.answer({});
    vi.advanceTimersByTime(15_000);
    await eventually(() => expect(readdirSync(join(home, 'sealed'))).toEqual([]));
  } finally {
    vi.useRealTimers();
  }
});

test('a device that was revoked after its owner had signed out is purged when they come back, and proves it by its key', async () => {
  // Who signs in again brings no key: the device keeps the one it has.
  for (const _ of ['at first', 'again']) await signIn('amina').then(() => createWindow().device('session.signOut'));
  hub.answer({ '/v1/sign-in': { status: 403, body: { code: 'device.revoked', message: 'This device was revoked.' } } });
  await expect(signIn('amina')).resolves.toMatchObject({ code: 'device.revoked' });
  expect({ ...core.status(), opened: fake.log }).toMatchObject({ vault: 'revoked', vaults: [], opened: expect.arrayContaining([['open', 'amina@demo.holdfast.test', false]]) });
  await eventually(() => expect(readdirSync(join(home, 'sealed'))).toEqual([]));
  const [enrolled, told] = ['/v1/sign-in', '/v1/devices/wiped'].map((asked) => hub.posted.find(({ path }) => path === asked));
  expect(told).toMatchObject({ token: undefined, body: { device: { publicKey: Object(enrolled?.body['device']).publicKey } } });
});
