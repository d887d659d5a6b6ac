import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccessNews, type AccessNews } from '../../sync-server/auth/access.ts';
import { createIdentity, type Identity } from '../../sync-server/auth/identity.ts';
import { hashToken } from '../../sync-server/auth/token.ts';
import { roleUrl } from '../../sync-server/db/roles.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { HttpProblem } from '../../sync-server/http/problem.ts';
import { buildWorld, password, type WorldTenant } from '../support/build-world.ts';
import { migratedDatabase, type FreshDatabase } from '../support/postgres.ts';

let database: FreshDatabase;
let admin: pg.Client;
let pools: readonly pg.Pool[];
let access: AccessNews;
let identity: Identity;
let alpha: WorldTenant;
let beta: WorldTenant;
let now = Date.now();
const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

beforeAll(async () => {
  database = await migratedDatabase();
  ({ alpha, beta } = await buildWorld(database.url));
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  const serve = new pg.Pool({ connectionString: roleUrl(database.url, 'serve') });
  const guarded = new pg.Pool({ connectionString: roleUrl(database.url, 'identity') });
  pools = [serve, guarded];
  access = await createAccessNews({ databaseUrl: roleUrl(database.url, 'identity'), log: silentLog });
  identity = createIdentity({ identity: guarded, serve, access, now: () => now, generation: () => 'g1' });
});
afterAll(async () => {
  await access.stop();
  for (const pool of pools) await pool.end();
  await admin.end();
  await database.drop();
});

const device = (publicKey: string) => ({ publicKey: `${publicKey} is a public key`, name: 'Desk 4', platform: 'linux' as const, appVersion: '0.1.0' });
const request = (email: string, more: object = {}) => ({ subdomain: 'alpha', email, password, device: device(email), ...more });
const signIn = (email: string, more: object = {}) => identity.signIn(request(email, more), '127.0.0.1');
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: unknown) => (error instanceof HttpProblem ? `${error.status} ${error.code}` : String(error)),
  );
const settled = () => new Promise((resolve) => setTimeout(resolve, 150));

test('a member signs in and learns who they are, what they may do and until when', async () => {
  const { token, recoverySecret, session } = await signIn(alpha.north.agent.email);
  expect(Buffer.from(recoverySecret, 'base64')).toHaveLength(32);
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  expect(session).toMatchObject({
    tenantId: alpha.id,
    tenantName: 'alpha',
    subdomain: 'alpha',
    userId: alpha.north.agent.userId,
    displayName: 'north',
    roleName: 'agent',
    teamIds: [alpha.north.id],
    generation: 'g1',
    leaseUntil: new Date(now + 30 * 86_400_000).toISOString(),
  });
  expect(session.grants['cases.view']).toBe('team');
  expect(await identity.sessions.of(token)).toMatchObject({ userId: alpha.north.agent.userId, deviceId: session.deviceId });
});

test('neither token nor password is in the database', async () => {
  const { token } = await signIn(alpha.admin.email);
  const { rows } = await admin.query<{ text: string }>(`select string_agg(s::text, ' ') || (select string_agg(c::text, ' ') from auth_credentials c) as text from auth_sessions s`);
  expect(rows[0]?.text).toContain(hashToken(token));
  expect(rows[0]?.text).not.toContain(token);
  expect(rows[0]?.text).not.toContain(password);
});

test('who signed in and out, and who failed to, is in the audit', async () => {
  const { email, userId } = alpha.south.agent;
  const { session, token } = await identity.signIn(request(email), '127.0.0.1', 'Desk/1');
  await codeOf(identity.signIn(request(email, { password: 'guess' }), '127.0.0.1', 'Desk/1'));
  const { sessionId } = await identity.sessions.of(token);
  // A second time there is nothing to end.
  for (const _ of ['out', 'again']) await identity.signOut(token, '127.0.0.1', 'Desk/1');
  const { rows } = await admin.query(
    'select action, success, actor_id, device_id, session_id, ip_address, user_agent from audit_events where actor_id = $1 order by action, success desc',
    [userId],
  );
  const attempt = { action: 'session.signIn', actor_id: userId, ip_address: '127.0.0.1', user_agent: 'Desk/1' };
  expect(rows).toEqual([
    { ...attempt, success: true, device_id: session.deviceId, session_id: sessionId },
    { ...attempt, success: false, device_id: null, session_id: null },
    { ...attempt, action: 'session.signOut', success: true, device_id: session.deviceId, session_id: sessionId },
  ]);
});

