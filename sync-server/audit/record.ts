import type { ActCode } from '#domain/acts.ts';
import { idFrom, type Context } from '#domain/kernel/context.ts';
import type { AnyEntity, AnyRow } from '#domain/kernel/entity.ts';
import type { Write } from '#domain/kernel/execute.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { newRow } from '#domain/kernel/new-row.ts';
import { reserved } from '#domain/people/reserved.ts';
import { AuditEvent } from '#domain/platform/audit-event.ts';
import { ledger } from '#domain/registry.ts';
import { newId } from '../db/new-id.ts';
import { insertRows } from '../db/rows.ts';
import type { Transaction } from '../db/transaction.ts';

/** Records what a command wrote: a row for each record that it changed, or one row, of what it looked at, where it changed none. */
export async function auditWrites(
  tx: Transaction,
  action: string,
  context: Act,
  writes: readonly Write[],
  acceptedAt: string,
  looked?: Subject,
  saw: object | null = null,
): Promise<void> {
  const about = writes.filter(({ entity }) => entity !== ledger.history && entity !== ledger.activity);
  const rows = about.map(({ entity, id, before, after, changed }) => ({
    subjectType: entity.name,
    subjectId: id,
    caseId: entity.activity?.caseId === 'id' ? id : (after['caseId'] ?? null),
    before: before && shown(entity, before, changed),
    after: shown(entity, after, changed),
  }));
  await insertRows(
    tx,
    AuditEvent,
    (rows.length > 0 ? rows : [{ after: saw, ...(looked && { subjectType: looked.type, subjectId: looked.id }) }]).map((values, n) => row(action, context, n, values, acceptedAt)),
  );
}

/** One record that something is about. */
export interface Subject {
  readonly type: EntityName;
  readonly id: string;
}

/** Records that somebody tried what their role does not allow. */
export async function auditDenied(tx: Transaction, action: string, context: Act, message: string, acceptedAt: string, about?: EntityName): Promise<void> {
  const values = { success: false, errorMessage: message.slice(0, 1000), ...(about && { subjectType: about }) };
  await insertRows(tx, AuditEvent, [row(action, context, 0, values, acceptedAt)]);
}

/** Records what the hub did by itself, or in the name of the member who asked for it. */
export async function auditSystem(tx: Transaction, tenantId: string, acts: readonly OwnAct[], by: string = reserved.system): Promise<void> {
  const now = Date.now();
  const made = { tenantId, userId: by, at: new Date(now).toISOString() };
  const rows = acts.map((act) => ({ ...newRow(AuditEvent, newId(now), { ...act, actorId: by, at: made.at }, made), version: 1, acceptedAt: made.at }));
  await insertRows(tx, AuditEvent, rows);
}

interface OwnAct extends Readonly<Record<string, unknown>> {
  readonly action: ActCode;
}

/** Who did it, and from where. */
export interface Act extends Pick<Context, 'at' | 'commandId' | 'deviceId' | 'tenantId' | 'userId'> {
  readonly ipAddress?: string;
  readonly userAgent?: string | null;
  readonly sessionId?: string | null;
  readonly apiKeyId?: string | null;
}

// The executor numbers its own rows from 1000.
const firstId = 3000;

function row(action: string, context: Act, n: number, values: Readonly<Record<string, unknown>>, acceptedAt: string): AnyRow {
  const stamp = { createdAt: context.at, createdBy: context.userId, updatedAt: context.at, updatedBy: context.userId, version: 1, acceptedAt };
  const who = { tenantId: context.tenantId, actorId: context.userId, deviceId: context.deviceId, commandId: context.commandId, ...from(context) };
  return { success: true, ...values, ...stamp, ...who, id: idFrom(context, firstId + n), action, at: context.at };
}

/** The changed values of a row, without secrets. */
function shown({ fields }: AnyEntity, values: AnyRow, changed: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(changed.filter((key) => fields[key]?.sensitivity !== 'secret').map((key) => [key, values[key] ?? null]));
}

const from = ({ ipAddress, userAgent, sessionId, apiKeyId }: Act) => ({
  ipAddress: ipAddress ?? null,
  userAgent: userAgent?.slice(0, 1000) ?? null,
  sessionId: sessionId ?? null,
  apiKeyId: apiKeyId ?? null,
});
