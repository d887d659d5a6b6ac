import type { Id } from '#domain/kernel/names.ts';
import { AuditEvent } from '#domain/platform/audit-event.ts';
import type pg from 'pg';
import { newId } from '../db/new-id.ts';
import { insertRows } from '../db/rows.ts';
import { inTenant } from '../db/transaction.ts';

interface SignInAttempt {
  readonly tenantId: Id<'tenants'>;
  readonly userId: Id<'users'>;
  readonly deviceId: Id<'devices'> | null;
  readonly sessionId?: Id<'sessions'>;
  readonly ip: string;
  readonly userAgent: string | null;
  readonly now: number;
  readonly success: boolean;
}

/** Records that a member signed in, or that somebody failed to do so in a member's name. */
export function auditSignIn(serve: pg.Pool, { tenantId, userId, deviceId, sessionId, ip, userAgent, now, success }: SignInAttempt): Promise<unknown> {
  const at = new Date(now).toISOString();
  const stamp = { createdAt: at, createdBy: userId, updatedAt: at, updatedBy: userId, acceptedAt: at, version: 1 };
  const row = {
    ...stamp,
    id: newId<'auditEvents'>(now),
    tenantId,
    actorId: userId,
    deviceId,
    action: 'session.signIn',
    ipAddress: ip,
    userAgent: userAgent?.slice(0, 1000) ?? null,
    sessionId: sessionId ?? null,
    success,
    at,
  };
  return inTenant(serve, tenantId, async (tx) => {
    const { rowCount } = await tx.query('select 1 from memberships where tenant_id = $1 and user_id = $2 and deleted_at is null', [tenantId, userId]);
    if (rowCount === 1) await insertRows(tx, AuditEvent, [row]);
  });
}
