import type { AgentNow, QueueNow } from '#domain/calls/queries.ts';
import type { Read, StoredRow } from '../records/parts/read.ts';

/** Every queue with what happened in it since a moment, and who serves it; the figures are computed by whoever shows them. */
export function boardOf(db: Read, since: string): readonly QueueNow[] {
  const by = (rows: readonly StoredRow[]) => Map.groupBy(rows, ({ queueId }) => String(queueId));
  const [stays, handled] = [by(db.all(staysSql, since)), by(db.all(handledSql, since))];
  const periods = Map.groupBy(db.all(periodsSql, since), ({ userId }) => String(userId));
  const agents = Map.groupBy(db.all(agentsSql), ({ queueId }) => String(queueId));
  const alarms = db.all(alarmsSql);
  const agentOf = (row: StoredRow): AgentNow => {
    const own = periods.get(String(row['userId'])) ?? [];
    const now = own.findLast(({ untilAt }) => untilAt === null);
    return told<AgentNow>({
      ...row,
      state: now?.['state'] ?? null,
      reason: now?.['reason'] ?? null,
      fromAt: now?.['fromAt'] ?? null,
      periods: own.map((period) => withinOf(period, since)),
    });
  };
  return db.all(queuesSql).map((queue) => {
    const id = String(queue['id']);
    const [own, calls] = [stays.get(id) ?? [], handled.get(id) ?? []];
    const changes = [...own, ...calls].map(({ updatedAt }) => String(updatedAt));
    return told<QueueNow>({
      ...queue,
      stays: own,
      handled: calls,
      agents: (agents.get(id) ?? []).map(agentOf),
      alarms: alarms.filter(({ queueId }) => queueId === null || queueId === id),
      changedAt: changes.toSorted().at(-1) ?? null,
    });
  });
}

/** What is counted of a period that began before the moment: the part after it. */
const withinOf = (period: StoredRow, since: string): StoredRow => (String(period['fromAt']) < since ? { ...period, fromAt: since } : period);

/** The columns of the statements below are the fields of what is told. */
const told = <Row>(value: Readonly<Record<string, unknown>>): Row => value as Row;

const queuesSql = `SELECT id, name, team_id AS teamId FROM queues WHERE is_active = 1 AND deleted_at IS NULL ORDER BY name, id`;
const alarmsSql = `SELECT id, queue_id AS queueId, name, figure, side, threshold, advice FROM queue_alarms WHERE is_active = 1 AND deleted_at IS NULL ORDER BY name, id`;
const staysSql = `SELECT id, queue_id AS queueId, call_id AS callId, joined_at AS joinedAt, connected_at AS connectedAt, left_at AS leftAt, result, updated_at AS updatedAt
  FROM queue_entries WHERE joined_at >= ? AND deleted_at IS NULL ORDER BY joined_at, id`;
// Wrap-up is the period that followed this very call.
const handledSql = `SELECT k.queue_id AS queueId, k.id AS callId, k.answered_at AS answeredAt, k.ended_at AS endedAt, k.updated_at AS updatedAt,
  coalesce((SELECT sum((julianday(coalesce(a.until_at, a.from_at)) - julianday(a.from_at)) * 86400.0) FROM agent_states a WHERE a.user_id = k.agent_id AND a.from_at >= k.started_at AND a.call_id = k.id AND a.state = 'wrapUp' AND a.deleted_at IS NULL), 0) AS wrapUpSeconds
  FROM calls k WHERE k.started_at >= ? AND k.queue_id IS NOT NULL AND k.answered_at IS NOT NULL AND k.ended_at IS NOT NULL AND k.deleted_at IS NULL`;
const agentsSql = `SELECT m.queue_id AS queueId, m.user_id AS userId, m.state AS membership, p.display_name AS displayName FROM queue_members m
  JOIN memberships p ON p.user_id = m.user_id AND p.deleted_at IS NULL WHERE m.deleted_at IS NULL AND m.state <> 'out' ORDER BY p.display_name, m.id`;
const periodsSql = `SELECT a.user_id AS userId, a.state, a.from_at AS fromAt, a.until_at AS untilAt, r.name AS reason FROM agent_states a
  LEFT JOIN agent_state_reasons r ON r.id = a.reason_id WHERE (a.until_at IS NULL OR a.until_at >= ?) AND a.deleted_at IS NULL ORDER BY a.from_at, a.id`;
