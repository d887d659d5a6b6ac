import { generateKeyPairSync } from 'node:crypto';
import type { SessionAnswer, SignInAnswer, signInRequest } from '#domain/sync/wire.ts';
import type pg from 'pg';
import type * as z from 'zod';
import { newId } from '../db/new-id.ts';
import { HttpProblem } from '../http/problem.ts';
import type { AccessNews } from './access.ts';
import { audienceTag } from './audience.ts';
import { createFactors, type Factors } from './factors.ts';
import { createAcceptInvitation, type AcceptInvitation } from './invitation.ts';
import { platformRolesOf } from './platform-roles.ts';
import { createSessions, type Session, type Sessions } from './sessions.ts';
import { createSignIn } from './sign-in.ts';

/** Who people are: sign-in, sessions, and what revoked devices hand in. */
export interface Identity {
  readonly sessions: Sessions;
  readonly factors: Factors;
  readonly acceptInvitation: AcceptInvitation;
  readonly signIn: (request: z.output<typeof signInRequest>, ip: string, userAgent?: string | null) => Promise<SignInAnswer>;
  readonly signOut: Sessions['end'];
  /** Renews session and lease and tells who the member is now. */
  readonly answerSession: (session: Session) => Promise<SessionAnswer>;
  readonly quarantine: (from: Seized, sealed: string) => Promise<void>;
}

/** A device that may be revoked, and whose it is. */
export type Seized = Pick<Session, 'deviceId' | 'tenantId' | 'userId'>;

interface IdentityDeps {
  /** Connects as the role that alone reads identity tables. */
  readonly identity: pg.Pool;
  /** Connects as the role that is bound to one tenant at a time. */
  readonly serve: pg.Pool;
  readonly access: AccessNews;
  readonly now: () => number;
  readonly generation: () => string;
}

const quarantinedAtMost = 20;

/** Composes sign-in and sessions over the two roles. */
export function createIdentity(deps: IdentityDeps): Identity {
  const { identity, now } = deps;
  const sessions = createSessions(deps);
  const factors = createFactors(deps);
  const signIn = createSignIn({ ...deps, factors });

  const answer = async (session: Session, leaseUntil: number): Promise<SessionAnswer> => ({
    tenantId: session.tenantId,
    tenantName: session.tenant.name,
    subdomain: session.tenant.subdomain,
    timeZone: session.tenant.timeZone,
    settings: { ...session.tenant.settings, sealKey: await sealKeyOf(identity, session.tenantId) },
    userId: session.userId,
    email: session.email,
    displayName: session.displayName,
    roleName: session.roleName,
    teamIds: [...session.teamIds],
    followUpTeamIds: [...session.followUpTeamIds],
    isExternal: session.isExternal,
    teamGrants: [...session.teamGrants],
    participations: { ...session.participations },
    grants: session.grants,
    audience: audienceTag(session),
    platformRoles: [...new Set((await platformRolesOf(identity, session.userId)).map(({ role }) => role))],
    deviceId: session.deviceId,
    leaseUntil: new Date(leaseUntil).toISOString(),
    serverTime: new Date(now()).toISOString(),
    generation: deps.generation(),
  });

  return {
    sessions,
    factors,
    acceptInvitation: createAcceptInvitation(deps),
    signIn: async (request, ip, userAgent) => {
      const { token, recoverySecret, session } = await signIn(request, ip, userAgent);
      return { token, recoverySecret, session: await answer(session, session.expiresAt) };
    },
    signOut: sessions.end,
    answerSession: async (session) => answer(session, await sessions.renew(session)),
    quarantine: async ({ tenantId, userId, deviceId }, sealed) => {
      const { rowCount } = await identity.query(
        `insert into auth_quarantine (id, tenant_id, user_id, device_id, received_at, sealed)
         select $1, $2, $3, $4, $5, $6 where (select count(*) from auth_quarantine where tenant_id = $2 and device_id = $4) < $7`,
        [newId(now()), tenantId, userId, deviceId, new Date(now()), sealed, quarantinedAtMost],
      );
      if (rowCount === 0) throw new HttpProblem(429, 'quarantine.full', 'This device has handed in too much already.');
    },
  };
}

/** The public key (SPKI, base64) to which a tenant's desks seal their work before a wipe. */
async function sealKeyOf(identity: pg.Pool, tenantId: string): Promise<string> {
  const find = () => identity.query<{ public_key: string }>('select public_key from auth_tenant_keys where tenant_id = $1', [tenantId]);
  const known = (await find()).rows[0]?.public_key;
  if (known !== undefined) return known;
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  await identity.query('insert into auth_tenant_keys (tenant_id, public_key, private_key) values ($1, $2, $3) on conflict do nothing', [
    tenantId,
    publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
  ]);
  return (await find()).rows[0]?.public_key ?? '';
}
