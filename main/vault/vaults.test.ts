import type { SignInAnswer } from '#domain/sync/wire.ts';
import { deviceProof, statementOf } from '#domain/sync/device-proof.ts';
import { generateKeyPairSync, randomBytes, verify } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { vaultFiles, vaultId } from './header.ts';
import type { AskHub, HubAsk } from './hub-client.ts';
import { createFileKeychain } from './keychain.ts';
import { isExpired } from './lease.ts';
import { createQuarantine } from './quarantine.ts';
import { createVaults, type Vaults } from './vaults.ts';

const argon = { memoryCost: 256, timeCost: 1, parallelism: 1 };
const tenantId = '0192a000-0000-7000-8000-0000000000d1';
const recoverySecret = randomBytes(32).toString('base64');
const inside = { publicKey: 'a public key of a device', privateKey: 'KEPT-PRIVATE-KEY', certificate: null, clock: { offset: 0, latest: 0 } };
let home: string;
let now: number;
let vaults: Vaults;

const person = (n: number) => `0192a000-0000-7000-8000-00000000000${n}`;
function signedIn(n: number, changes: Partial<SignInAnswer['session']> = {}): SignInAnswer {
  return {
    token: 'KEPT-TOKEN-OF-A-SESSION',
    recoverySecret,
    session: {
      tenantId,
      tenantName: 'Harbour Assist',
      subdomain: 'demo',
      timeZone: 'UTC',
      settings: {},
      userId: person(n),
      email: `person${n}@demo.holdfast.test`,
      displayName: 'KEPT-DISPLAY-NAME',
      roleName: 'Agent',
      teamIds: [],
      grants: {},
      audience: '',
      deviceId: person(9),
      leaseUntil: '2026-04-01T00:00:00.000Z',
      serverTime: '2026-03-01T00:00:00.000Z',
      generation: 'one',
      ...changes,
    },
  };
}
const open = () => createVaults({ home, keychain: createFileKeychain(join(home, 'keychain.key')), now: () => now, argon, damaged: () => undefined });
const unlock = async (n: number, password: string) => {
  const unlocked = await vaults.unlock(vaultId(tenantId, person(n)), password);
  return unlocked.ok ? unlocked.vault : unlocked.code;
};

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'holdfast-vault-'));
  now = Date.parse('2026-03-01T00:00:00.000Z');
  vaults = open();
});
afterEach(() => rmSync(home, { recursive: true }));

test('the password opens the vault again, after a restart too', async () => {
  const { vault } = await vaults.enter(signedIn(1), 'correct horse', inside);
  vaults = open();
  expect(await unlock(1, 'correct horse')).toEqual(vault);
});

test('the same letters typed on another keyboard are the same password', async () => {
  await vaults.enter(signedIn(1), 'pässword', inside);
  expect(await unlock(1, 'pa\u0308ssword')).toHaveProperty('id');
});

test('wrong passwords are told, then slowed down, and a clock turned back does not help', async () => {
  await vaults.enter(signedIn(1), 'correct horse', inside);
  for (let n = 0; n < 3; n++) expect(await unlock(1, `guess ${n}`)).toBe('vault.wrongPassword');
  expect(await unlock(1, 'correct horse')).toBe('vault.throttled');
  now -= 86_400_000;
  expect(await unlock(1, 'correct horse')).toBe('vault.throttled');
  now += 86_400_000 + 1000;
  expect(await unlock(1, 'correct horse')).toHaveProperty('id');
});

test('another user of this computer opens nothing, and reads nothing in the files', async () => {
  const first = await vaults.enter(signedIn(1), 'first password', inside);
  const second = await vaults.enter(signedIn(2), 'second password', inside);
  expect(first.vault.place.key).not.toBe(second.vault.place.key);
  expect(await unlock(1, 'second password')).toBe('vault.wrongPassword');
  const { folder } = vaultFiles(home, vaultId(tenantId, person(1)));
  const files = readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const bytes = readFileSync(file, 'latin1');
    for (const secret of ['KEPT', 'first password', first.vault.place.key, Buffer.from(first.vault.place.key, 'hex').toString('base64'), recoverySecret])
      expect(bytes).not.toContain(secret);
    expect(statSync(file).mode & 0o077).toBe(0);
  }
  expect(statSync(folder).mode & 0o077).toBe(0);
});

test('the password alone is not enough: the keychain is needed too', async () => {
  await vaults.enter(signedIn(1), 'correct horse', inside);
  writeFileSync(join(home, 'keychain.key'), randomBytes(32).toString('base64'));
  vaults = open();
  expect(await unlock(1, 'correct horse')).toBe('vault.wrongPassword');
});

test('a password that was reset opens the same replica after an online sign-in', async () => {
  const { vault } = await vaults.enter(signedIn(1), 'forgotten', inside);
  const again = await vaults.enter(signedIn(1), 'brand new', inside);
  expect([again.vault.place.key, again.setAside]).toEqual([vault.place.key, null]);
  expect(await unlock(1, 'forgotten')).toBe('vault.wrongPassword');
});

