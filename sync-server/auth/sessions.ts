import type { Id } from '#domain/kernel/names.ts';
import type pg from 'pg';
import { inTenant, together } from '../db/transaction.ts';
import { deviceRevoked, sessionEnded } from '../http/problem.ts';
import { concerns, type AccessNews } from './access.ts';
import { auditSession } from './audit.ts';
import { leaseMilliseconds, loadMember, type Member } from './member.ts';
import { moveSession, sessionRow } from './session-rows.ts';
import { hashToken } from './token.ts';

/** A member with the session that proves them. */
export interface Session extends Member {
  readonly tokenHash: string;
  /** Null where it began before sessions had rows. */
  readonly sessionId: Id<'sessions'> | null;
  readonly email: string;
  readonly expiresAt: number;
}

/** Who a bearer token stands for; answers are remembered until their access changes. */
export interface Sessions {
  /** Refuses with 401 `session.ended`, or 403 `device.revoked`. */
  readonly of: (token: string | null) => Promise<Session>;
  /** The same for the one thing that a revoked device may still do: hand in its sealed work. */
  readonly ofAnyDevice: (token: string | null) => Promise<Session>;
  /** Prolongs session and lease; answers until when. */
  readonly renew: (session: Session) => Promise<number>;
  /** Ends a session for its member, who signs out from there. */
  readonly end: (token: string | null, ip: string, userAgent?: string | null) => Promise<void>;
}

interface SessionsDeps {
  readonly identity: pg.Pool;
  readonly serve: pg.Pool;
  readonly access: AccessNews;
  readonly now: () => number;
}

interface SessionRow {
  readonly tenant_id: Id<'tenants'>;
  readonly user_id: Id<'users'>;
  readonly device_id: Id<'devices'>;
  readonly expires_at: string;
  readonly email: string;
}

const sessionSql = `
select s.tenant_id, s.user_id, s.device_id, (extract(epoch from s.expires_at) * 1000)::bigint as expires_at, u.email
from auth_sessions s join users u on u.id = s.user_id
where s.token_hash = $1 and s.expires_at > $2 and u.status = 'active' and u.deleted_at is null`;

// Leases move by hours at least, so that a desk that asks often does not write often.
const renewEvery = 3_600_000;
// As far as a timer reaches with room to spare; what is further off is looked at again then.
const longestWait = 86_400_000;
const rememberedAtMost = 20_000;