test('the same device keeps its row and its recovery secret, another gets its own', async () => {
  const first = await signIn(alpha.admin.email);
  const again = await signIn(alpha.admin.email);
  const other = await signIn(alpha.admin.email, { device: device('another laptop') });
  expect(again.session.deviceId).toBe(first.session.deviceId);
  expect(again.recoverySecret).toBe(first.recoverySecret);
  expect(again.token).not.toBe(first.token);
  expect(other.session.deviceId).not.toBe(first.session.deviceId);
  expect(other.recoverySecret).not.toBe(first.recoverySecret);
});

test('a device key serves one user only', async () => {
  await signIn(alpha.admin.email, { device: device('shared') });
  expect(await codeOf(signIn(alpha.north.agent.email, { device: device('shared') }))).toBe('403 device.foreign');
});

test('every failure has one answer, and takes the same time within what a network hides', async () => {
  const timed = async (email: string, more: object) => {
    const start = performance.now();
    const problem = await signIn(email, more).then(
      () => null,
      (error: unknown) => (error instanceof HttpProblem ? { status: error.status, ...error.body() } : error),
    );
    return { problem, took: performance.now() - start };
  };
  const failures = [
    await timed('nobody@alpha.example', {}),
    await timed(beta.south.agent.email, { subdomain: 'beta', password: 'wrong' }),
    await timed(beta.south.agent.email, { subdomain: 'nowhere' }),
    await timed(beta.south.agent.email, { subdomain: 'alpha' }),
  ];
  expect(new Set(failures.map(({ problem }) => JSON.stringify(problem))).size).toBe(1);
  expect(failures[0]?.problem).toMatchObject({ status: 401, code: 'auth.failed' });
  for (const { took } of failures) expect(took).toBeGreaterThanOrEqual(340);
});

test('five wrong passwords lock the account for a quarter of an hour, also when they come all at once', async () => {
  const { email } = beta.north.agent;
  const wrong = await Promise.all(Array.from({ length: 12 }, () => codeOf(signIn(email, { subdomain: 'beta', password: 'guess' }))));
  expect(new Set(wrong)).toEqual(new Set(['401 auth.failed']));
  expect(await codeOf(signIn(email, { subdomain: 'beta' }))).toBe('401 auth.failed');
  const { rows } = await admin.query<{ login_attempts: number }>('select login_attempts from users where email = $1', [email]);
  expect(rows[0]?.login_attempts).toBe(5);
  now += 15 * 60_000 + 1;
  expect(await codeOf(signIn(email, { subdomain: 'beta' }))).toBe('accepted');
});

test('the right password among four wrong ones starts the count anew', async () => {
  const { email } = beta.admin;
  for (let round = 0; round < 2; round++) {
    for (let guess = 0; guess < 4; guess++) expect(await codeOf(signIn(email, { subdomain: 'beta', password: 'guess' }))).toBe('401 auth.failed');
    expect(await codeOf(signIn(email, { subdomain: 'beta' }))).toBe('accepted');
  }
}, 20_000);

test('a session ends by time, by sign-out and by the end of a membership, and its token is good for nothing else', async () => {
  const { token } = await signIn(beta.south.agent.email, { subdomain: 'beta' });
  expect(await codeOf(identity.sessions.of(token))).toBe('accepted');
  // Three of these spell the same 32 bytes, as the last character has bits to spare.
  const altered = [...base64url].map((character) => token.slice(0, -1) + character).filter((other) => other !== token);
  expect(altered).toHaveLength(63);
  for (const other of altered) expect(await codeOf(identity.sessions.of(other))).toBe('401 session.ended');
  expect(await codeOf(identity.sessions.of(null))).toBe('401 session.ended');

  await admin.query('update memberships set is_active = false where user_id = $1', [beta.south.agent.userId]);
  await settled();
  expect(await codeOf(identity.sessions.of(token))).toBe('401 session.ended');
  await admin.query('update memberships set is_active = true where user_id = $1', [beta.south.agent.userId]);
  await settled();
  expect(await codeOf(identity.sessions.of(token))).toBe('accepted');

  const second = await signIn(beta.south.agent.email, { subdomain: 'beta' });
  await identity.signOut(second.token, '127.0.0.1');
  await settled();
  expect(await codeOf(identity.sessions.of(second.token))).toBe('401 session.ended');

  const before = now;
  now += 31 * 86_400_000;
  expect(await codeOf(identity.sessions.of(token))).toBe('401 session.ended');
  now = before;
});

