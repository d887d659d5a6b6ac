import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Id } from '#domain/kernel/names.ts';
import { devicesAtMost } from '#domain/people/device-rules.ts';
import type { signInRequest } from '#domain/sync/wire.ts';
import type pg from 'pg';
import type * as z from 'zod';
import { newId } from '../db/new-id.ts';
import { inTenant } from '../db/transaction.ts';
import { deviceRevoked, HttpProblem } from '../http/problem.ts';
import { auditSession } from './audit.ts';
import type { Factors } from './factors.ts';
import { leaseMilliseconds, loadMember } from './member.ts';
import { hashPassword, isPassword } from './password.ts';
import { writeLease, type Session } from './sessions.ts';
import { beginSession } from './session-rows.ts';
import { hashToken, newToken } from './token.ts';

/** A new session with what only its device may have. */
export interface SignedIn {
  readonly token: string;
  readonly recoverySecret: string;
  readonly session: Session;
}
export type SignIn = (request: z.output<typeof signInRequest>, ip: string, userAgent?: string | null) => Promise<SignedIn>;

interface SignInDeps {
  readonly identity: pg.Pool;
  readonly serve: pg.Pool;
  readonly factors: Pick<Factors, 'check'>;
  readonly now: () => number;
}

const attemptsAllowed = 5;
const lockedFor = 15 * 60_000;
// Every failure takes this long, so that its cause cannot be read from the clock.
const failureTakes = 350;

/** One answer for an unknown tenant, an unknown address, a wrong password, a locked user and somebody who is no member. */
const failed = () => new HttpProblem(401, 'auth.failed', 'The address or the password is wrong, or there were too many attempts. Try again in a few minutes.', 'password');

interface Candidate {
  readonly id: Id<'users'>;
  readonly email: string;
  readonly password_hash: string | null;
  readonly allowed: boolean;
}

/** Proves a person by password, enrols their device, and begins a session. */
export function createSignIn({ identity, serve, factors, now }: SignInDeps): SignIn {
  const decoy = hashPassword(randomBytes(16).toString('hex'));

  const signIn: SignIn = async ({ subdomain, email, password, device, factor }, ip, userAgent = null) => {
    const tenants = await identity.query<{ id: Id<'tenants'> }>('select id from tenants where subdomain = lower($1) and is_active and deleted_at is null', [subdomain.trim()]);
    const user = await takeAttempt(identity, email, now());
    const proved = await isPassword(user?.password_hash ?? (await decoy), password);
    const tenantId = tenants.rows[0]?.id;
    if (!tenantId || !user) throw failed();
    if (!user.allowed || !proved || user.password_hash === null) {
      await auditSession(serve, { action: 'session.signIn', tenantId, userId: user.id, deviceId: null, ip, userAgent, now: now(), success: false });
      throw failed();
    }

    const { rows: memberships } = await inTenant(serve, tenantId, (client) =>
      client.query('select 1 from memberships where tenant_id = $1 and user_id = $2 and is_active and deleted_at is null', [tenantId, user.id]),
    );
    if (memberships.length === 0) {
      // Who has proved that they were a member still hears that their device is to be wiped.
      const { rowCount } = await inTenant(serve, tenantId, (client) =>
        client.query(`select 1 from devices where tenant_id = $1 and user_id = $2 and public_key = $3 and status in ('revoked', 'wiped')`, [tenantId, user.id, device.publicKey]),
      );
      throw rowCount ? deviceRevoked() : failed();
    }
    const second = await factors.check(user.id, factor);
    if (second === 'missing') {
      await giveBack(identity, user.id);
      throw new HttpProblem(401, 'auth.factorRequired', 'Give the code of your authenticator app, or a recovery code.', 'factor');
    }
    if (second === 'wrong') {
      await auditSession(serve, { action: 'session.signIn', tenantId, userId: user.id, deviceId: null, ip, userAgent, now: now(), success: false });
      throw new HttpProblem(401, 'auth.badProof', 'The code is wrong, or it was used before.', 'factor');
    }
    await identity.query('update users set login_attempts = 0, locked_until = null, last_login_at = $2, last_login_ip = $3 where id = $1', [user.id, new Date(now()), ip]);

    const deviceId = await enrol(serve, { tenantId, userId: user.id, device, now: now() });
    const member = await inTenant(serve, tenantId, (client) => loadMember(client, { tenantId, userId: user.id, deviceId }));
    if (!member) throw failed();

    const token = newToken();
    const expiresAt = now() + leaseMilliseconds(member);
    const tokenHash = hashToken(token);
    const sessionId = await beginSession(serve, { ...member, tokenHash, expiresAt, ipAddress: ip, userAgent, now: now() });
    await identity.query('insert into auth_sessions (token_hash, tenant_id, user_id, device_id, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)', [
      tokenHash,
      tenantId,
      user.id,
      deviceId,
      new Date(now()),
      new Date(expiresAt),
    ]);
    await writeLease(serve, member, now(), expiresAt);
    await auditSession(serve, { action: 'session.signIn', tenantId, userId: user.id, deviceId, sessionId, ip, userAgent, now: now(), success: true });
    const recoverySecret = await recoverySecretOf(identity, tenantId, deviceId);
    return { token, recoverySecret, session: { ...member, tokenHash, sessionId, email: user.email, expiresAt } };
  };

  return async (request, ip, userAgent) => {
    const slowly = sleep(failureTakes);
    try {
      return await signIn(request, ip, userAgent);
    } catch (error) {
      await slowly;
      throw error;
    }
  };
}

