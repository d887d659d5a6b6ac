import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { totp } from '../../sync-server/auth/totp.ts';
import { hashToken, newToken } from '../../sync-server/auth/token.ts';
import { password } from '../support/build-world.ts';
import { startTestHub, type TestHub } from '../support/start-hub.ts';

let hub: TestHub;
let token: string;
const member = () => hub.alpha.north.agent;
beforeAll(async () => {
  hub = await startTestHub({ signInsPerMinute: 1000 });
  ({ token } = await hub.signIn(hub.alpha, member().email));
});
afterAll(() => hub.stop());

const device = { publicKey: 'a public key of a desk', name: 'Desk', platform: 'linux', appVersion: '0.1.0' };
const said = async (answer: Response) => [answer.status, z.object({ code: z.string().optional() }).parse(answer.status === 204 ? {} : await answer.json()).code];
const signIn = async (more: object = {}) => said(await hub.ask(null, '/v1/sign-in', { subdomain: 'alpha', email: member().email, password, device, ...more }));
const enrolled = z.object({ id: z.string(), secret: z.string(), uri: z.string() });
const step = () => Math.floor(Date.now() / 30_000);
/** A code of the present that was not used yet. */
const fresh = async (secret: string) => {
  await hub.admin.query(`update auth_factors set last_used_at = null where kind = 'totp'`);
  return totp(secret, step());
};

