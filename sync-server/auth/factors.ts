import { createHash, randomBytes } from 'node:crypto';
import type { Id } from '#domain/kernel/names.ts';
import type pg from 'pg';
import { newId } from '../db/new-id.ts';
import { inTenant } from '../db/transaction.ts';
import { HttpProblem } from '../http/problem.ts';
import { auditSession, type Origin } from './audit.ts';
import { isPassword } from './password.ts';
import type { Session } from './sessions.ts';
import { momentOf, newTotpSecret, otpauthUri, stepOf } from './totp.ts';

/** A second factor as its owner sees it. */
export interface FactorInfo {
  readonly id: string;
  readonly kind: string;
  readonly label: string | null;
  readonly confirmedAt: string | null;
  readonly lastUsedAt: string | null;
}

/** Second factors: an authenticator app, and recovery codes for when it is lost. */
export interface Factors {
  readonly list: (session: Session) => Promise<readonly FactorInfo[]>;
  /** Begins: the secret is shown now and never again, and counts only once a code has proved it. */
  readonly enrol: (session: Session, password: string, label: string, from: Origin) => Promise<{ readonly id: string; readonly secret: string; readonly uri: string }>;
  /** Proves the app has the secret; from now on signing in takes it. The recovery codes are shown now and never again. */
  readonly confirm: (session: Session, id: string, code: string, from: Origin) => Promise<{ readonly recoveryCodes: readonly string[] }>;
  readonly remove: (session: Session, password: string, from: Origin) => Promise<void>;
  /** Whether signing in takes a factor, and whether this is it; a code that was right is used up. */
  readonly check: (userId: Id<'users'>, given: string | undefined) => Promise<'missing' | 'none' | 'right' | 'wrong'>;
}

const codesGiven = 10;
const stamp = 'created_at, updated_at, version, accepted_at';

interface FactorsDeps {
  readonly identity: pg.Pool;
  readonly serve: pg.Pool;
  readonly now: () => number;
}