/** Counts an attempt before the password is looked at, so that guesses sent all at once are counted too. */
async function takeAttempt(identity: pg.Pool, email: string, now: number): Promise<Candidate | undefined> {
  const { rows } = await identity.query<Candidate>(
    `with tried as (
       update users set
         login_attempts = case when locked_until <= $2::timestamptz then 1 else login_attempts + 1 end,
         locked_until = case when (case when locked_until <= $2::timestamptz then 1 else login_attempts + 1 end) >= $3::int then $4::timestamptz else null end
       where email in ($1, lower($1)) and deleted_at is null and status = 'active' and (locked_until is null or locked_until <= $2::timestamptz)
       returning id)
     select u.id, u.email, c.password_hash, u.id in (select id from tried) as allowed
     from users u left join auth_credentials c on c.user_id = u.id
     where u.email in ($1, lower($1)) and u.deleted_at is null`,
    [email.trim(), new Date(now), attemptsAllowed, new Date(now + lockedFor)],
  );
  return rows[0];
}

/** An attempt that only lacked the second factor was no guess; wrong codes stay counted. */
const giveBack = (identity: pg.Pool, userId: string) =>
  identity.query('update users set login_attempts = greatest(login_attempts - 1, 0), locked_until = null where id = $1', [userId]);

interface Enrolment {
  readonly tenantId: Id<'tenants'>;
  readonly userId: Id<'users'>;
  readonly device: z.output<typeof signInRequest>['device'];
  readonly now: number;
}

/** Finds the device by its key, or makes it; a device belongs to one user for ever. */
async function enrol(serve: pg.Pool, { tenantId, userId, device, now }: Enrolment): Promise<Id<'devices'>> {
  const { rows } = await inTenant(serve, tenantId, (client) =>
    client.query<{ id: Id<'devices'>; user_id: string; status: string }>(
      `insert into devices (id, tenant_id, user_id, name, platform, app_version, public_key, status, created_at, created_by, updated_at, updated_by, accepted_at, version)
       select $1::uuid, $2::uuid, $3::uuid, $4, $5, $6, $7, 'active', $8::timestamptz, $3::uuid, $8::timestamptz, $3::uuid, $8::timestamptz, 1
       where exists (select 1 from devices where tenant_id = $2 and public_key = $7 and deleted_at is null)
         or (select count(*) from devices where tenant_id = $2 and user_id = $3 and status = 'active' and deleted_at is null) < $9
       on conflict (tenant_id, public_key) where deleted_at is null
       do update set name = case when devices.user_id = excluded.user_id then excluded.name else devices.name end,
         app_version = case when devices.user_id = excluded.user_id then excluded.app_version else devices.app_version end
       returning id, user_id, status`,
      [newId(now), tenantId, userId, device.name, device.platform, device.appVersion, device.publicKey, new Date(now), devicesAtMost],
    ),
  );
  const [row] = rows;
  if (!row) throw new HttpProblem(403, 'device.limit', `You have ${devicesAtMost} devices at work; revoke one of them first.`, 'device.publicKey');
  if (row.user_id !== userId) throw new HttpProblem(403, 'device.foreign', 'This device key belongs to somebody else.', 'device.publicKey');
  if (row.status === 'revoked' || row.status === 'wiped') throw deviceRevoked();
  if (row.status !== 'active') throw new HttpProblem(403, 'device.locked', 'This device is locked. Ask an administrator to unlock it.');
  return row.id;
}

async function recoverySecretOf(identity: pg.Pool, tenantId: string, deviceId: string): Promise<string> {
  const fresh = randomBytes(32).toString('base64');
  const { rows } = await identity.query<{ secret: string }>(
    `insert into auth_recovery (tenant_id, device_id, secret) values ($1, $2, $3)
     on conflict (tenant_id, device_id) do update set secret = auth_recovery.secret returning secret`,
    [tenantId, deviceId, fresh],
  );
  return rows[0]?.secret ?? fresh;
}