describe('an authenticator app', () => {
  let secret: string;
  let codes: readonly string[];

  test('is enrolled with the password and counts once a code has proved it', async () => {
    expect(await said(await hub.ask(token, '/v1/factors', { password: 'guess', label: 'Phone' }))).toEqual([403, 'auth.badProof']);
    const app = enrolled.parse(await (await hub.ask(token, '/v1/factors', { password, label: 'Phone' })).json());
    ({ secret } = app);
    expect(await signIn()).toEqual([200, undefined]);
    expect(await said(await hub.ask(token, `/v1/factors/${app.id}/confirm`, { code: '000 000' }))).toEqual([422, 'auth.badProof']);
    const confirmed = await hub.ask(token, `/v1/factors/${app.id}/confirm`, { code: totp(secret, step()) });
    codes = z.object({ recoveryCodes: z.array(z.string()) }).parse(await confirmed.json()).recoveryCodes;
    expect(codes).toHaveLength(10);
    const listed = JSON.stringify(await (await hub.ask(token, '/api/v1/auth/factors')).json());
    expect(listed).toContain('Phone');
    for (const hidden of [secret, ...codes, ...codes.map(hashToken)]) expect(listed).not.toContain(hidden);
  });

  test('is asked for at every sign-in, and each code serves once', async () => {
    expect(await signIn()).toEqual([401, 'auth.factorRequired']);
    expect(await signIn({ factor: '123' })).toEqual([401, 'auth.badProof']);
    const code = await fresh(secret);
    expect(await signIn({ password: 'guess', factor: code })).toEqual([401, 'auth.failed']);
    expect(await signIn({ factor: code })).toEqual([200, undefined]);
    expect(await signIn({ factor: code })).toEqual([401, 'auth.badProof']);
  });

  test('gives way to a recovery code, once', async () => {
    const [code = ''] = codes;
    expect(await signIn({ factor: `${code.slice(0, 10)}-${code.slice(10).toUpperCase()}` })).toEqual([200, undefined]);
    expect(await signIn({ factor: code })).toEqual([401, 'auth.badProof']);
  });

  test('wrong codes lock the account like wrong passwords, and asking without one in between changes nothing', async () => {
    await hub.admin.query('update users set login_attempts = 0, locked_until = null');
    for (let n = 0; n < 5; n++) {
      expect(await signIn()).toEqual([401, 'auth.factorRequired']);
      expect(await signIn({ factor: '000000' })).toEqual([401, 'auth.badProof']);
    }
    expect(await signIn({ factor: await fresh(secret) })).toEqual([401, 'auth.failed']);
    await hub.admin.query('update users set login_attempts = 0, locked_until = null');
  });

  test('is taken away with the password', async () => {
    expect(await said(await hub.ask(token, '/v1/factors/remove', { password: 'guess' }))).toEqual([403, 'auth.badProof']);
    expect(await said(await hub.ask(token, '/v1/factors/remove', { password }))).toEqual([204, undefined]);
    expect(await signIn()).toEqual([200, undefined]);
    const { rows } = await hub.admin.query('select count(*)::int as left from auth_factors where deleted_at is null or secret is not null and kind = $1', ['totp']);
    expect(rows).toEqual([{ left: 0 }]);
  });

  test('is in the audit with what was tried in vain, and comes with recovery codes though it is confirmed twice at once', async () => {
    const app = enrolled.parse(await (await hub.ask(token, '/v1/factors', { password, label: 'Tablet' })).json());
    const code = totp(app.secret, step());
    const answers = await Promise.all([1, 2].map(() => hub.ask(token, `/v1/factors/${app.id}/confirm`, { code })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    const codes = await hub.admin.query(`select 1 from auth_factors where kind = 'recoveryCode' and deleted_at is null`);
    expect(codes.rowCount).toBe(10);
    const { rows } = await hub.admin.query(
      `select action, success, count(*)::int as n from audit_events where tenant_id = $1 and actor_id = $2 and action like 'factors.%' and ip_address = '127.0.0.1' and session_id is not null
       group by 1, 2 order by 1, 2`,
      [hub.alpha.id, member().userId],
    );
    expect(rows).toEqual([
      { action: 'factors.confirm', success: false, n: 2 },
      { action: 'factors.confirm', success: true, n: 2 },
      { action: 'factors.enrol', success: false, n: 1 },
      { action: 'factors.enrol', success: true, n: 2 },
      { action: 'factors.remove', success: false, n: 1 },
      { action: 'factors.remove', success: true, n: 1 },
    ]);
    expect(await said(await hub.ask(token, '/v1/factors/remove', { password }))).toEqual([204, undefined]);
  });
});

describe('an invitation', () => {
  const email = 'newcomer@example.test';
  const invite = async (text: string, more: object = {}) => {
    const { token: adminToken } = await hub.signIn(hub.alpha, hub.alpha.admin.email);
    const args = { email, roleId: hub.alpha.roleIds.agent, teamId: hub.alpha.north.id, tokenHash: hashToken(text), ...more };
    const command = { id: crypto.randomUUID(), name: 'invitations.send', args, at: new Date().toISOString() };
    const answer = await hub.ask(adminToken, '/v1/commands', { commands: [command] });
    expect(await answer.json()).toMatchObject({ answers: [{ status: 'accepted' }] });
  };
  const accept = async (text: string, more: object = {}) =>
    said(await hub.ask(null, '/v1/invitations/accept', { subdomain: 'alpha', token: text, fullName: 'Néw Cömer', password: 'a long password', ...more }));

  test('makes a user and a member of the team, once', async () => {
    const text = newToken();
    await invite(text);
    expect(await accept(text, { password: 'short' })).toEqual([400, 'input.invalid']);
    expect(await accept(newToken())).toEqual([410, 'invitation.expired']);
    expect(await accept(text, { subdomain: 'beta' })).toEqual([410, 'invitation.expired']);
    expect(await accept(text)).toEqual([200, undefined]);
    expect(await accept(text)).toEqual([410, 'invitation.expired']);
    const answer = await hub.ask(null, '/v1/sign-in', { subdomain: 'alpha', email, password: 'a long password', device: { ...device, publicKey: 'the key of a newcomer' } });
    expect(await answer.json()).toMatchObject({ session: { displayName: 'Néw Cömer', roleName: 'agent', teamIds: [hub.alpha.north.id] } });
    const { rows } = await hub.admin.query(
      `select i.status, n.user_id, a.ip_address from invitations i, notifications n, audit_events a
      where i.email = $1 and n.notification_type = 'invitation.accepted' and a.action = 'invitations.accept'`,
      [email],
    );
    expect(rows).toEqual([{ status: 'accepted', user_id: hub.alpha.admin.userId, ip_address: '127.0.0.1' }]);
  });

  test('takes the password of whoever has an account, and gives no other', async () => {
    const text = newToken();
    await invite(text, { email: hub.beta.admin.email });
    expect(await accept(text)).toEqual([401, 'auth.failed']);
    expect(await accept(text, { password })).toEqual([200, undefined]);
    const answer = await hub.ask(null, '/v1/sign-in', { subdomain: 'alpha', email: hub.beta.admin.email, password, device: { ...device, publicKey: 'the key of a guest' } });
    expect(answer.status).toBe(200);
  });

  test('that is over is refused', async () => {
    const text = newToken();
    await invite(text, { email: 'late@example.test' });
    await hub.admin.query(`update invitations set expires_at = now() - interval '1 second' where email = 'late@example.test'`);
    expect(await accept(text)).toEqual([410, 'invitation.expired']);
  });
});
