import { helpWanted } from '#domain/calls/supervision.ts';
import type { AgentAtWork, HelpAsked } from '#domain/calls/supervision-queries.ts';
import type { Read, StoredRow } from '../records/parts/read.ts';

/** Everybody who has a telephone, with what they do and did since a moment, as far as the rows of this desk tell. */
export function agentsOf(db: Read, since: string): readonly AgentAtWork[] {
  const by = (rows: readonly StoredRow[]) => Map.groupBy(rows, ({ userId }) => String(userId));
  const [teams, calls, missed] = [by(db.all(teamsSql)), by(db.all(callsSql, since)), by(db.all(missedSql, since))];
  return db.all(agentsSql).map((agent) => {
    const id = String(agent['userId']);
    const own = calls.get(id) ?? [];
    const handled = own.filter(({ answeredAt, endedAt }) => answeredAt !== null && endedAt !== null);
    const told = {
      ...agent,
      teamIds: (teams.get(id) ?? []).map(({ teamId }) => teamId),
      call: own.findLast(({ status }) => status === 'answered' || status === 'held') ?? null,
      handledIds: handled.map((call) => call['id']),
      missedIds: (missed.get(id) ?? []).map(({ callId }) => callId),
      talkSeconds: sum(handled.map(({ duration }) => duration)),
      wrapUpSeconds: sum(handled.map(({ wrapUpSeconds }) => wrapUpSeconds)),
    };
    // The columns of the statements below are the fields of what is told.
    return told as unknown as AgentAtWork;
  });
}

/** Who asks this member for help. */
export const helpOf = (db: Read, userId: string): readonly HelpAsked[] => db.all(helpSql, userId, helpWanted) as readonly unknown[] as readonly HelpAsked[];

const sum = (values: readonly unknown[]): number => values.reduce<number>((total, each) => total + Number(each ?? 0), 0);

// Of the periods of an agent the newest is the one that is open, so few are read.
const agentsSql = `SELECT member.user_id AS userId, member.display_name AS displayName, min(phone.number) AS extension, s.state, s.from_at AS fromAt, r.name AS reason FROM memberships member
  JOIN extensions phone ON phone.user_id = member.user_id AND phone.is_active = 1 AND phone.deleted_at IS NULL
  LEFT JOIN agent_states s ON s.id = (SELECT a.id FROM agent_states a WHERE a.user_id = member.user_id AND a.until_at IS NULL AND a.deleted_at IS NULL ORDER BY a.from_at DESC LIMIT 1)
  LEFT JOIN agent_state_reasons r ON r.id = s.reason_id WHERE member.is_active = 1 AND member.deleted_at IS NULL
  GROUP BY member.user_id ORDER BY member.display_name, member.user_id`;
const teamsSql = `SELECT user_id AS userId, team_id AS teamId FROM team_members WHERE deleted_at IS NULL ORDER BY team_id`;
const callsSql = `SELECT k.agent_id AS userId, k.id, k.status, k.direction, k.answered_at AS answeredAt, k.ended_at AS endedAt, k.duration, k.contact_id AS contactId, k.case_id AS caseId,
  CASE WHEN k.direction = 'inbound' OR k.direction = 'internal' AND k.called_number IN (SELECT e.number FROM extensions e WHERE e.user_id = k.agent_id AND e.deleted_at IS NULL) THEN coalesce(k.caller_number, k.caller_number_raw) ELSE coalesce(k.called_number, k.called_number_raw) END AS number,
  coalesce(c.full_name, k.caller_name) AS contactName, s.case_number AS caseNumber, q.name AS queueName,
  (SELECT sum((julianday(coalesce(a.until_at, a.from_at)) - julianday(a.from_at)) * 86400.0) FROM agent_states a WHERE a.user_id = k.agent_id AND a.from_at >= k.started_at AND a.call_id = k.id AND a.state = 'wrapUp' AND a.deleted_at IS NULL) AS wrapUpSeconds
  FROM calls k LEFT JOIN contacts c ON c.id = k.contact_id LEFT JOIN cases s ON s.id = k.case_id LEFT JOIN queues q ON q.id = k.queue_id
  WHERE k.started_at >= ? AND k.agent_id IS NOT NULL AND k.deleted_at IS NULL ORDER BY k.started_at, k.id`;
// A queue may ring the same agent again and again: that is one call that they missed.
const missedSql = `SELECT DISTINCT l.user_id AS userId, l.call_id AS callId FROM calls k JOIN call_legs l ON l.call_id = k.id AND l.outcome = 'missed' AND l.user_id IS NOT NULL AND l.deleted_at IS NULL
  WHERE k.started_at >= ? AND (k.agent_id IS NULL OR k.agent_id <> l.user_id) AND k.deleted_at IS NULL ORDER BY l.call_id`;
const helpSql = `SELECT n.id, n.title, n.message, n.created_at AS at, n.created_by AS userId, k.id AS callId FROM notifications n
  LEFT JOIN calls k ON n.subject_type = 'calls' AND k.id = n.subject_id AND k.ended_at IS NULL AND k.deleted_at IS NULL
  WHERE n.user_id = ? AND n.is_read = 0 AND n.notification_type = ? AND n.deleted_at IS NULL ORDER BY n.created_at DESC, n.id LIMIT 20`;