/** Keeps factors over the identity role: no tenant sees them. What is done about them, and tried in vain, is in the audit. */
export function createFactors({ identity, serve, now }: FactorsDeps): Factors {
  const audited = async <Result>(action: `factors.${'confirm' | 'enrol' | 'remove'}`, session: Session, from: Origin, work: () => Promise<Result>): Promise<Result> => {
    const { tenantId, userId, deviceId, sessionId } = session;
    const record = (success: boolean) => auditSession(serve, { ...from, action, tenantId, userId, deviceId, sessionId, now: now(), success });
    try {
      const result = await work();
      await record(true);
      return result;
    } catch (error) {
      if (error instanceof HttpProblem && error.code === 'auth.badProof') await record(false);
      throw error;
    }
  };
  const prove = async ({ userId }: Session, password: string) => {
    const { rows } = await identity.query<{ password_hash: string }>('select password_hash from auth_credentials where user_id = $1', [userId]);
    const [row] = rows;
    if (!row || !(await isPassword(row.password_hash, password))) throw new HttpProblem(403, 'auth.badProof', 'The password is wrong.', 'password');
  };
  const drop = (userId: string, condition: string, tx: Pick<pg.Pool, 'query'> = identity) =>
    tx.query(`update auth_factors set deleted_at = $2, updated_at = $2, secret = null, version = version + 1 where user_id = $1 and deleted_at is null and ${condition}`, [
      userId,
      new Date(now()),
    ]);

  return {
    list: async ({ userId }) => {
      const { rows } = await identity.query<FactorInfo>(
        `select id, kind, label, confirmed_at as "confirmedAt", last_used_at as "lastUsedAt" from auth_factors where user_id = $1 and deleted_at is null and confirmed_at is not null order by kind desc, id`,
        [userId],
      );
      return rows;
    },

    enrol: (session, password, label, from) =>
      audited('factors.enrol', session, from, async () => {
        await prove(session, password);
        await drop(session.userId, `kind = 'totp' and confirmed_at is null`);
        const id = newId(now());
        const secret = newTotpSecret();
        const { rowCount } = await identity.query(
          `insert into auth_factors (id, user_id, kind, label, secret, ${stamp}) values ($1, $2, 'totp', $3, $4, $5, $5, 1, $5)
           on conflict (user_id, kind, label) where deleted_at is null do nothing`,
          [id, session.userId, label, secret, new Date(now())],
        );
        if (rowCount === 0) throw new HttpProblem(409, 'unique.taken', 'You have an authenticator app of this name already.', 'label');
        return { id, secret, uri: otpauthUri(secret, session.tenant.name, session.email) };
      }),

    confirm: (session, id, code, from) =>
      audited('factors.confirm', session, from, () =>
        // All or nothing: whoever signs in with an app has recovery codes for when it is lost.
        inTenant(identity, session.tenantId, async (tx) => {
          const { userId } = session;
          const { rows } = await tx.query<{ secret: string }>(
            `select secret from auth_factors where id = $1 and user_id = $2 and kind = 'totp' and confirmed_at is null and deleted_at is null for update`,
            [id, userId],
          );
          const [row] = rows;
          const step = row ? stepOf(row.secret, code, now(), null) : null;
          if (step === null) throw new HttpProblem(422, 'auth.badProof', 'The code is wrong. Look whether the clocks of both devices are right.', 'code');
          await tx.query('update auth_factors set confirmed_at = $2, last_used_at = $3, updated_at = $2, version = version + 1 where id = $1', [
            id,
            new Date(now()),
            new Date(momentOf(step)),
          ]);
          await drop(userId, `kind = 'recoveryCode'`, tx);
          const recoveryCodes = Array.from({ length: codesGiven }, () => randomBytes(10).toString('hex'));
          await tx.query(
            `insert into auth_factors (id, user_id, kind, label, secret, confirmed_at, ${stamp})
             select n.id, $1, 'recoveryCode', n.label, n.secret, $5, $5, $5, 1, $5 from unnest($2::uuid[], $3::text[], $4::text[]) as n (id, label, secret)`,
            [userId, recoveryCodes.map(() => newId(now())), recoveryCodes.map((_, place) => String(place + 1)), recoveryCodes.map(hashOf), new Date(now())],
          );
          return { recoveryCodes };
        }),
      ),

    remove: (session, password, from) =>
      audited('factors.remove', session, from, async () => {
        await prove(session, password);
        await drop(session.userId, 'true');
      }),

    check: async (userId, given) => {
      const { rows } = await identity.query<{ id: string; secret: string; last_used: string | null }>(
        `select id, secret, (extract(epoch from last_used_at) * 1000)::bigint as last_used from auth_factors where user_id = $1 and kind = 'totp' and confirmed_at is not null and deleted_at is null`,
        [userId],
      );
      if (rows.length === 0) return 'none';
      if (given === undefined || given.trim() === '') return 'missing';
      for (const { id, secret, last_used } of rows) {
        const step = stepOf(secret, given, now(), last_used === null ? null : Number(last_used));
        // Whoever sends the same code at the same moment comes second.
        if (step !== null && (await use(id, momentOf(step)))) return 'right';
      }
      const { rowCount } = await identity.query(
        `update auth_factors set last_used_at = $3, updated_at = $3, deleted_at = $3, version = version + 1 where user_id = $1 and kind = 'recoveryCode' and secret = $2 and deleted_at is null`,
        [userId, hashOf(given.replaceAll(/[\s-]/g, '').toLowerCase()), new Date(now())],
      );
      return rowCount === 1 ? 'right' : 'wrong';
    },
  };

  async function use(id: string, moment: number): Promise<boolean> {
    const { rowCount } = await identity.query('update auth_factors set last_used_at = $2, updated_at = $2 where id = $1 and (last_used_at is null or last_used_at < $2)', [
      id,
      new Date(moment),
    ]);
    return rowCount === 1;
  }
}

// 80 random bits need no slow hash.
const hashOf = (code: string): string => createHash('sha256').update(code).digest('hex');
