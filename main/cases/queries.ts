import { CaseParticipant } from '#domain/cases/case-participant.ts';
import { Case } from '#domain/cases/case.ts';
import { caseTimeline, countCases, getCase, getCaseWork, listCases, slaBoard, type CaseListRow, type CaseView } from '#domain/cases/queries.ts';
import { answer } from '../records/parts/answer.ts';
import { inOrder, pageOfIds } from '../records/parts/pages.ts';
import type { Read } from '../records/parts/read.ts';
import { columns, pendingOf, toRow, wholeRow } from '../records/parts/rows.ts';
import { slaBoardOf } from './sla-board.ts';
import { stretchesOf } from './list.ts';
import { timelineOf } from './timeline.ts';
import { workOf } from './work.ts';

export const caseAnswers = [
  answer(
    listCases,
    (db, args) => {
      const page = pageOfIds(db, { table: 'cases', stretches: stretchesOf(db, args), descending: args.descending, after: args.after, limit: args.limit });
      return { rows: linesOf(db, page.rows), next: page.next };
    },
    ['outbox'],
  ),
  answer(getCase, (db, { id }) => viewOf(db, id), ['outbox']),
  answer(caseTimeline, timelineOf, ['outbox']),
  answer(getCaseWork, (db, { id }) => workOf(db, id), ['outbox']),
  answer(slaBoard, slaBoardOf),
  answer(countCases, (db) => {
    const counts = new Map(db.all('SELECT status, count(*) AS held FROM cases WHERE deleted_at IS NULL GROUP BY status').map(({ status, held }) => [status, Number(held)]));
    return Object.fromEntries(Object.keys(Case.fields.status.choices ?? {}).map((status) => [status, counts.get(status) ?? 0]));
  }),
];

const lineFields = ['id', 'caseNumber', 'provisionalNumber', 'title', 'status', 'dueAt', 'openedAt', 'priorityId', 'assignedTo', 'teamId', 'acceptedAt'];

function linesOf(db: Read, ids: readonly string[]): readonly CaseListRow[] {
  return inOrder(ids, (marks) =>
    db
      .all(
        `SELECT ${columns('c', lineFields)}, ${pendingOf(Case, 'c')} AS pending, o.full_name AS contactName, m.display_name AS assigneeName, p.name AS priorityName, p.colour AS priorityColour
          FROM cases c
          LEFT JOIN contacts o ON o.id = c.primary_contact_id
          LEFT JOIN memberships m ON m.user_id = c.assigned_to AND m.deleted_at IS NULL
          LEFT JOIN priorities p ON p.id = c.priority_id
          WHERE c.id IN (${marks})`,
        ...ids,
      )
      .map((stored) => toRow<CaseListRow>(Case, stored)),
  );
}

function viewOf(db: Read, id: string): CaseView | null {
  const stored = db.first(
    `SELECT ${wholeRow(Case, 'c')}, k.name AS kindName, g.name AS categoryName, p.name AS priorityName, p.colour AS priorityColour,
        m.display_name AS assigneeName, n.display_name AS coordinatorName, t.name AS teamName, o.full_name AS contactName
      FROM cases c
      LEFT JOIN case_kinds k ON k.id = c.kind_id
      LEFT JOIN case_categories g ON g.id = c.category_id
      LEFT JOIN priorities p ON p.id = c.priority_id
      LEFT JOIN memberships m ON m.user_id = c.assigned_to AND m.deleted_at IS NULL
      LEFT JOIN memberships n ON n.user_id = c.coordinator_id AND n.deleted_at IS NULL
      LEFT JOIN teams t ON t.id = c.team_id
      LEFT JOIN contacts o ON o.id = c.primary_contact_id
      WHERE c.id = ? AND c.deleted_at IS NULL`,
    id,
  );
  if (!stored) return null;
  const participants = db.all(
    `SELECT ${wholeRow(CaseParticipant, 'i')}, o.full_name AS contactName FROM case_participants i LEFT JOIN contacts o ON o.id = i.contact_id
      WHERE i.case_id = ? AND i.deleted_at IS NULL ORDER BY i.assigned_at, i.id`,
    id,
  );
  return { ...toRow<Omit<CaseView, 'participants'>>(Case, stored), participants: participants.map((participant) => toRow(CaseParticipant, participant)) };
}
