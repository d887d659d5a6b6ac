import type { Id } from '#domain/kernel/names.ts';
import type pg from 'pg';
import { newId } from '../db/new-id.ts';
import { inTenant, type Transaction } from '../db/transaction.ts';
import type { Member } from './member.ts';

/** A session as its owner and administrators see it in `sessions`; what proves it stays with the identity role. */
export interface NewSession extends Pick<Member, 'deviceId' | 'tenantId' | 'userId'> {
  readonly tokenHash: string;
  readonly expiresAt: number;
  readonly ipAddress: string;
  readonly userAgent: string | null;
  readonly now: number;
}

/** Writes down a session that begins. */
export async function beginSession(serve: pg.Pool, { tenantId, userId, deviceId, tokenHash, expiresAt, ipAddress, userAgent, now }: NewSession): Promise<Id<'sessions'>> {
  const id = newId<'sessions'>(now);
  await inTenant(serve, tenantId, (tx) =>
    tx.query(
      `insert into sessions (id, tenant_id, user_id, device_id, token_hash, expires_at, ip_address, user_agent, is_active, created_at, created_by, updated_at, updated_by, accepted_at, version)
       values ($1, $2, $3, $4, $5, $6, $7, $8, true, $9, $3, $9, $3, $9, 1)`,
      [id, tenantId, userId, deviceId, tokenHash, new Date(expiresAt), ipAddress, userAgent?.slice(0, 1000) ?? null, new Date(now)],
    ),
  );
  return id;
}

/** The row of a session and whether it goes on; one that began before there were rows has none. */
export async function sessionRow(tx: Transaction, tenantId: string, tokenHash: string): Promise<{ readonly id: Id<'sessions'> | null; readonly isLive: boolean }> {
  const { rows } = await tx.query<{ id: Id<'sessions'>; live: boolean }>(
    'select id, is_active and revoked_at is null and deleted_at is null as live from sessions where tenant_id = $1 and token_hash = $2',
    [tenantId, tokenHash],
  );
  return { id: rows[0]?.id ?? null, isLive: rows[0]?.live ?? true };
}

/** Writes down that a session goes on until then, or has ended where there is no then. */
export const moveSession = (serve: pg.Pool, tenantId: string, tokenHash: string, now: number, until: number | null) =>
  inTenant(serve, tenantId, (tx) =>
    tx.query(
      `update sessions set expires_at = coalesce($3, expires_at), is_active = $3::timestamptz is not null, revoked_at = case when $3::timestamptz is null then $4 else revoked_at end,
         updated_at = $4, accepted_at = $4, version = version + 1
       where tenant_id = $1 and token_hash = $2 and revoked_at is null and deleted_at is null`,
      [tenantId, tokenHash, until === null ? null : new Date(until), new Date(now)],
    ),
  );