test('asking for the session prolongs it and the lease of its device', async () => {
  const { token, session } = await signIn(alpha.south.agent.email);
  now += 20 * 86_400_000;
  const renewed = await identity.answerSession(await identity.sessions.of(token));
  expect(renewed.leaseUntil).toBe(new Date(now + 30 * 86_400_000).toISOString());
  const { rows } = await admin.query('select lease_until, version from devices where id = $1', [session.deviceId]);
  expect(rows[0]?.lease_until.toISOString()).toBe(renewed.leaseUntil);
  now += 20 * 86_400_000;
  expect(await codeOf(identity.sessions.of(token))).toBe('accepted');
});

test('the tenant decides how long a device may stay away', async () => {
  await admin.query(`update tenants set settings = '{"offlineGraceDays": 3}' where id = $1`, [alpha.id]);
  const { session } = await signIn(alpha.north.agent.email);
  expect(session.leaseUntil).toBe(new Date(now + 3 * 86_400_000).toISOString());
  await admin.query(`update tenants set settings = '{}' where id = $1`, [alpha.id]);
});

test('a revoked device gets no session any more, and may only hand in its sealed work', async () => {
  const { token, session } = await signIn(alpha.south.agent.email, { device: device('stolen') });
  await admin.query(`update devices set status = 'revoked' where id = $1`, [session.deviceId]);
  await settled();
  expect(await codeOf(identity.sessions.of(token))).toBe('403 device.revoked');
  expect(await codeOf(signIn(alpha.south.agent.email, { device: device('stolen') }))).toBe('403 device.revoked');
  const seized = await identity.sessions.ofAnyDevice(token);
  await identity.quarantine(seized, 'c2VhbGVk');
  const { rows } = await admin.query('select tenant_id, user_id, device_id, sealed from auth_quarantine');
  expect(rows).toEqual([{ tenant_id: alpha.id, user_id: alpha.south.agent.userId, device_id: session.deviceId, sealed: 'c2VhbGVk' }]);
  for (let more = 0; more < 19; more++) await identity.quarantine(seized, 'c2VhbGVk');
  expect(await codeOf(identity.quarantine(seized, 'c2VhbGVk'))).toBe('429 quarantine.full');
});

test('a changed role, grant or team is known at the next request', async () => {
  const { token } = await signIn(alpha.north.agent.email);
  expect((await identity.sessions.of(token)).grants['cases.reopen']).toBeUndefined();
  await admin.query('update memberships set role_id = $2 where user_id = $1', [alpha.north.agent.userId, alpha.roleIds.supervisor]);
  await settled();
  expect(await identity.sessions.of(token)).toMatchObject({ roleName: 'supervisor', grants: { 'cases.reopen': 'team' } });
  await admin.query(`update role_grants set deleted_at = now() where role_id = $1 and capability = 'cases.reopen'`, [alpha.roleIds.supervisor]);
  await settled();
  expect((await identity.sessions.of(token)).grants['cases.reopen']).toBeUndefined();
  await admin.query('update team_members set deleted_at = now() where user_id = $1', [alpha.north.agent.userId]);
  await settled();
  expect((await identity.sessions.of(token)).teamIds).toEqual([]);
});

