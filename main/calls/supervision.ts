import { helpWanted } from '#domain/calls/supervision.ts';
import type { AgentAtWork, HelpAsked } from '#domain/calls/supervision-queries.ts';
import type { Read, StoredRow } from '../records/parts/read.ts';

/** Everybody who has a telephone, with what they do and did since a moment, as far as the rows of this desk tell. */
export function agentsOf(db: Read, since: string): readonly AgentAtWork[] {
  const by = (rows: readonly StoredRow[]) => Map.groupBy(rows, ({ userId }) => String(userId));
  const [states, teams, calls, missed] = [by(db.all(statesSql)), by(db.all(teamsSql)), by(db.all(callsSql, since)), by(db.all(missedSql, since))];
  return db.all(agentsSql).map((agent) => {
    const id = String(agent['userId']);
    const own = calls.get(id) ?? [];
    const handled = own.filter(({ answeredAt, endedAt }) => answeredAt !== null && endedAt !== null);
    const state = states.get(id)?.at(-1);
    const told = {
      ...agent,
      state: state?.['state'] ?? null,
      reason: state?.['reason'] ?? null,
      fromAt: state?.['fromAt'] ?? null,
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

const agentsSql = `SELECT p.user_id AS userId, p.display_name AS displayName, min(e.number) AS extension FROM memberships p
  JOIN extensions e ON e.user_id = p.user_id AND e.is_active = 1 AND e.deleted_at IS NULL WHERE p.is_active = 1 AND p.deleted_at IS NULL
  GROUP BY p.user_id ORDER BY p.display_name, p.user_id`;
const teamsSql = `SELECT user_id AS userId, team_id AS teamId FROM team_members WHERE deleted_at IS NULL ORDER BY team_id`;
const statesSql = `SELECT a.user_id AS userId, a.state, a.from_at AS fromAt, r.name AS reason FROM agent_states a LEFT JOIN agent_state_reasons r ON r.id = a.reason_id
  WHERE a.until_at IS NULL AND a.deleted_at IS NULL ORDER BY a.from_at, a.id`;
const callsSql = `SELECT k.agent_id AS userId, k.id, k.status, k.direction, k.answered_at AS answeredAt, k.ended_at AS endedAt, k.duration, k.contact_id AS contactId, k.case_id AS caseId,
  CASE k.direction WHEN 'inbound' THEN coalesce(k.caller_number, k.caller_number_raw) ELSE coalesce(k.called_number, k.called_number_raw) END AS number,
  coalesce(c.full_name, k.caller_name) AS contactName, s.case_number AS caseNumber, q.name AS queueName,
  (SELECT sum((julianday(coalesce(a.until_at, a.from_at)) - julianday(a.from_at)) * 86400.0) FROM agent_states a WHERE a.user_id = k.agent_id AND a.call_id = k.id AND a.state = 'wrapUp') AS wrapUpSeconds
  FROM calls k LEFT JOIN contacts c ON c.id = k.contact_id LEFT JOIN cases s ON s.id = k.case_id LEFT JOIN queues q ON q.id = k.queue_id
  WHERE k.started_at >= ? AND k.agent_id IS NOT NULL AND k.deleted_at IS NULL ORDER BY k.started_at, k.id`;
// A queue may ring the same agent again and again: that is one call that they missed.
const missedSql = `SELECT DISTINCT l.user_id AS userId, l.call_id AS callId FROM calls k JOIN call_legs l ON l.call_id = k.id AND l.outcome = 'missed' AND l.user_id IS NOT NULL AND l.deleted_at IS NULL
  WHERE k.started_at >= ? AND (k.agent_id IS NULL OR k.agent_id <> l.user_id) AND k.deleted_at IS NULL ORDER BY l.call_id`;
const helpSql = `SELECT n.id, n.title, n.message, n.created_at AS at, n.created_by AS userId, k.id AS callId FROM notifications n
  LEFT JOIN calls k ON n.subject_type = 'calls' AND k.id = n.subject_id AND k.ended_at IS NULL AND k.deleted_at IS NULL
  WHERE n.user_id = ? AND n.is_read = 0 AND n.notification_type = ? AND n.deleted_at IS NULL ORDER BY n.created_at DESC, n.id LIMIT 20`;
