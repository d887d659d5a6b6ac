import { idFrom, type Context } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { newRow } from '#domain/kernel/new-row.ts';
import { Membership } from '#domain/people/membership.ts';
import { reserved } from '#domain/people/reserved.ts';
import { RoleAssignment } from '#domain/people/role-assignment.ts';
import type { openSupportSession } from '#domain/people/tenant-commands.ts';
import { Approval } from '#domain/workflow/approval.ts';
import type { Problem } from '#domain/sync/wire.ts';
import type * as z from 'zod';
import { insertRows } from '../db/rows.ts';
import { inTenant, type Transaction } from '../db/transaction.ts';
import type { Pools } from './beyond.ts';
import { noteIn } from './tenant-note.ts';

type Args = z.output<typeof openSupportSession.args>;

interface Asked {
  readonly step: number;
  readonly status: string;
  readonly comment: string;
  readonly isFresh: boolean;
  readonly isUsed: boolean;
}

/** A request waits this long for its answer, and an approval as long for its use. */
const waits = `interval '24 hours'`;
const needed = 'tenants.configure';
const action = 'support.openSession';
const minutesIn = (comment: string) => Number(/\((\d+) min\)$/.exec(comment)?.[1] ?? 0);

/** Asks the tenant's owner and administrators; once one of them approved, the operator holds the support role for the minutes that were asked for. */
export async function openSupport({ identity, serve }: Pools, args: Args, context: Context): Promise<Problem | null> {
  const { rows: operators } = await identity.query<{ email: string; full_name: string }>('select email, full_name from users where id = $1', [context.userId]);
  const operator = { email: operators[0]?.email ?? '', name: operators[0]?.full_name ?? '' };
  return inTenant(serve, args.tenantId, async (tx) => {
    const approvers = await approversOf(tx, args.tenantId);
    if (approvers.length === 0) throw new Refusal('row.missing', 'tenantId', 'There is no such tenant, or nobody in it can approve.');
    const asked = await lastAsked(tx, args.tenantId, context.userId);
    const latest = asked.filter(({ step }) => step === asked[0]?.step);
    const approved = latest.find(({ status, isFresh, isUsed }) => status === 'approved' && isFresh && !isUsed);
    if (approved) return open(tx, args, context, { ...operator, step: approved.step, minutes: minutesIn(approved.comment) }, approvers);
    if (latest.some(({ status, isFresh }) => isFresh && (status === 'pending' || status === 'rejected')))
      throw new Refusal('support.notApproved', 'tenantId', 'The tenant has not approved this.');
    await ask(tx, args, context, { ...operator, step: await nextStep(tx, args.tenantId) }, approvers);
    return { code: 'support.requested', message: 'The owner and the administrators of the tenant were asked. Open the session once one of them has approved it.' };
  });
}

async function approversOf(tx: Transaction, tenantId: string): Promise<readonly string[]> {
  const { rows } = await tx.query<{ user_id: string }>(
    `select m.user_id from memberships m join roles r on r.tenant_id = m.tenant_id and r.id = m.role_id join role_grants g on g.tenant_id = r.tenant_id and g.role_id = r.id
     where m.tenant_id = $1 and m.is_active and m.deleted_at is null and r.is_active and g.capability = $2 and g.scope = 'tenant' and g.deleted_at is null order by m.user_id`,
    [tenantId, needed],
  );
  return rows.map(({ user_id }) => user_id);
}

async function lastAsked(tx: Transaction, tenantId: string, operatorId: string): Promise<readonly Asked[]> {
  const { rows } = await tx.query<{ step: number; status: string; comment: string; fresh: boolean; used: boolean }>(
    `select a.step, a.status, coalesce(a.comment, '') as comment, coalesce(a.decided_at, a.created_at) > now() - ${waits} as fresh,
       exists (select 1 from role_assignments x where x.tenant_id = $1 and x.user_id = $2 and x.reason = 'support ' || a.step) as used
     from approvals a where a.tenant_id = $1 and a.subject_type = 'tenants' and a.subject_id = $1 and a.created_by = $2 and a.deleted_at is null
     order by a.step desc, a.id for update of a`,
    [tenantId, operatorId],
  );
  return rows.map(({ fresh, used, ...row }) => ({ ...row, isFresh: fresh, isUsed: used }));
}

async function nextStep(tx: Transaction, tenantId: string): Promise<number> {
  const { rows } = await tx.query<{ next: number }>(
    `select coalesce(max(step), 0) + 1 as next from approvals where tenant_id = $1 and subject_type = 'tenants' and subject_id = $1 and deleted_at is null`,
    [tenantId],
  );
  return rows[0]?.next ?? 1;
}

interface Operator {
  readonly email: string;
  readonly name: string;
  readonly step: number;
}

async function ask(tx: Transaction, { tenantId, reason, minutes }: Args, context: Context, { email, step }: Operator, approvers: readonly string[]): Promise<void> {
  const made = { tenantId, userId: context.userId, at: context.at };
  const comment = `${email}: ${reason} (${minutes} min)`;
  const dueAt = new Date(Date.parse(context.at) + 86_400_000).toISOString();
  const values = { subjectType: 'tenants', subjectId: tenantId, step, requiredCapability: needed, comment, dueAt };
  const rows = approvers.map((approverId, n) => ({ ...newRow(Approval, idFrom(context, n), { ...values, approverId }, made), version: 1, acceptedAt: context.at }));
  await insertRows(tx, Approval, rows);
  await noteIn(tx, tenantId, { action, to: approvers, title: email, message: comment, after: { email, reason, minutes, asked: true } }, context);
}

async function open(
  tx: Transaction,
  { tenantId, reason }: Args,
  context: Context,
  { email, name, step, minutes }: Operator & { readonly minutes: number },
  approvers: readonly string[],
): Promise<Problem> {
  const { rows } = await tx.query<{ id: string; name: string }>(
    `select id, name from roles where tenant_id = $1 and name in ('operator', 'support') and is_system and deleted_at is null`,
    [tenantId],
  );
  const roleId = (wanted: string) => rows.find((role) => role.name === wanted)?.id;
  const made = { tenantId, userId: reserved.system, at: context.at };
  const accepted = { version: 1, acceptedAt: context.at };
  const { rowCount } = await tx.query('select 1 from memberships where tenant_id = $1 and user_id = $2', [tenantId, context.userId]);
  const membership = { userId: context.userId, roleId: roleId('operator'), displayName: name || email, joinedAt: context.at };
  if (rowCount === 0) await insertRows(tx, Membership, [{ ...newRow(Membership, idFrom(context, 100), membership, made), ...accepted }]);
  await tx.query(
    'update role_assignments set deleted_at = now(), updated_at = now(), version = version + 1 where tenant_id = $1 and user_id = $2 and role_id = $3 and deleted_at is null',
    [tenantId, context.userId, roleId('support')],
  );
  const expiresAt = new Date(Date.now() + minutes * 60_000).toISOString();
  const assignment = { userId: context.userId, roleId: roleId('support'), expiresAt, grantedBy: reserved.system, reason: `support ${step}` };
  await insertRows(tx, RoleAssignment, [{ ...newRow(RoleAssignment, idFrom(context, 101), assignment, made), ...accepted }]);
  await noteIn(tx, tenantId, { action, to: approvers, title: email, message: reason, after: { email, reason, minutes, expiresAt } }, context);
  return { code: 'support.opened', message: `The session is open until ${expiresAt}. Sign in to the tenant.` };
}
