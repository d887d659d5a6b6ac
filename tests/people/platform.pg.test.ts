import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import pg from 'pg';
import * as z from 'zod';
import { hashToken, newToken } from '../../sync-server/auth/token.ts';
import { roleUrl } from '../../sync-server/db/roles.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { newId } from '../../sync-server/db/new-id.ts';
import { createRecorder } from '../../sync-server/platform/recorder.ts';
import { checked } from '../../sync-server/config.ts';
import { createReserved } from '../../sync-server/people/create-tenant.ts';
import { appointOperator, foundTenant } from '../../sync-server/people/found.ts';
import { keepSystemRoles } from '../../sync-server/people/upkeep.ts';
import { reserved } from '#domain/people/reserved.ts';
import { auditVerdict, platformHealth, platformTenants, platformUsage, platformUsers } from '#domain/platform/wire.ts';
import { commandAnswers } from '#domain/sync/wire.ts';
import { startTestHub, type TestHub } from '../support/start-hub.ts';

let hub: TestHub;
let operator: string;
let stranger: string;
const pools: pg.Pool[] = [];
beforeAll(async () => {
  hub = await startTestHub({ signInsPerMinute: 1000 });
  await grant(hub.alpha.admin.userId, 'superAdmin');
  // What the platform does in a tenant is done in the name of its reserved member.
  await createReserved(hub.admin, new Date());
  await hub.admin.query(
    `insert into memberships (id, tenant_id, user_id, role_id, display_name, is_active, is_external, joined_at, created_at, updated_at, version) values (gen_random_uuid(), $1, $2, $3, 'System', false, false, now(), now(), now(), 1)`,
    [hub.beta.id, reserved.system, hub.beta.roleIds.viewer],
  );
  operator = (await hub.signIn(hub.alpha, hub.alpha.admin.email)).token;
  stranger = (await hub.signIn(hub.beta, hub.beta.admin.email)).token;
});
afterAll(async () => {
  for (const pool of pools) await pool.end();
  await hub.stop();
});

const grant = (userId: string, role: string) =>
  hub.admin.query(`insert into platform_roles (id, user_id, role, created_at, updated_at, version) values (gen_random_uuid(), $1, $2, now(), now(), 1)`, [userId, role]);
