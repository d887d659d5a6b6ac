import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { SignInAnswer } from '#domain/sync/wire.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../sync-server/db/new-id.ts';
import { startTestHub, type TestHub } from '../support/start-hub.ts';

let hub: TestHub;
let file: string;
let agent: SignInAnswer;
const secret = 'a secret of a telephone';
const account = (rest: object = {}) => ({
  subdomain: hub.alpha.subdomain,
  wsUrl: 'ws://127.0.0.1:9/ws',
  domain: '127.0.0.1',
  ami: { host: '127.0.0.1', port: 9, user: 'holdfast', secret: 'ami' },
  agents: [{ extension: '101', secret }],
  ...rest,
});
const tell = (value: unknown) => fs.writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
const ask = (token: string | null) => hub.ask(token, '/v1/telephony/credential', {});
const answered = async (status: number, token = agent.token) => {
  for (const until = Date.now() + 15_000; Date.now() < until; await new Promise((done) => setTimeout(done, 100))) {
    const answer = await ask(token);
    if (answer.status === status) return (await answer.json()) as Record<string, unknown>;
    await answer.text();
  }
  throw new Error(`Nothing was answered with ${status}`);
};

beforeAll(async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-line-'));
  file = path.join(folder, 'pbx.json');
  hub = await startTestHub({ pbx: file });
  agent = await hub.signIn(hub.alpha, hub.alpha.north.agent.email);
  await hub.admin.query('UPDATE extensions SET is_active = false, deleted_at = now()');
  await hub.admin.query(
    `INSERT INTO extensions (id, tenant_id, user_id, number, sip_user, is_active, created_at, updated_at, version) VALUES ($1, $2, $3, '101', 'phone-101', true, now(), now(), 1)`,
    [newId(Date.now()), hub.alpha.id, agent.session.userId],
  );
});
afterAll(async () => {
  await hub?.stop();
  fs.rmSync(path.dirname(file), { recursive: true, force: true });
});

test('a hub without a PBX says so', async () => {
  expect(await answered(404)).toMatchObject({ code: 'phone.noPbx' });
});

test('a member is told of their own telephone, and whoever is nobody of nothing', async () => {
  tell(account());
  expect(await answered(200)).toEqual({ name: 'main', uri: 'sip:101@127.0.0.1', user: '101', secret, wsUrl: 'ws://127.0.0.1:9/ws', iceServers: [], country: expect.any(String) });
  expect((await ask(null)).status).toBe(401);
  const colleague = await hub.signIn(hub.alpha, hub.alpha.south.agent.email);
  expect(await answered(404, colleague.token)).toMatchObject({ code: 'phone.noExtension' });
  const stranger = await hub.signIn(hub.beta, hub.beta.north.agent.email);
  expect(await answered(404, stranger.token)).toMatchObject({ code: 'phone.noPbx' });
});

test('neither the log of commands nor the audit holds the secret', async () => {
  const { rows } = await hub.admin.query<{ found: string }>(
    `SELECT (SELECT count(*) FROM command_log c WHERE c::text LIKE '%' || $1 || '%') + (SELECT count(*) FROM audit_events a WHERE a::text LIKE '%' || $1 || '%') AS found`,
    [secret],
  );
  expect(rows).toEqual([{ found: '0' }]);
});

test('where the PBX reads secrets here, one is drawn, stays, and goes with the extension', async () => {
  tell(account({ database: true, name: 'second' }));
  await expect.poll(async () => (await answered(200))['name']).toBe('second');
  await hub.admin.query('UPDATE extensions SET secret = NULL WHERE tenant_id = $1', [hub.alpha.id]);
  const first = await answered(200);
  expect(first).toMatchObject({ user: 'phone-101' });
  expect(String(first['secret'])).toMatch(/^[\w-]{32}$/);
  expect(await answered(200)).toEqual(first);
  await hub.admin.query(`UPDATE extensions SET updated_at = now() - interval '31 days' WHERE tenant_id = $1`, [hub.alpha.id]);
  expect((await answered(200))['secret']).not.toBe(first['secret']);
  const held = () => hub.admin.query<{ secret: string | null }>(`SELECT secret FROM extensions WHERE number = '101' AND tenant_id = $1 AND deleted_at IS NULL`, [hub.alpha.id]);
  const second = (await answered(200))['secret'];
  // A device of the member was lost, and revoked from a desk whose clock is an hour late: its telephone is nobody's, and the others are given a new secret.
  await hub.signIn(hub.alpha, hub.alpha.north.agent.email);
  await hub.admin.query(
    `UPDATE devices SET status = 'revoked', updated_at = now() - interval '1 hour', accepted_at = now() + interval '1 second' WHERE user_id = $1 AND id <> $2`,
    [agent.session.userId, agent.session.deviceId],
  );
  await expect.poll(async () => (await held()).rows[0]?.secret).not.toBe(second);
  await hub.admin.query('UPDATE extensions SET is_active = false WHERE tenant_id = $1', [hub.alpha.id]);
  expect(await answered(404)).toMatchObject({ code: 'phone.noExtension' });
});

test.each([
  ['half a file', '{"wsUrl": "ws:'],
  ['an address that is none', { wsUrl: 'gopher://pbx' }],
])('%s is a PBX that is not there, and the hub goes on', async (_, value) => {
  tell(value);
  await expect.poll(async () => (await answered(404))['code']).toBe('phone.noPbx');
  expect((await hub.ask(null, '/v1/health')).status).toBe(200);
});
