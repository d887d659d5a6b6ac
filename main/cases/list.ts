import { Case } from '#domain/cases/case.ts';
import type { listCases } from '#domain/cases/queries.ts';
import { holding } from '../records/parts/text.ts';
import { both, noWhere, type Stretch, type Where } from '../records/parts/pages.ts';
import type { Read } from '../records/parts/read.ts';
import type * as z from 'zod';

type Args = z.output<(typeof listCases)['args']>;

const statuses: readonly string[] = Object.keys(Case.fields.status.choices ?? {});

/**
 * The order of the case list as walks of indexes: one for each status, so that a filter by several states stays a merge of ordered walks.
 * Cases without a due date come after all that have one; priorities follow each other, the newest case first in each.
 */
export function stretchesOf(db: Read, args: Args): readonly Stretch[] {
  const where = filterOf(args);
  const chosen = args.status && args.status.length > 0 ? [...new Set(args.status)] : statuses;
  const branches = chosen.map((status): Where => ({ sql: ['status = ?'], values: [status] }));
  // A unary plus keeps SQLite from walking an index of the order past all that somebody else has.
  const isNarrow = Boolean(args.assignedTo ?? args.contactId);
  const stretch = (order: string, also: Where = noWhere): Stretch => ({ order: isNarrow ? `+${order}` : order, where: both(also, where), branches });
  if (args.sort === 'dueAt') return [stretch('due_at', { sql: ['due_at IS NOT NULL'], values: [] }), stretch('opened_at', { sql: ['due_at IS NULL'], values: [] })];
  if (args.sort === 'priority') {
    const priorities = db.all(`SELECT id FROM priorities ORDER BY level ${args.descending ? 'DESC' : 'ASC'}`);
    return priorities.map(({ id }) => stretch('opened_at', { sql: ['priority_id = ?'], values: [id ?? null] }));
  }
  return [stretch(args.sort === 'title' ? 'title' : 'opened_at')];
}

function filterOf({ assignedTo, unassigned, teamId, contactId, text }: Args): Where {
  const equal = (column: string, value: string | null | undefined): Where => (value ? { sql: [`${column} = ?`], values: [value] } : noWhere);
  const filters = [
    unassigned ? { sql: ['assigned_to IS NULL'], values: [] } : equal('assigned_to', assignedTo),
    equal('team_id', teamId),
    equal('primary_contact_id', contactId),
    text?.trim() ? holding(Case, text) : noWhere,
  ];
  return filters.reduce(both, noWhere);
}
