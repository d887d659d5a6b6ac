import { Case } from '#domain/cases/case.ts';
import type { listCases } from '#domain/cases/queries.ts';
import { both, noWhere, type Stretch, type Where } from '../records/parts/pages.ts';
import type { Read } from '../records/parts/read.ts';
import { holding } from '../records/parts/text.ts';
import type * as z from 'zod';

type Args = z.output<(typeof listCases)['args']>;

const statuses: readonly string[] = Object.keys(Case.fields.status.choices ?? {});

/**
 * The order of the case list as walks of indexes.
 * Cases without a due date come after all that have one, by age; priorities follow each other, the newest case first in each.
 */
export function stretchesOf(db: Read, args: Args): readonly Stretch[] {
  const text = args.text?.trim() ? holding(db, Case, args.text) : null;
  const where = both(filterOf(args), text?.where ?? noWhere);
  // A unary plus keeps SQLite from walking an index of the order past all that somebody else has: few rows are found first, then sorted.
  const plain = args.assignedTo || args.contactId || text?.isRare ? '+' : '';
  const branches = branchesOf(args, text !== null);
  const stretch = (order: string, also: Where = noWhere): Stretch => ({ order: `${plain}${order}`, where: both(also, where), branches });
  if (args.sort === 'dueAt') {
    const due = (is: string): Where => ({ sql: [`${plain}due_at ${is}`], values: [] });
    // Ids count up with time, and follow the due date in the index.
    return [stretch('due_at', due('IS NOT NULL')), stretch('id', due('IS NULL'))];
  }
  if (args.sort === 'priority') {
    const priorities = db.all(`SELECT id FROM priorities ORDER BY level ${args.descending ? 'DESC' : 'ASC'}`);
    return priorities.map(({ id }) => stretch('opened_at', { sql: [`${plain}priority_id = ?`], values: [id ?? null] }));
  }
  return [stretch(args.sort === 'title' ? 'title' : 'opened_at')];
}

/** One walk for each status where the index begins with it, so that several states stay a merge of ordered walks. */
function branchesOf({ status, teamId, unassigned }: Args, isSearch: boolean): readonly Where[] {
  const chosen = [...new Set(status ?? [])];
  if (isSearch) return [chosen.length > 0 ? { sql: [`+status IN (${chosen.map(() => '?').join(', ')})`], values: chosen } : noWhere];
  if (chosen.length === 0 && !teamId && !unassigned) return [noWhere];
  return (chosen.length > 0 ? chosen : statuses).map((each) => ({ sql: ['status = ?'], values: [each] }));
}

function filterOf({ assignedTo, unassigned, teamId, contactId }: Args): Where {
  const equal = (column: string, value: string | null | undefined): Where => (value ? { sql: [`${column} = ?`], values: [value] } : noWhere);
  return [unassigned ? { sql: ['assigned_to IS NULL'], values: [] } : equal('assigned_to', assignedTo), equal('team_id', teamId), equal('primary_contact_id', contactId)].reduce(
    both,
    noWhere,
  );
}