test('a hub that lost its recovery secrets costs nothing while the password is the same', async () => {
  const { vault } = await vaults.enter(signedIn(1), 'same', inside);
  const again = await vaults.enter({ ...signedIn(1), recoverySecret: randomBytes(32).toString('base64') }, 'same', inside);
  expect([again.vault.place.key, again.setAside]).toEqual([vault.place.key, null]);
});

test('a vault that nothing opens any more is kept aside, not destroyed', async () => {
  const { vault } = await vaults.enter(signedIn(1), 'forgotten', inside);
  writeFileSync(vault.place.file, 'unsent work');
  const again = await vaults.enter({ ...signedIn(1), recoverySecret: randomBytes(32).toString('base64') }, 'new', inside);
  expect(again.vault.place.key).not.toBe(vault.place.key);
  expect(readFileSync(join(String(again.setAside), 'replica.db'), 'utf8')).toBe('unsent work');
});

test('headers that were swapped or changed open nothing', async () => {
  await vaults.enter(signedIn(1), 'same', inside);
  await vaults.enter(signedIn(2), 'same', inside);
  const [first, second] = [1, 2].map((n) => vaultFiles(home, vaultId(tenantId, person(n))).header) as [string, string];
  const [one, other] = [first, second].map((file) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) as [Record<string, unknown>, Record<string, unknown>];
  writeFileSync(first, JSON.stringify({ ...one, body: other['body'] }));
  expect(await unlock(1, 'same')).toBe('vault.wrongPassword');
  writeFileSync(first, JSON.stringify({ ...one, byPassword: other['byPassword'], salt: other['salt'], keychainSecret: other['keychainSecret'] }));
  expect(await unlock(1, 'same')).toBe('vault.wrongPassword');
});

test('a lease that has passed stays passed when the clock is turned back', async () => {
  const { vault } = await vaults.enter(signedIn(1), 'same', inside);
  expect(isExpired(vault.body, now)).toBe(false);
  now = Date.parse('2026-04-02T00:00:00.000Z');
  expect(isExpired(vault.body, now)).toBe(true);
  const kept = vaults.keep(vault, { ...vault.body, clock: { offset: 0, latest: now } });
  expect(isExpired(kept.body, Date.parse('2026-03-02T00:00:00.000Z'))).toBe(true);
});

test('a computer whose clock is two days off keeps its lease', async () => {
  const { vault } = await vaults.enter(signedIn(1, { leaseUntil: '2026-03-02T00:00:00.000Z' }), 'same', { ...inside, clock: { offset: -2 * 86_400_000, latest: now } });
  expect(isExpired(vault.body, now + 2 * 86_400_000)).toBe(false);
  expect(isExpired(vault.body, now + 3 * 86_400_000)).toBe(true);
});

test('wiping leaves no file of the vault', async () => {
  const { vault } = await vaults.enter(signedIn(1), 'same', inside);
  vaults.wipe(vault.id);
  expect(vaults.list()).toEqual([]);
  expect(readdirSync(join(home, 'vaults'))).toEqual([]);
});

test('that a device was wiped is told until the hub has taken it or does not know the device', async () => {
  const { vault } = await vaults.enter(signedIn(1), 'same', inside);
  let status = 429;
  const quarantine = createQuarantine({ home, ask: async () => ({ kind: 'problem', status, problem: { code: 'x', message: 'x' } }), now: () => now });
  quarantine.keepWiped(vault.id, { ...vault.body, token: 'a token', privateKey: '' });
  for (status of [429, 408, 425, 426]) await quarantine.handIn();
  expect(readdirSync(join(home, 'sealed'))).toHaveLength(1);
  status = 401;
  await quarantine.handIn();
  expect(readdirSync(join(home, 'sealed'))).toEqual([]);
});

test('what a revoked device still says is signed by its key, for one route and one tenant', async () => {
  const pair = generateKeyPairSync('ed25519');
  const privateKey = pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  const tenantKey = generateKeyPairSync('x25519').publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const { vault } = await vaults.enter(signedIn(1), 'same', { ...inside, privateKey });
  const asked: HubAsk[] = [];
  const ask: AskHub = async (question) => (asked.push(question), { kind: 'answer', body: null });
  const quarantine = createQuarantine({ home, ask, now: () => now });
  quarantine.keep(vault.id, tenantKey, '["work"]', { ...vault.body, token: null });
  quarantine.keepWiped(vault.id, { ...vault.body, token: null });
  await quarantine.handIn();
  expect(asked.map(({ path }) => path).toSorted()).toEqual(['/v1/devices/wiped', '/v1/quarantine']);
  for (const { path, body } of asked) {
    const { sealed, device } = z.object({ sealed: z.string().optional(), device: deviceProof }).parse(body);
    expect(device).toMatchObject({ tenantId, publicKey: pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64') });
    expect(verify(null, Buffer.from(statementOf({ path, tenantId, ...(sealed ? { sealed } : {}) })), pair.publicKey, Buffer.from(device.signature, 'base64'))).toBe(true);
  }
  expect(readdirSync(join(home, 'sealed'))).toEqual([]);
});
