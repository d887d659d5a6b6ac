import { idFrom } from '#domain/kernel/context.ts';
import { newRow } from '#domain/kernel/new-row.ts';
import { Notification } from '#domain/notifications/notification.ts';
import { reserved } from '#domain/people/reserved.ts';
import { insertRows } from '../db/rows.ts';
import { setGoing } from '../jobs/parts/work.ts';
import type { Effect } from '../commands/decide.ts';

// The executor and the audit number their own rows below.
const firstId = 6000;
/** What a letter has of the notice in the app. */
const same = ['userId', 'title', 'message', 'notificationType', 'subjectType', 'subjectId', 'dedupeKey'] as const;

/** Sends a notice by mail too where its member wants that of such events; a case may say that nothing leaves the house about it. */
export const mailNotices: Effect = async (tx, writes, context, acceptedAt) => {
  const fresh = writes.flatMap(({ entity, before, after }) => (entity === Notification && !before && after['channel'] === 'inApp' ? [after] : []));
  if (fresh.length === 0) return;
  const { rows } = await tx.query<{ place: number }>(
    `SELECT (n.place - 1)::int AS place FROM unnest($2::uuid[], $3::text[], $4::uuid[]) WITH ORDINALITY AS n (user_id, type, case_id, place)
     JOIN user_preferences p ON p.tenant_id = $1 AND p.user_id = n.user_id AND p.deleted_at IS NULL AND p.notification_prefs #> ARRAY['events', n.type] ? 'email'
     LEFT JOIN cases c ON c.tenant_id = $1 AND c.id = n.case_id WHERE c.notifications_enabled IS DISTINCT FROM false ORDER BY n.place`,
    [
      context.tenantId,
      fresh.map((row) => row['userId']),
      fresh.map((row) => row['notificationType']),
      fresh.map((row) => (row['subjectType'] === 'cases' ? row['subjectId'] : null)),
    ],
  );
  for (const { place } of rows) {
    const id = idFrom(context, firstId + 2 * place);
    const values = { ...Object.fromEntries(same.map((key) => [key, fresh[place]?.[key]])), channel: 'email', deliveryStatus: 'pending' };
    const made = { tenantId: context.tenantId, userId: reserved.system, at: context.at };
    await insertRows(tx, Notification, [{ ...newRow(Notification, id, values, made), version: 1, acceptedAt }]);
    const event = { topic: 'mail.notification', subjectType: 'notifications', subjectId: id, payload: {}, dedupeKey: `mail.notification:${id}` };
    await setGoing(tx, { ...event, tenantId: context.tenantId, id: idFrom(context, firstId + 2 * place + 1), by: reserved.system });
  }
};
