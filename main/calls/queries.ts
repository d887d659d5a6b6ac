import { Call } from '#domain/calls/call.ts';
import { Callback } from '#domain/calls/callback.ts';
import { callOnLine, matchCaller, missedCalls, openCallbacks, openWrapUps, queueBoard, type LineCall, type MissedCall, type OpenCallback } from '#domain/calls/queries.ts';
import { audioOfCall } from '#domain/calls/recording-queries.ts';
import { agentsAtWork, helpAsked } from '#domain/calls/supervision-queries.ts';
import { answer } from '../records/parts/answer.ts';
import { columns, toRow, wholeRow } from '../records/parts/rows.ts';
import { boardOf } from './board.ts';
import { callersAt } from './match.ts';
import { audioOf } from './recordings.ts';
import { agentsOf, helpOf } from './supervision.ts';

/** Calls by whichever of their names a desk knows, the PBX's own first. */
const names = ['pbx = ? AND linked_id = ?', 'call_id = ?'] as const;

export const callAnswers = [
  answer(matchCaller, (db, { number, e164 }) => callersAt(db, number, e164 ?? null)),
  answer(
    callOnLine,
    (db, { pbx, sipCallId, linkedId }): LineCall | null => {
      const found =
        (linkedId ? db.first(`${line} WHERE k.${names[0]} AND k.deleted_at IS NULL`, pbx, linkedId) : null) ??
        db.first(`${line} WHERE k.${names[1]} AND k.deleted_at IS NULL`, sipCallId);
      return found ? lineOf(found) : null;
    },
    ['outbox'],
  ),
  answer(
    openWrapUps,
    (db, { since }, { userId }) =>
      db
        .all(
          `${line} WHERE k.agent_id = ? AND k.started_at >= ? AND k.answered_at IS NOT NULL AND k.disposition_id IS NULL AND k.deleted_at IS NULL
           ORDER BY k.started_at DESC LIMIT 10`,
          userId,
          since,
        )
        .map(lineOf),
    ['outbox'],
  ),
  answer(missedCalls, (db, { since, queueId }): readonly MissedCall[] => {
    const ofQueue = queueId ? 'AND k.queue_id = ?' : '';
    return db
      .all(
        `${missed} ${ofQueue} GROUP BY coalesce(k.caller_number, k.caller_number_raw, k.id) ORDER BY startedAt DESC LIMIT 200`,
        since,
        since,
        since,
        ...(queueId ? [queueId] : []),
      )
      .map((stored) => toRow<MissedCall>(Call, stored));
  }),
  answer(openCallbacks, (db, _, { userId }) => db.all(promised, userId).map((stored) => toRow<OpenCallback>(Callback, stored))),
  answer(audioOfCall, (db, { callId }) => audioOf(db, callId), ['outbox']),
  answer(queueBoard, (db, { since }) => boardOf(db, since)),
  answer(agentsAtWork, (db, { since }) => agentsOf(db, since)),
  answer(helpAsked, (db, _, { userId }) => helpOf(db, userId)),
];

const lineOf = (stored: Parameters<typeof toRow>[1]): LineCall => {
  const row = toRow<LineCall>(Call, stored);
  return { ...row, isPlanned: Boolean(row.isPlanned), isOutcomeDue: Boolean(row.isOutcomeDue) };
};

const line = `SELECT ${wholeRow(Call, 'k')}, c.full_name AS contactName, s.case_number AS caseNumber, s.title AS caseTitle, q.wrap_up_time AS wrapUpTime, q.requires_disposition AS isOutcomeDue, d.name AS dispositionName,
  (EXISTS (SELECT 1 FROM callbacks b WHERE b.call_id = k.id AND b.deleted_at IS NULL)
   OR EXISTS (SELECT 1 FROM tasks t WHERE t.case_id = k.case_id AND t.created_at >= k.started_at AND t.deleted_at IS NULL)
   OR EXISTS (SELECT 1 FROM reminders r WHERE r.user_id = k.agent_id AND (r.subject_id = k.id OR r.contact_id = k.contact_id) AND r.deleted_at IS NULL)) AS isPlanned
  FROM calls k LEFT JOIN contacts c ON c.id = k.contact_id LEFT JOIN cases s ON s.id = k.case_id
  LEFT JOIN queues q ON q.id = k.queue_id LEFT JOIN dispositions d ON d.id = k.disposition_id`;

const shown = ['id', 'status', 'queueId', 'contactId', 'agentId', 'callerName', 'callerNumber', 'callerNumberRaw', 'endedAt'];

const isSpoken = `status IN ('answered', 'held', 'completed') AND deleted_at IS NULL`;
/** Not owned: nobody promised to call back, linked it to a case, or spoke with the number since. */
const missed = `WITH talks AS MATERIALIZED (SELECT number, max(at) AS at FROM (
    SELECT caller_number AS number, started_at AS at FROM calls WHERE started_at >= ? AND ${isSpoken} UNION ALL SELECT called_number, started_at FROM calls WHERE started_at >= ? AND ${isSpoken}
  ) WHERE number IS NOT NULL GROUP BY number)
  SELECT ${columns('k', shown)}, max(k.started_at) AS startedAt, count(*) AS tries, c.full_name AS contactName, q.name AS queueName
  FROM calls k LEFT JOIN contacts c ON c.id = k.contact_id LEFT JOIN queues q ON q.id = k.queue_id LEFT JOIN talks ON talks.number = k.caller_number
  WHERE k.started_at >= ? AND k.direction = 'inbound' AND k.status IN ('missed', 'abandoned') AND k.case_id IS NULL AND k.deleted_at IS NULL
  AND (talks.at IS NULL OR talks.at <= k.started_at)
  AND NOT EXISTS (SELECT 1 FROM callbacks b WHERE b.call_id = k.id AND b.deleted_at IS NULL)`;

const due = ['id', 'phone', 'dueAt', 'assignedTo', 'status', 'attempts', 'reason', 'contactId', 'caseId'];
const promised = `SELECT ${columns('b', due)}, c.full_name AS contactName, s.case_number AS caseNumber FROM callbacks b LEFT JOIN contacts c ON c.id = b.contact_id LEFT JOIN cases s ON s.id = b.case_id
  WHERE b.status IN ('pending', 'attempted') AND (b.assigned_to = ? OR b.assigned_to IS NULL) AND b.deleted_at IS NULL ORDER BY b.due_at, b.id LIMIT 100`;