/** Resolves tokens over the identity role and the tenant's own rows. */
export function createSessions({ identity, serve, access, now }: SessionsDeps): Sessions {
  const remembered = new Map<string, Session>();
  /** When each member whose rights change by the clock is told next. */
  const due = new Map<string, number>();
  let epoch = 0;
  access.on((change) => {
    epoch += 1;
    for (const [hash, session] of remembered) if (concerns(change, session)) remembered.delete(hash);
  });

  /** A role that was given for a time begins or ends without a change of any row: whoever is here is told then. */
  const tellWhenDue = ({ tenantId, userId, changesAt }: Session) => {
    const key = `${tenantId}/${userId}`;
    const at = changesAt === null ? Infinity : Date.parse(changesAt);
    if (at >= (due.get(key) ?? Infinity)) return;
    const wait = Math.min(Math.max(at - Date.now(), 0) + 20, longestWait);
    due.set(key, at);
    setTimeout(() => {
      if (due.get(key) === at) due.delete(key);
      access.tell({ tenantId, userId });
    }, wait).unref();
  };

  const read = async (tokenHash: string): Promise<Session | null> => {
    const { rows } = await identity.query<SessionRow>(sessionSql, [tokenHash, new Date(now())]);
    const [row] = rows;
    if (!row) return null;
    const who = { tenantId: row.tenant_id, userId: row.user_id, deviceId: row.device_id };
    const [member, { id: sessionId, isLive }] = await inTenant(serve, row.tenant_id, (client) => together([loadMember(client, who), sessionRow(client, row.tenant_id, tokenHash)]));
    // What was revoked in the tenant is forgotten here too, so that no restore brings it back.
    if (!isLive) await identity.query('delete from auth_sessions where token_hash = $1', [tokenHash]);
    // Who has left is no member any more, and their desk must still hear what to do.
    if (isLive && !member && (await isSeized(row))) throw deviceRevoked();
    return isLive && member ? { ...member, tokenHash, sessionId, email: row.email, expiresAt: Number(row.expires_at) } : null;
  };

  const isSeized = async ({ tenant_id: tenantId, device_id: id }: SessionRow): Promise<boolean> => {
    const { rowCount } = await inTenant(serve, tenantId, (client) =>
      client.query(`select 1 from devices where tenant_id = $1 and id = $2 and status in ('revoked', 'wiped')`, [tenantId, id]),
    );
    return rowCount === 1;
  };

  const ofAnyDevice = async (token: string | null): Promise<Session> => {
    if (token === null) throw sessionEnded();
    const tokenHash = hashToken(token);
    const known = remembered.get(tokenHash);
    if (known && known.expiresAt > now()) return known;
    for (;;) {
      const started = epoch;
      const session = await read(tokenHash);
      // Read again what may have been read just before a change that has been told by now.
      if (started !== epoch) continue;
      if (!session) throw sessionEnded();
      if (access.isListening()) {
        if (remembered.size >= rememberedAtMost) remembered.clear();
        remembered.set(tokenHash, session);
        tellWhenDue(session);
      }
      return session;
    }
  };

  return {
    ofAnyDevice,
    of: async (token) => {
      const session = await ofAnyDevice(token);
      if (session.deviceStatus === 'revoked' || session.deviceStatus === 'wiped') throw deviceRevoked();
      if (session.deviceStatus !== 'active') throw sessionEnded();
      return session;
    },
    renew: async (session) => {
      const until = now() + leaseMilliseconds(session);
      if (until - session.expiresAt < renewEvery) return session.expiresAt;
      await identity.query('update auth_sessions set expires_at = $2 where token_hash = $1', [session.tokenHash, new Date(until)]);
      await moveSession(serve, session.tenantId, session.tokenHash, now(), until);
      await writeLease(serve, session, now(), until);
      // What is remembered now, for rights may have changed meanwhile.
      const known = remembered.get(session.tokenHash);
      if (known) remembered.set(session.tokenHash, { ...known, expiresAt: until });
      return until;
    },
    end: async (token, ip, userAgent = null) => {
      if (token === null) return;
      const { rows } = await identity.query<Pick<Session, 'deviceId' | 'tenantId' | 'userId'>>(
        'delete from auth_sessions where token_hash = $1 returning tenant_id as "tenantId", user_id as "userId", device_id as "deviceId"',
        [hashToken(token)],
      );
      for (const ended of rows) {
        const { id: sessionId } = await inTenant(serve, ended.tenantId, (client) => sessionRow(client, ended.tenantId, hashToken(token)));
        await moveSession(serve, ended.tenantId, hashToken(token), now(), null);
        await auditSession(serve, { action: 'session.signOut', ...ended, sessionId, ip, userAgent, now: now(), success: true });
      }
      // The news of it would come a moment after the answer.
      rows.forEach(access.tell);
    },
  };
}

/** Writes on the device's row when it was last here and how long its vault may be opened. */
export const writeLease = (serve: pg.Pool, { tenantId, deviceId }: Pick<Member, 'deviceId' | 'tenantId'>, now: number, until: number) =>
  inTenant(serve, tenantId, (client) =>
    client.query(
      `update devices set last_sync_at = $3, lease_until = $4, updated_at = $3, accepted_at = $3, version = version + 1
       where tenant_id = $1 and id = $2 and deleted_at is null`,
      [tenantId, deviceId, new Date(now), new Date(until)],
    ),
  );
