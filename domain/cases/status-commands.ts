import { Case } from '#domain/cases/case.ts';
import { ChecklistItem } from '#domain/cases/checklist-item.ts';
import { clockNeeds, endClocks, pauseClocks, resumeClocks, startClocks } from '#domain/cases/sla.ts';
import { caseToWrite } from '#domain/cases/rules.ts';
import { command, update, type Change } from '#domain/kernel/command.ts';
import type { Context } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { toRead, type Rows } from '#domain/kernel/rows.ts';
import { moveRecord } from '#domain/pipeline/moves.ts';
import { Priority } from '#domain/reference/priority.ts';
import { Task } from '#domain/tasks/task.ts';
import { Approval } from '#domain/workflow/approval.ts';
import * as z from 'zod';

const text = (max: number) => z.string().trim().min(1).max(max);
const reason = text(1000).optional();

const needs = ({ id }: { readonly id: string }) => [...caseToWrite({ id }), ...clockNeeds(id)];
const priorityOf = ({ args, rows }: { readonly args: { readonly id: Case['id'] }; readonly rows: Rows }) =>
  rows.find(Case, { id: args.id }).map(({ priorityId }) => toRead(Priority, { id: priorityId }));
const own = ({ args, rows }: { readonly args: { readonly id: Case['id'] }; readonly rows: Rows }) => [rows.get(Case, args.id)];
const shared = { mode: 'offline', andThen: priorityOf, on: own } as const;

/** Moves a case to another state, with the history of the move. */
function moved(
  row: Case,
  status: Case['status'],
  more: Partial<Pick<Case, 'closeReasonId' | 'closedAt' | 'resolution' | 'resolvedAt'>>,
  why: string | undefined,
  context: Context,
): readonly Change[] {
  return [update(Case, row.id, { ...more, status }, why), ...(row.status === status ? [] : [moveRecord({ entity: Case, row, field: 'status', to: status, reason: why }, context)])];
}

/** Pauses an open case. */
export const holdCase = command('cases.hold', {
  ...shared,
  title: 'Put the case on hold',
  args: z.strictObject({ id: idOf('cases'), reason }),
  capability: 'cases.edit',
  needs,
  run: ({ args, rows, context }) => {
    const row = rows.get(Case, args.id);
    return [...moved(row, 'onHold', {}, args.reason, context), ...pauseClocks(row, rows, context)];
  },
});

/** Takes up a case that was on hold. */
export const resumeCase = command('cases.resume', {
  ...shared,
  title: 'Resume the case',
  args: z.strictObject({ id: idOf('cases'), reason }),
  capability: 'cases.edit',
  needs,
  run: ({ args, rows, context }) => {
    const row = rows.get(Case, args.id);
    if (row.status !== 'onHold') throw new Refusal('state.forbidden', 'status', 'Only a case on hold can be resumed.');
    return [...moved(row, 'open', {}, args.reason, context), ...resumeClocks(row, rows, context)];
  },
});

/** Says that the matter is settled; the case stays open to the contact's answer. What its checklists require is done first, or left out for a reason. */
export const resolveCase = command('cases.resolve', {
  ...shared,
  title: 'Resolve the case',
  args: z.strictObject({ id: idOf('cases'), resolution: text(100_000), despiteChecklist: reason }),
  capability: 'cases.close',
  needs: ({ id }) => [...needs({ id }), toRead(ChecklistItem, { caseId: id })],
  run: ({ args, rows, context }) => {
    const row = rows.get(Case, args.id);
    checkChecklists(row.id, args.despiteChecklist, rows);
    return [...moved(row, 'resolved', { resolution: args.resolution, resolvedAt: context.at }, args.despiteChecklist, context), ...endClocks(row, 'done', rows, context)];
  },
});

/** Ends a case; none of its tasks and approvals may be open. */
export const closeCase = command('cases.close', {
  ...shared,
  title: 'Close the case',
  args: z.strictObject({ id: idOf('cases'), resolution: text(100_000).optional(), closeReasonId: idOf('referenceItems').nullish(), despiteChecklist: reason }),
  capability: 'cases.close',
  needs: ({ id }) => [...needs({ id }), toRead(ChecklistItem, { caseId: id }), toRead(Task, { caseId: id }), toRead(Approval, { subjectType: 'cases', subjectId: id })],
  run: ({ args, rows, context }) => {
    const row = rows.get(Case, args.id);
    checkChecklists(row.id, args.despiteChecklist, rows);
    if (rows.find(Task, { caseId: row.id }).some(({ status }) => status !== 'completed' && status !== 'cancelled'))
      throw new Refusal('case.openTasks', 'id', 'Tasks of this case are still open.');
    if (rows.find(Approval, { subjectType: 'cases', subjectId: row.id }).some(({ status }) => status === 'pending'))
      throw new Refusal('case.openApprovals', 'id', 'An approval of this case is still pending.');
    const more = { resolution: args.resolution ?? row.resolution, closedAt: context.at, ...(args.closeReasonId === undefined ? {} : { closeReasonId: args.closeReasonId }) };
    return [...moved(row, 'closed', more, args.despiteChecklist, context), ...endClocks(row, 'done', rows, context)];
  },
});

/** Opens again a case that was resolved, closed or cancelled; its time to be resolved begins anew. */
export const reopenCase = command('cases.reopen', {
  ...shared,
  title: 'Reopen the case',
  args: z.strictObject({ id: idOf('cases'), reason: text(1000) }),
  capability: 'cases.reopen',
  needs,
  run: ({ args, rows, context }) => {
    const row = rows.get(Case, args.id);
    if (row.status === 'onHold') throw new Refusal('state.forbidden', 'status', 'A case on hold is resumed, not reopened.');
    return [
      ...moved(row, 'open', { resolvedAt: null, closedAt: null }, args.reason, context),
      ...(row.status === 'open' ? [] : startClocks(row, context.at, rows, context, ['resolution'])),
    ];
  },
});

/** Gives a case up. */
export const cancelCase = command('cases.cancel', {
  ...shared,
  title: 'Cancel the case',
  args: z.strictObject({ id: idOf('cases'), reason: text(1000) }),
  capability: 'cases.close',
  needs,
  run: ({ args, rows, context }) => {
    const row = rows.get(Case, args.id);
    return [...moved(row, 'cancelled', { closedAt: context.at }, args.reason, context), ...endClocks(row, 'cancelled', rows, context)];
  },
});

function checkChecklists(caseId: string, despite: string | undefined, rows: Rows): void {
  const open = rows.find(ChecklistItem, { caseId }).filter(({ required, doneAt }) => required && doneAt === null);
  if (open.length > 0 && !despite) throw new Refusal('checklist.incomplete', 'id', `Still to do: ${open.map(({ label }) => label).join(', ')}.`);
}
