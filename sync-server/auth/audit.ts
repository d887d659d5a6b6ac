import type { ActCode } from '#domain/acts.ts';
import type { Id } from '#domain/kernel/names.ts';
import { AuditEvent } from '#domain/platform/audit-event.ts';
import type pg from 'pg';
import { newId } from '../db/new-id.ts';
import { insertRows } from '../db/rows.ts';
import { inTenant } from '../db/transaction.ts';

/** From where somebody asks. */
export interface Origin {
  readonly ip: string;
  readonly userAgent: string | null;
}

interface SessionAct extends Origin {
  readonly action: Extract<ActCode, `factors.${string}` | `session.${string}`>;
  readonly tenantId: Id<'tenants'>;
  readonly userId: Id<'users'>;
  readonly deviceId: Id<'devices'> | null;
  readonly sessionId?: Id<'sessions'> | null;
  readonly now: number;
  readonly success: boolean;
}

/** Records that a member signed in or out or changed how they do, or that somebody failed to in a member's name. */
export function auditSession(serve: pg.Pool, { action, tenantId, userId, deviceId, sessionId, ip, userAgent, now, success }: SessionAct): Promise<unknown> {
  const at = new Date(now).toISOString();
  const stamp = { createdAt: at, createdBy: userId, updatedAt: at, updatedBy: userId, acceptedAt: at, version: 1 };
  const row = {
    ...stamp,
    id: newId<'auditEvents'>(now),
    tenantId,
    actorId: userId,
    deviceId,
    action,
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
