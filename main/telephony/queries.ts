import { ownTelephony, trunksAway, type OwnTelephony, type TrunkAway } from '#domain/telephony/queries.ts';
import { TrunkState } from '#domain/telephony/trunk-state.ts';
import { answer } from '../records/parts/answer.ts';
import { columns, toRow } from '../records/parts/rows.ts';

export const telephonyAnswers = [
  answer(ownTelephony, (db, _, { userId }) => {
    const own = {
      state: db.first(
        'SELECT state, reason_id AS reasonId, from_at AS fromAt FROM agent_states WHERE user_id = ? AND until_at IS NULL AND deleted_at IS NULL ORDER BY from_at DESC LIMIT 1',
        userId,
      ),
      reasons: db.all('SELECT id, code, name FROM agent_state_reasons WHERE is_active = 1 AND deleted_at IS NULL ORDER BY name, id'),
      dispositions: db
        .all(
          `SELECT id, name, category, queue_id AS queueId, requires_case_creation AS requiresCaseCreation, requires_follow_up AS requiresFollowUp FROM dispositions
           WHERE is_active = 1 AND deleted_at IS NULL ORDER BY category, name, id`,
        )
        .map((row) => ({ ...row, requiresCaseCreation: row['requiresCaseCreation'] === 1, requiresFollowUp: row['requiresFollowUp'] === 1 })),
      queues: db.all(
        `SELECT q.id, q.name, q.asterisk_queue_name AS asteriskQueueName, q.wrap_up_time AS wrapUpTime, m.state AS membership FROM queues q
         LEFT JOIN queue_members m ON m.queue_id = q.id AND m.user_id = ? AND m.deleted_at IS NULL WHERE q.is_active = 1 AND q.deleted_at IS NULL ORDER BY q.name, q.id`,
        userId,
      ),
      extension: db.first('SELECT number FROM extensions WHERE user_id = ? AND is_active = 1 AND deleted_at IS NULL ORDER BY number LIMIT 1', userId)?.['number'] ?? null,
    };
    // The columns are the fields that are told.
    return own as unknown as OwnTelephony;
  }),
  answer(trunksAway, (db) =>
    db
      .all(
        `SELECT ${columns('t', ['id', 'name', 'state', 'teamId', 'fromAt', 'updatedAt'])} FROM trunk_states t WHERE t.state IN ('refused', 'failed') AND t.deleted_at IS NULL ORDER BY t.name, t.id`,
      )
      .map((stored) => toRow<TrunkAway>(TrunkState, stored)),
  ),
];