test('a lost connection forgets what was remembered, and listening begins anew', async () => {
  const { token } = await signIn(alpha.admin.email);
  await identity.sessions.of(token);
  await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'holdfast access' and datname = current_database()`);
  await expect.poll(() => access.isListening()).toBe(false);
  await admin.query(`update users set status = 'disabled' where id = $1`, [alpha.admin.userId]);
  expect(await codeOf(identity.sessions.of(token))).toBe('401 session.ended');
  await expect.poll(() => access.isListening()).toBe(true);
  await admin.query(`update users set status = 'active' where id = $1`, [alpha.admin.userId]);
  await settled();
  expect(await codeOf(identity.sessions.of(token))).toBe('accepted');
});

test('the identity role reads no tenant, the serving role reads no identity', async () => {
  const [serve, guarded] = pools;
  for (const table of ['cases', 'contacts', 'memberships', 'audit_events']) await expect(guarded?.query(`select * from ${table}`)).rejects.toThrow('permission denied');
  await expect(guarded?.query('select settings from tenants')).rejects.toThrow('permission denied');
  for (const table of ['users', 'auth_credentials', 'auth_sessions', 'auth_recovery', 'auth_tenant_keys', 'auth_quarantine']) {
    await expect(serve?.query(`select * from ${table}`)).rejects.toThrow('permission denied');
  }
});

test('a session has a row of its own, with where it came from, and ends with it', async () => {
  const { email, userId } = alpha.south.agent;
  const { token, session } = await identity.signIn(request(email, { device: device('a tablet') }), '10.1.2.3', 'Desk/2');
  const rowOf = async () => {
    const { rows } = await admin.query('select id, user_id, device_id, ip_address, user_agent, is_active, revoked_at is not null as ended from sessions where token_hash = $1', [
      hashToken(token),
    ]);
    return rows[0];
  };
  const { id, ...row } = await rowOf();
  expect(row).toEqual({ user_id: userId, device_id: session.deviceId, ip_address: '10.1.2.3', user_agent: 'Desk/2', is_active: true, ended: false });
  expect(await identity.sessions.of(token)).toMatchObject({ sessionId: id });

  await admin.query('update sessions set is_active = false, revoked_at = now() where id = $1', [id]);
  access.tell({ tenantId: alpha.id, userId });
  expect(await codeOf(identity.sessions.of(token))).toBe('401 session.ended');
  await admin.query('update sessions set is_active = true, revoked_at = null where id = $1', [id]);
  expect(await codeOf(identity.sessions.of(token))).toBe('401 session.ended');

  const again = await identity.signIn(request(email, { device: device('a tablet') }), '10.1.2.3');
  await identity.signOut(again.token, '10.1.2.3', 'Desk/2');
  const { rows } = await admin.query('select is_active, revoked_at is not null as ended from sessions where token_hash = $1', [hashToken(again.token)]);
  expect(rows).toEqual([{ is_active: false, ended: true }]);
});

test('a role that ends while somebody is here is told and gone', async () => {
  const { email, userId } = alpha.south.agent;
  await admin.query(
    `insert into role_assignments (id, tenant_id, user_id, role_id, granted_by, expires_at, created_at, updated_at, version)
     values (gen_random_uuid(), $1, $2, $3, $2, now() + interval '1500 milliseconds', now(), now(), 1)`,
    [alpha.id, userId, alpha.roleIds.admin],
  );
  const { token } = await signIn(email);
  const told = new Promise((resolve) => access.on((change) => change.userId === userId && resolve(change)));
  expect((await identity.sessions.of(token)).grants['roles.manage']).toBe('tenant');
  await told;
  expect((await identity.sessions.of(token)).grants['roles.manage']).toBeUndefined();
});

test('a role that ends sooner than the one before it is gone at its own end', async () => {
  const { email, userId } = alpha.south.agent;
  const give = (roleId: string, lasts: string) =>
    admin.query(
      `insert into role_assignments (id, tenant_id, user_id, role_id, granted_by, expires_at, created_at, updated_at, version)
       values (gen_random_uuid(), $1, $2, $3, $2, now() + $4::interval, now(), now(), 1)`,
      [alpha.id, userId, roleId, lasts],
    );
  await give(alpha.roleIds.supervisor, '1 hour');
  const { token } = await signIn(email);
  expect((await identity.sessions.of(token)).grants['roles.manage']).toBeUndefined();
  await give(alpha.roleIds.owner, '5 seconds');
  await expect.poll(async () => (await identity.sessions.of(token)).grants['roles.manage']).toBe('tenant');
  await expect.poll(async () => (await identity.sessions.of(token)).grants['roles.manage']).toBeUndefined();
});

test('a right that goes while a session is renewed is gone after that too', async () => {
  const { email, userId } = alpha.north.agent;
  const { token, session } = await signIn(email);
  const before = await identity.sessions.of(token);
  now += 7_200_000;
  const other = new pg.Client({ connectionString: database.url });
  await other.connect();
  try {
    await other.query('begin');
    await other.query('select 1 from devices where id = $1 for update', [session.deviceId]);
    const renewing = identity.sessions.renew(before);
    const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like 'update devices%' and datname = current_database()`;
    await expect.poll(async () => (await admin.query(waiting)).rowCount).toBe(1);
    await admin.query('update memberships set role_id = $2 where user_id = $1', [userId, alpha.roleIds.viewer]);
    await expect.poll(async () => (await identity.sessions.of(token)).roleName).toBe('viewer');
    await other.query('commit');
    const until = await renewing;
    expect(await identity.sessions.of(token)).toMatchObject({ roleName: 'viewer', expiresAt: until });
  } finally {
    await other.end();
  }
});
