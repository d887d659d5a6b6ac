import { Case } from '#domain/cases/case.ts';
import { caseSorts } from '#domain/cases/queries.ts';
import { idOf } from '#domain/kernel/field.ts';
import type { QueryArgs } from '#domain/bridge.ts';
import * as z from 'zod';

/** Whose cases a list shows. */
export const caseFilter = z.object({
  status: z.array(Case.fields.status.schema).optional().catch(undefined),
  who: z.enum(['mine', 'nobody']).optional().catch(undefined),
  userId: idOf('users').optional().catch(undefined),
  teamId: idOf('teams').optional().catch(undefined),
  text: z.string().max(200).optional().catch(undefined),
  sort: z.enum(caseSorts).optional().catch(undefined),
  descending: z.boolean().optional().catch(undefined),
  /** The contact for whom a new case is being opened. */
  contact: z.uuid().optional().catch(undefined),
});
export type CaseFilter = z.output<typeof caseFilter>;

/** The states of work that is not done: what a list shows unless told otherwise. */
export const active: readonly Case['status'][] = ['pending', 'open', 'onHold'];

/** What the desk is asked for a filter. */
export function listArgs(filter: CaseFilter, userId: string): QueryArgs<'cases.list'> {
  const { status = active, who, text, teamId, sort = 'openedAt', descending = sort !== 'title' && sort !== 'dueAt' && sort !== 'priority' } = filter;
  const assignedTo = who === 'mine' ? userId : filter.userId;
  return {
    ...(status.length > 0 ? { status: [...status] } : {}),
    ...(assignedTo ? { assignedTo } : {}),
    ...(who === 'nobody' ? { unassigned: true } : {}),
    ...(teamId ? { teamId } : {}),
    ...(text?.trim() ? { text: text.trim() } : {}),
    sort,
    descending,
  };
}
