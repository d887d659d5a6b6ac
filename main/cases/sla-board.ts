import type { SlaLine, slaBoard } from '#domain/cases/queries.ts';
import type * as z from 'zod';
import type { Read } from '../records/parts/read.ts';

/** The targets due next, and how those since a moment went. */
export function slaBoardOf(db: Read, { teamId, since, limit }: z.output<(typeof slaBoard)['args']>) {
  const ofTeam = teamId ? 'AND c.team_id = ?' : '';
  const team = teamId ? [teamId] : [];
  const due = db.all(
    `SELECT s.id, s.metric, s.state, s.started_at AS startedAt, s.due_at AS dueAt, s.paused_at AS pausedAt, c.id AS caseId, c.title, c.case_number AS caseNumber,
        m.display_name AS assigneeName, t.name AS teamName
      FROM sla_clocks s JOIN cases c ON c.id = s.case_id AND c.deleted_at IS NULL
      LEFT JOIN memberships m ON m.user_id = c.assigned_to AND m.deleted_at IS NULL
      LEFT JOIN teams t ON t.id = c.team_id
      WHERE s.state = 'running' AND s.deleted_at IS NULL ${ofTeam} ORDER BY s.due_at, s.id LIMIT ?`,
    ...team,
    limit,
  ) as readonly unknown[] as readonly SlaLine[];
  const count = (state: string, from?: string) =>
    Number(
      db.first(
        `SELECT count(*) AS n FROM sla_clocks s ${teamId ? 'JOIN cases c ON c.id = s.case_id' : ''} WHERE s.state = ? ${from ? 'AND s.due_at >= ?' : ''} AND s.deleted_at IS NULL ${ofTeam}`,
        state,
        ...(from ? [from] : []),
        ...team,
      )?.['n'],
    );
  return { due, running: count('running'), paused: count('paused'), met: count('met', since), breached: count('breached', since) };
}
