import { ChecklistItem } from '#domain/cases/checklist-item.ts';
import type { CaseWork, LinkedCase } from '#domain/cases/queries.ts';
import { SlaClock } from '#domain/cases/sla-clock.ts';
import { Task } from '#domain/tasks/task.ts';
import type { Read } from '../records/parts/read.ts';
import { toRow, wholeRow } from '../records/parts/rows.ts';

/** What is to be done on a case: its clocks, lists, links and tasks. */
export function workOf(db: Read, id: string): CaseWork {
  const clocks = db.all(`SELECT ${wholeRow(SlaClock, 's')} FROM sla_clocks s WHERE s.case_id = ? AND s.deleted_at IS NULL ORDER BY s.started_at, s.id`, id);
  const lists = db.all('SELECT id, title FROM checklists WHERE case_id = ? AND deleted_at IS NULL ORDER BY sort_order, id', id);
  const items = db
    .all(`SELECT ${wholeRow(ChecklistItem, 'i')} FROM checklist_items i WHERE i.case_id = ? AND i.deleted_at IS NULL ORDER BY i.sort_order, i.id`, id)
    .map((stored) => toRow<CaseWork['checklists'][number]['items'][number]>(ChecklistItem, stored));
  const tasks = db.all(
    `SELECT ${wholeRow(Task, 't')}, m.display_name AS assigneeName FROM tasks t LEFT JOIN memberships m ON m.user_id = t.assigned_to AND m.deleted_at IS NULL
      WHERE t.case_id = ? AND t.deleted_at IS NULL ORDER BY t.due_at IS NULL, t.due_at, t.id`,
    id,
  );
  return {
    clocks: clocks.map((stored) => toRow<CaseWork['clocks'][number]>(SlaClock, stored)),
    checklists: lists.map((list) => ({
      id: String(list['id']) as CaseWork['checklists'][number]['id'],
      title: String(list['title']),
      items: items.filter(({ checklistId }) => checklistId === list['id']),
    })),
    links: [...ends(db, id, 'from_case_id', 'to_case_id'), ...ends(db, id, 'to_case_id', 'from_case_id')],
    tasks: tasks.map((stored) => toRow<CaseWork['tasks'][number]>(Task, stored)),
  };
}

/** The links of which a case is one end, as they are called from there: a parent's link is its child's parent. */
function ends(db: Read, id: string, here: 'from_case_id' | 'to_case_id', there: 'from_case_id' | 'to_case_id'): readonly LinkedCase[] {
  const stored = db.all(
    `SELECT l.id, l.${there} AS caseId, l.link_type AS linkType, c.title, c.case_number AS caseNumber, c.status FROM case_links l
      LEFT JOIN cases c ON c.id = l.${there} AND c.deleted_at IS NULL WHERE l.${here} = ? AND l.deleted_at IS NULL ORDER BY l.created_at, l.id`,
    id,
  ) as readonly unknown[] as readonly LinkedCase[];
  // Stored once, from the parent: whoever stands below it sees a parent, and the parent a child.
  return stored.map((link) => (link.linkType === 'parent' && here === 'from_case_id' ? { ...link, linkType: 'child' } : link));
}
