import { Case } from '#domain/cases/case.ts';
import { caseSorts } from '#domain/cases/queries.ts';
import { idOf } from '#domain/kernel/field.ts';
import type { QueryArgs } from '#domain/bridge.ts';
import type { Condition } from '#domain/kernel/schemas.ts';
import type { ViewForm } from '../records/saved-views.tsx';
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

/** Stored for whoever looks: in a shared view everybody sees their own. */
const me = 'me';

/** The views of the list of cases. */
export const caseView: ViewForm<Partial<CaseFilter>> = {
  none: { status: undefined, who: undefined, userId: undefined, teamId: undefined, text: undefined, sort: undefined, descending: undefined },
  definitionOf: ({ status, who, userId, teamId, text, sort, descending }) => {
    const all: readonly Condition[] = [
      ...(status ? [{ field: 'status', op: 'in' as const, value: status }] : []),
      ...(who === 'nobody' ? [{ field: 'assignedTo', op: 'empty' as const }] : []),
      ...(who === 'mine' ? [{ field: 'assignedTo', op: 'eq' as const, value: me }] : userId ? [{ field: 'assignedTo', op: 'eq' as const, value: userId }] : []),
      ...(teamId ? [{ field: 'teamId', op: 'eq' as const, value: teamId }] : []),
      ...(text ? [{ field: 'title', op: 'contains' as const, value: text }] : []),
    ];
    return {
      columns: [...Case.columns],
      ...(all.length > 0 ? { filter: { all: [...all] } } : {}),
      sort: sort ? [{ field: sort, direction: listArgs({ sort, descending } as CaseFilter, '').descending ? 'desc' : 'asc' }] : [],
    };
  },
  filterOf: ({ filter, sort: [order] }) => {
    const said = (field: string) => filter?.all?.find((each) => each.field === field);
    const assigned = said('assignedTo');
    // What a list cannot show is left out.
    return caseFilter.parse({
      status: said('status')?.value,
      who: assigned?.op === 'empty' ? 'nobody' : assigned?.value === me ? 'mine' : undefined,
      userId: assigned?.value === me ? undefined : assigned?.value,
      teamId: said('teamId')?.value,
      text: said('title')?.value,
      ...(order ? { sort: order.field, descending: order.direction === 'desc' } : {}),
    });
  },
};
