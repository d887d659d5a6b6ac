import type { ActCode } from '#domain/acts.ts';
import { idFrom, type Context } from '#domain/kernel/context.ts';
import { newRow } from '#domain/kernel/new-row.ts';
import { reserved } from '#domain/people/reserved.ts';
import { Notification } from '#domain/notifications/notification.ts';
import { AuditEvent } from '#domain/platform/audit-event.ts';
import { insertRows } from '../db/rows.ts';
import type { Transaction } from '../db/transaction.ts';

interface Note {
  readonly action: ActCode;
  readonly to: readonly string[];
  readonly title: string;
  readonly message: string;
  readonly after: Readonly<Record<string, unknown>>;
}

/** Writes down in a tenant what the platform did to it, and tells the members named; once for each command. */
export async function noteIn(tx: Transaction, tenantId: string, { action, to, title, message, after }: Note, context: Context): Promise<void> {
  const ids = { commandId: idFrom(context, 4000) };
  const { rowCount } = await tx.query('select 1 from audit_events where tenant_id = $1 and id = $2', [tenantId, idFrom(ids, 0)]);
  if (rowCount === 1) return;
  const made = { tenantId, userId: reserved.system, at: context.at };
  const accepted = { version: 1, acceptedAt: new Date().toISOString() };
  const subject = { subjectType: 'tenants', subjectId: tenantId };
  await insertRows(tx, AuditEvent, [
    { ...newRow(AuditEvent, idFrom(ids, 0), { ...subject, actorId: reserved.system, action, after, commandId: context.commandId, at: context.at }, made), ...accepted },
  ]);
  const notice = { ...subject, title, message, notificationType: action, channel: 'inApp', deliveryStatus: 'sent', dedupeKey: context.commandId };
  await insertRows(
    tx,
    Notification,
    to.map((userId, n) => ({ ...newRow(Notification, idFrom(ids, 1 + n), { ...notice, userId }, made), ...accepted })),
  );
}
