import type { EntityName } from '#domain/kernel/names.ts';
import { operatorInbox, type InboxItem } from '#domain/notifications/queries.ts';
import { entityOf } from '#domain/registry.ts';
import { answer } from '../records/parts/answer.ts';
import { blockOf } from '../records/parts/block.ts';
import type { Stored } from '../records/parts/read.ts';

/** One kind of thing that waits for somebody. */
interface Waiting {
  readonly entity: EntityName;
  readonly action: string;
  readonly title: string;
  /** The field since when it waits. */
  readonly at: string;
  readonly when: string;
  readonly values: readonly Stored[];
  readonly risk?: true;
}

const waiting = (me: string, now: string): readonly Waiting[] => [
  {
    entity: 'reminders',
    action: 'reminders.finish',
    title: 'text',
    at: 'remindAt',
    when: `t.user_id = ? AND t.status IN ('pending', 'shown') AND t.remind_at <= ?`,
    values: [me, now],
  },
  {
    entity: 'callbacks',
    action: 'callbacks.complete',
    title: 'phone',
    at: 'dueAt',
    when: `t.status IN ('pending', 'attempted') AND (t.assigned_to IS NULL OR t.assigned_to = ?)`,
    values: [me],
  },
  {
    entity: 'approvals',
    action: 'approvals.decide',
    title: 'requiredCapability',
    at: 'createdAt',
    when: `t.status = 'pending' AND (t.approver_id IS NULL OR t.approver_id = ?)`,
    values: [me],
  },
  { entity: 'mergeCandidates', action: 'contacts.merge', title: 'entityType', at: 'createdAt', when: `t.status = 'open' AND t.risk = 'high'`, values: [], risk: true },
  { entity: 'changeProposals', action: 'changeProposals.approve', title: 'kind', at: 'createdAt', when: `t.status = 'proposed'`, values: [] },
  {
    entity: 'importBatches',
    action: 'imports.commit',
    title: 'kind',
    at: 'createdAt',
    when: `t.status IN ('uploaded', 'parsed', 'mapped', 'proposed', 'approved')`,
    values: [],
  },
  { entity: 'voicemails', action: 'voicemails.handle', title: 'callId', at: 'createdAt', when: `t.status IN ('new', 'heard')`, values: [] },
  {
    entity: 'conversations',
    action: 'messages.markRead',
    title: 'subject',
    at: 'lastInteractionAt',
    when: `t.status IN ('active', 'waiting') AND t.unread_count > 0 AND (t.assigned_to IS NULL OR t.assigned_to = ?)`,
    values: [me],
  },
  { entity: 'notifications', action: 'notifications.markRead', title: 'title', at: 'createdAt', when: `t.user_id = ? AND t.channel = 'inApp' AND t.is_read = 0`, values: [me] },
];

export const inboxAnswers = [
  answer(operatorInbox, (db, { now, kinds, limit }, reader) => {
    const asked = waiting(reader.userId, now).filter(({ entity }) => !kinds || (kinds as readonly EntityName[]).includes(entity));
    const items = asked.flatMap(({ entity, action, title, at, when, values, risk }) =>
      blockOf(db, reader, { entity: entityOf[entity], where: { sql: [when], values }, limit }).rows.map((row): InboxItem => ({
        entity,
        id: row.id,
        title: String(row[title] ?? ''),
        at: String(row[at] ?? row['createdAt']),
        risk: risk || row['risk'] === 'high' ? 'high' : 'normal',
        action,
      })),
    );
    return items.toSorted(byUrgency).slice(0, limit);
  }),
];

/** What is risky comes first, then what waits longest. */
function byUrgency(one: InboxItem, other: InboxItem): number {
  if (one.risk !== other.risk) return one.risk === 'high' ? -1 : 1;
  if (one.at !== other.at) return one.at < other.at ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}