const take = (userId: string) => hub.admin.query('update platform_roles set deleted_at = now() where user_id = $1 and deleted_at is null', [userId]);
const poolOf = (duty: 'identity' | 'serve') => {
  const pool = new pg.Pool({ connectionString: roleUrl(hub.database.url, duty) });
  pools.push(pool);
  return pool;
};
const send = async (token: string, method: string, path: string, body: unknown) =>
  fetch(new URL(path, hub.url), { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
const said = async (answer: Response) => [answer.status, z.object({ code: z.string().optional() }).parse(answer.status === 204 ? {} : await answer.json()).code];
const run = async (token: string, name: string, args: unknown) => {
  const command = { id: newId(Date.now()), name, args, at: new Date().toISOString() };
  const [answer] = commandAnswers.parse(await (await hub.ask(token, '/v1/commands', { commands: [command] })).json()).answers;
  return answer && 'problem' in answer ? answer.problem.code : answer?.status === 'accepted' ? (answer.notice?.code ?? 'accepted') : answer?.status;
};
const device = { publicKey: 'a public key of a desk', name: 'Desk', platform: 'linux', appVersion: '0.1.0' };
const owner = { email: 'owner@gamma.example', fullName: 'Gamma Owner' };
const gamma = { name: 'Gamma', subdomain: 'gamma', owner, timeZone: 'Africa/Nairobi', countryCode: 'KE' };

const paths = ['tenants', 'users', 'health', 'usage', 'analytics'];
test.each(paths)('/api/platform/%s is for operators', async (path) => {
  const at = `/api/platform/${path}`;
  expect((await hub.ask(operator, at)).status).toBe(200);
  expect(await said(await hub.ask(stranger, at))).toEqual([403, 'auth.denied']);
  expect(await said(await hub.ask(null, at))).toEqual([401, 'session.ended']);
});

test('the audit says from where a command came, also one that was denied', async () => {
  expect(await run(stranger, 'teams.save', { name: 'Audited' })).toBe('accepted');
  expect(await run(stranger, 'platform.grantRole', { userId: hub.beta.admin.userId, role: 'support' })).toBe('auth.denied');
  const { rows } = await hub.admin.query(
    `select a.action, a.success, a.ip_address, a.user_agent, s.user_id from audit_events a join sessions s on s.tenant_id = a.tenant_id and s.id = a.session_id
     where a.tenant_id = $1 and a.action in ('teams.save', 'platform.grantRole') order by a.action desc`,
    [hub.beta.id],
  );
  const from = { ip_address: '127.0.0.1', user_agent: 'node', user_id: hub.beta.admin.userId };
  expect(rows).toEqual([
    { action: 'teams.save', success: true, ...from },
    { action: 'platform.grantRole', success: false, ...from },
  ]);
});

test('of a tenant an operator sees that it is there and how large, and nothing that is in it', async () => {
  const answers = await Promise.all(paths.map(async (path) => (await hub.ask(operator, `/api/platform/${path}`)).text()));
  expect(answers.join()).toContain('beta');
  for (const hidden of [hub.beta.north.caseId, hub.beta.north.id, 'A case of']) expect(answers.join()).not.toContain(hidden);
  const identity = poolOf('identity');
  for (const table of ['cases', 'contacts', 'notes', 'messages', 'teams', 'audit_events', 'approvals'])
    await expect(identity.query(`select count(*) from ${table}`)).rejects.toThrow(/permission denied/);
  await expect(identity.query('select settings from tenants')).rejects.toThrow(/permission denied/);
  await expect(identity.query('select display_name from memberships')).rejects.toThrow(/permission denied/);
});

test('the session says what platform roles somebody has', async () => {
  const roles = async (token: string) => z.object({ platformRoles: z.array(z.string()) }).parse(await (await hub.ask(token, '/v1/session')).json()).platformRoles;
  expect([await roles(operator), await roles(stranger)]).toEqual([['superAdmin'], []]);
});

describe('a tenant', () => {
  test('is made with roles and reference data, and its owner comes in by the invitation', async () => {
    expect(await said(await send(stranger, 'POST', '/api/platform/tenants', gamma))).toEqual([403, 'auth.denied']);
    expect(await said(await send(operator, 'POST', '/api/platform/tenants', { ...gamma, subdomain: 'alpha' }))).toEqual([422, 'subdomain.taken']);
    expect(await said(await send(operator, 'POST', '/api/platform/tenants', { ...gamma, subdomain: 'No!' }))).toEqual([400, 'input.invalid']);
    const made = z.object({ invitation: z.string() }).parse(await (await send(operator, 'POST', '/api/platform/tenants', gamma)).json());
    const accepted = await hub.ask(null, '/v1/invitations/accept', { subdomain: 'gamma', token: made.invitation, fullName: owner.fullName, password: 'a long password' });
    expect(await accepted.json()).toEqual({ subdomain: 'gamma', email: owner.email });
    const session = await (await hub.ask(null, '/v1/sign-in', { subdomain: 'gamma', email: owner.email, password: 'a long password', device })).json();
    expect(session).toMatchObject({ session: { roleName: 'Owner', grants: { 'roles.manage': 'tenant' } } });
    const { rows } = await hub.admin.query(
      `select (select count(*)::int from roles r where r.tenant_id = t.id) as roles, (select count(*)::int from priorities p where p.tenant_id = t.id) as priorities from tenants t where subdomain = 'gamma'`,
    );
    expect(rows).toEqual([{ roles: 13, priorities: 4 }]);
    expect(JSON.stringify((await hub.admin.query('select outcome from command_log')).rows)).not.toContain(made.invitation);
  });

  test('is not made by its own owner or administrators', async () => {
    expect(await run(stranger, 'tenants.create', { ...gamma, subdomain: 'delta', tokenHash: 'a'.repeat(64) })).toBe('auth.denied');
    expect(await run(stranger, 'tenants.suspend', { tenantId: hub.alpha.id, reason: 'x' })).toBe('auth.denied');
    expect(await run(stranger, 'platform.grantRole', { userId: hub.beta.admin.userId, role: 'superAdmin' })).toBe('auth.denied');
  });

  test('is suspended, told so, and opened again', async () => {
    const patch = (body: unknown) => send(operator, 'PATCH', `/api/platform/tenants/${hub.beta.id}`, body);
    expect(await said(await patch({ reason: '' }))).toEqual([400, 'input.invalid']);
    expect(await said(await patch({ reason: 'Unpaid' }))).toEqual([204, undefined]);
    // The hub hears of it as everybody does, by the database's log.
    await expect.poll(async () => said(await hub.ask(stranger, '/v1/session'))).toEqual([401, 'session.ended']);
    expect(await said(await patch({ reason: 'Paid', isActive: true }))).toEqual([204, undefined]);
    stranger = (await hub.signIn(hub.beta, hub.beta.admin.email)).token;
    const { rows } = await hub.admin.query(`select user_id, message from notifications where notification_type = 'tenants.suspend' and tenant_id = $1 order by id`, [hub.beta.id]);
    expect(rows.map(({ message }) => message).toSorted()).toEqual(['Paid', 'Unpaid']);
    const { rows: audited } = await hub.admin.query(`select after ->> 'operator' as operator from audit_events where action = 'tenants.suspend' and success and tenant_id = $1`, [
      hub.beta.id,
    ]);
    expect(audited).toEqual([{ operator: hub.alpha.admin.userId }, { operator: hub.alpha.admin.userId }]);
    expect(await said(await send(operator, 'PATCH', `/api/platform/tenants/${newId(Date.now())}`, { reason: 'x' }))).toEqual([422, 'row.missing']);
  });

  test('is opened by more operators at once than the hub has connections', async () => {
    const body = { reason: 'All at once', isActive: true };
    const answers = await Promise.all(Array.from({ length: 30 }, () => send(operator, 'PATCH', `/api/platform/tenants/${hub.beta.id}`, body)));
    expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(204));
  });

  test('has hosts that no other has', async () => {
    expect(await run(stranger, 'tenants.addDomain', { host: 'Desk.Beta.Example' })).toBe('accepted');
    expect(await run(operator, 'tenants.addDomain', { host: 'desk.beta.example' })).toBe('domain.taken');
    expect(await run(operator, 'tenants.addDomain', { host: 'no host' })).toBe('field.invalid');
    const { rows } = await hub.admin.query('select host, of_tenant_id from domains');
    expect(rows).toEqual([{ host: 'desk.beta.example', of_tenant_id: hub.beta.id }]);
  });
});

describe('a platform role', () => {
  test('is granted and taken back, but somebody stays super administrator', async () => {
    const support = { userId: hub.alpha.north.agent.userId, role: 'support' };
    const { token } = await hub.signIn(hub.alpha, hub.alpha.north.agent.email);
    const news = (await hub.ask(token, '/v1/wake')).body?.getReader();
    expect(await run(operator, 'platform.grantRole', support)).toBe('accepted');
    // The desk is told to ask who its person is now.
    let told = '';
    while (!told.includes('"session":true')) told += Buffer.from((await news?.read())?.value ?? []).toString();
    await news?.cancel();
    expect(await said(await hub.ask(token, '/api/platform/tenants'))).toEqual([403, 'auth.denied']);
    expect((await hub.ask(token, '/api/platform/health')).status).toBe(200);
    expect(await run(token, 'platform.grantRole', { ...support, role: 'superAdmin' })).toBe('auth.denied');
    expect(await run(operator, 'platform.revokeRole', support)).toBe('accepted');
    await expect.poll(async () => said(await hub.ask(token, '/api/platform/health'))).toEqual([403, 'auth.denied']);
    expect(await run(operator, 'platform.revokeRole', { userId: hub.alpha.admin.userId, role: 'superAdmin' })).toBe('platform.lastSuperAdmin');
    expect(await run(operator, 'platform.grantRole', { userId: newId(Date.now()), role: 'support' })).toBe('row.missing');
  });

  test('locks users out and lets them in, by the states a user has', async () => {
    const patch = (id: string, body: unknown) => send(operator, 'PATCH', `/api/platform/users/${id}`, body);
    const { userId } = hub.beta.south.agent;
    expect(await said(await patch(userId, { status: 'disabled' }))).toEqual([204, undefined]);
    expect(await said(await patch(userId, { status: 'locked' }))).toEqual([422, 'state.forbidden']);
    expect(await said(await patch(userId, { status: 'active' }))).toEqual([204, undefined]);
    expect(await said(await patch(newId(Date.now()), { status: 'active' }))).toEqual([404, 'row.missing']);
    expect(await said(await patch(hub.alpha.admin.userId, { status: 'disabled' }))).toEqual([422, 'field.invalid']);
    const { rows } = await hub.admin.query(`select actor_id, success, after from audit_events where action = 'platform.updateUser' and subject_id = $1 order by id`, [userId]);
    const by = { actor_id: hub.alpha.admin.userId };
    expect(rows).toEqual([
      { ...by, success: true, after: { status: 'disabled' } },
      { ...by, success: false, after: { status: 'locked' } },
      { ...by, success: true, after: { status: 'active' } },
    ]);
  });
});

test('a support session takes the tenant’s approval, shows and does not change, and ends', async () => {
  await keepSystemRoles(poolOf('identity'), poolOf('serve'));
  const { userId, email } = hub.alpha.south.agent;
  await grant(userId, 'support');
  const { token } = await hub.signIn(hub.alpha, email);
  const ask = (minutes = 30) => run(token, 'support.openSession', { tenantId: hub.beta.id, reason: 'They cannot print', minutes });
  expect(await ask(241)).toBe('field.invalid');
  expect(await ask()).toBe('support.requested');
  expect(await ask()).toBe('support.notApproved');
  const approver = (await hub.signIn(hub.beta, hub.beta.admin.email)).token;
  const decide = async (decision: string, comment?: string) => {
    const { rows: asked } = await hub.admin.query<{ id: string }>(`select id from approvals where tenant_id = $1 and approver_id = $2 order by step desc limit 1`, [
      hub.beta.id,
      hub.beta.admin.userId,
    ]);
    return run(approver, 'approvals.decide', { id: asked[0]?.id, decision, comment });
  };
  expect(await decide('approved', 'Only today (9999 min)')).toBe('accepted');
  expect(await decide('rejected')).toBe('approval.closed');
  expect(await ask(240)).toBe('support.opened');

  const { rows } = await hub.admin.query(`select round(extract(epoch from expires_at - now()) / 60)::int as minutes from role_assignments where user_id = $1 and tenant_id = $2`, [
    userId,
    hub.beta.id,
  ]);
  expect(rows).toEqual([{ minutes: 30 }]);
  const inside = (await hub.signIn(hub.beta, email)).token;
  const grantsInside = async () => z.object({ grants: z.record(z.string(), z.string()) }).parse(await (await hub.ask(inside, '/v1/session')).json()).grants;
  const grants = await grantsInside();
  expect(grants).toMatchObject({ 'cases.view': 'tenant', 'notes.view': 'tenant' });
  expect(Object.keys(grants).filter((capability) => /edit|manage|send|write|open|close/.test(capability) && !['devices.manage', 'telephony.manage'].includes(capability))).toEqual(
    [],
  );
  expect(await run(inside, 'cases.hold', { id: hub.beta.north.caseId, reason: 'x' })).toBe('auth.denied');

  await hub.admin.query('update role_assignments set expires_at = now() where user_id = $1 and tenant_id = $2', [userId, hub.beta.id]);
  await expect.poll(grantsInside).toEqual({});
  // Used once, it is used up: the tenant is asked again, and may say no.
  expect(await ask()).toBe('support.requested');
  expect(await decide('rejected')).toBe('accepted');
  expect(await ask()).toBe('support.notApproved');
  await take(userId);
  await expect.poll(() => ask()).toBe('auth.denied');
});

test('what the console is told is what the wire says', async () => {
  const told = async (part: string) => (await hub.ask(operator, `/api/platform/${part}`)).json();
  expect(platformUsers.parse(await told('users')).users.length).toBeGreaterThan(0);
  const read = async (after: string | null) => platformUsers.parse(await told(`users?limit=2${after === null ? '' : `&after=${after}`}`));
  const paged: string[] = [];
  for (let after: string | null = null; ;) {
    const { users, next } = await read(after);
    paged.push(...users.map(({ id }) => id));
    if (next === null) break;
    expect(users).toHaveLength(2);
    after = next;
  }
  expect(paged).toEqual(platformUsers.parse(await told('users')).users.map(({ id }) => id));
  expect(platformTenants.parse(await told('tenants')).next).toBeNull();
  platformHealth.parse(await told('health'));
  platformUsage.parse(await told('usage'));
});

test('the audit of a tenant is verified by those who may see it', async () => {
  const at = '/api/v1/audit/verification';
  expect(auditVerdict.parse(await (await hub.ask(stranger, at)).json())).toMatchObject({ ok: true });
  const { token } = await hub.signIn(hub.beta, hub.beta.north.agent.email);
  expect(await said(await hub.ask(token, at))).toEqual([403, 'auth.denied']);
});

test('health and usage are recorded', async () => {
  const recorder = createRecorder({ identity: poolOf('identity'), serve: poolOf('serve'), log: silentLog, now: Date.now, home: hub.home, isSyncing: () => true });
  await recorder.recordHealth();
  await recorder.recordUsage();
  await recorder.recordUsage();
  await recorder.stop();
  const health = z
    .object({ readings: z.array(z.looseObject({ component: z.string(), status: z.string() })) })
    .parse(await (await hub.ask(operator, '/api/platform/health')).json());
  expect(health.readings.map(({ component }) => component).toSorted()).toEqual(['database', 'storage', 'sync']);
  const usage = z.object({ usage: z.array(z.looseObject({ tenantId: z.string(), casesCreated: z.number(), activeUsers: z.number() })) });
  const { usage: days } = usage.parse(await (await hub.ask(operator, `/api/platform/usage?tenantId=${hub.alpha.id}&from=${new Date().toISOString().slice(0, 10)}`)).json());
  expect(days).toMatchObject([{ tenantId: hub.alpha.id, casesCreated: 2 }]);
  expect(days[0]?.activeUsers).toBeGreaterThanOrEqual(2);
  expect(await (await hub.ask(operator, '/api/platform/analytics')).json()).toMatchObject({ analytics: { activeTenants: 3 } });
});

test('nobody takes a tenant by inviting its owner into another', async () => {
  const inviteElsewhere = async (email: string) => {
    const token = newToken();
    expect(await run(stranger, 'invitations.send', { email, roleId: hub.beta.roleIds.agent, tokenHash: hashToken(token) })).toBe('accepted');
    return hub.ask(null, '/v1/invitations/accept', { subdomain: 'beta', token, fullName: 'Mallory', password: 'mallory chose this' });
  };
  const signInAs = async (subdomain: string, email: string, password: string) => said(await hub.ask(null, '/v1/sign-in', { subdomain, email, password, device }));
  const made = async (subdomain: string) => {
    const at = { email: `owner@${subdomain}.example`, fullName: 'Thea' };
    const answer = await send(operator, 'POST', '/api/platform/tenants', { ...gamma, subdomain, owner: at });
    return { email: at.email, ...z.object({ invitation: z.string() }).parse(await answer.json()) };
  };

  const theta = await made('theta');
  expect((await inviteElsewhere(theta.email)).status).toBe(200);
  expect(await signInAs('theta', theta.email, 'mallory chose this')).toEqual([401, 'auth.failed']);

  // A tenant of an earlier version has an owner who is active before they came in.
  const iota = await made('iota');
  await hub.admin.query(`update memberships m set is_active = true from tenants t where t.subdomain = 'iota' and m.tenant_id = t.id and m.user_id = t.owner_id`);
  const { rows } = await hub.admin.query<{ id: string }>('select id from users where email = $1', [iota.email]);
  expect(await run(operator, 'platform.grantRole', { userId: rows[0]?.id, role: 'support' })).toBe('row.missing');
  expect(await said(await inviteElsewhere(iota.email))).toEqual([409, 'auth.unproved']);
  const own = { subdomain: 'iota', token: iota.invitation, fullName: 'Thea', password: 'thea chose this' };
  expect((await hub.ask(null, '/v1/invitations/accept', own)).status).toBe(200);
  expect(await signInAs('iota', iota.email, 'thea chose this')).toEqual([200, undefined]);
});

test('whoever may start the hub founds a tenant and appoints an operator', async () => {
  const config = checked({ home: hub.home, databaseUrl: hub.database.url, logLevel: 'silent' });
  const founding = { subdomain: 'lakeside', name: 'Lakeside', email: 'mary@lakeside.example', fullName: 'Mary Lake' };
  const said = await foundTenant(config, founding);
  const token = /lakeside\.([\w-]{43})$/.exec(said)?.[1];
  expect((await hub.ask(null, '/v1/invitations/accept', { subdomain: 'lakeside', token, fullName: founding.fullName, password: 'a long password' })).status).toBe(200);
  await expect(foundTenant(config, founding)).rejects.toThrow('Another tenant has this subdomain.');
  await expect(foundTenant(config, { ...founding, subdomain: 'No!' })).rejects.toThrow('subdomain');
  await expect(appointOperator(config, 'nobody@lakeside.example')).rejects.toThrow('nobody@lakeside.example');
  await appointOperator(config, 'MARY@lakeside.example');
  const mary = await (await hub.ask(null, '/v1/sign-in', { subdomain: 'lakeside', email: founding.email, password: 'a long password', device })).json();
  const { token: hers } = z.object({ token: z.string() }).parse(mary);
  expect(platformTenants.parse(await (await hub.ask(hers, '/api/platform/tenants')).json()).tenants.map(({ subdomain }) => subdomain)).toContain('lakeside');
});
