import type { Context } from '#domain/kernel/context.ts';
import { derivedId } from '#domain/kernel/derived-id.ts';
import type { Write } from '#domain/kernel/execute.ts';
import { entityNames } from '#domain/kernel/names.ts';
import { newRow } from '#domain/kernel/new-row.ts';
import { Notification } from '#domain/notifications/notification.ts';
import { eventsOf } from '#domain/notifications/triggers.ts';
import { reserved } from '#domain/people/reserved.ts';
import { entityOf } from '#domain/registry.ts';
import { auditSystem } from '../../audit/record.ts';
import { insertRows, selectByIds } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import { setGoing } from '../../jobs/parts/work.ts';
import { wishesOf, type Happening, type Wish } from './rules.ts';

/** What did something, and when. */
export type Cause = Pick<Context, 'at' | 'commandId' | 'tenantId' | 'userId'>;
type Channel = Wish['channels'][number];

/** Tells of what was written: by the rules of the tenant, and by mail what a command tells its members in the app, where they want that. */
export async function tellOfWrites(tx: Transaction, writes: readonly Write[], cause: Cause, acceptedAt: string): Promise<void> {
  const happenings = writes.flatMap((write) => eventsOf(write).map((event): Happening => ({ event, row: write.after, changed: write.changed })));
  const inApp = writes.flatMap(({ entity, before, after }) => (entity === Notification && !before && after['channel'] === 'inApp' ? [after] : []));
  const said = inApp.map((row): Wish => ({
    userId: String(row['userId']),
    event: String(row['notificationType']),
    title: String(row['title']),
    message: String(row['message']),
    subject: { type: String(row['subjectType']), id: String(row['subjectId']) },
    ruleId: null,
    channels: [],
  }));
  await tell(tx, happenings, said, cause, acceptedAt);
}

/** Tells of happenings; what was said in the app already is not said there again. */
export async function tell(tx: Transaction, happenings: readonly Happening[], said: readonly Wish[], cause: Cause, acceptedAt: string): Promise<void> {
  const wanted = happenings.length === 0 ? [] : await wishesOf(tx, cause.tenantId, happenings);
  const keyOf = ({ userId, event, subject }: Wish) => `${userId} ${event} ${subject.id}`;
  const known = new Set(said.map(keyOf));
  const byRule = new Map(wanted.map((wish) => [keyOf(wish), wish]));
  // Nobody is told of their own doing.
  const wishes = [...wanted, ...said.filter((wish) => !byRule.has(keyOf(wish)))].filter(({ userId }) => userId !== cause.userId);
  await send(tx, wishes, (wish) => known.has(keyOf(wish)), cause, acceptedAt);
}

/** Lines of one notice about many things. */
const linesAtMost = 20;

/** Tells each member of many happenings at once: in one notice, which stays in the house. */
export async function tellTogether(tx: Transaction, happenings: readonly Happening[], cause: Cause, acceptedAt: string): Promise<void> {
  const wanted = await wishesOf(tx, cause.tenantId, happenings);
  const wishes = [...Map.groupBy(wanted, ({ userId }) => userId).values()].flatMap(([first, ...more]): readonly Wish[] => {
    if (!first || more.length === 0) return first ? [first] : [];
    const all = [first, ...more];
    const lines = all.slice(0, linesAtMost).map(({ title, message }) => `${title}: ${message}`);
    const rest = all.length - lines.length;
    const channels = [...new Set(all.flatMap((wish) => wish.channels))].filter((channel) => !leaves.has(channel));
    const message = [...lines, ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n');
    return [{ ...first, title: `${all.length} things are overdue`, message, channels: [...new Set<Channel>(['inApp', ...channels])] }];
  });
  await send(tx, wishes, () => false, cause, acceptedAt);
}

async function send(tx: Transaction, wishes: readonly Wish[], isKnown: (wish: Wish) => boolean, cause: Cause, acceptedAt: string): Promise<void> {
  if (wishes.length === 0) return;
  const preferred = await preferencesOf(tx, cause.tenantId, wishes);
  const notices = wishes.flatMap((wish) => {
    const own = preferred.get(wish.userId)?.[wish.event] ?? wish.channels;
    const elsewhere = own.filter((channel) => channel !== 'inApp');
    // Nobody may be at the computer on which it pops up: what is told there stays in the app.
    const isHere = wish.channels.includes('inApp') || elsewhere.includes('desktop');
    return [...new Set<Channel>([...(isHere && !isKnown(wish) ? (['inApp'] as const) : []), ...elsewhere])].map((channel) => ({ wish, channel }));
  });
  const muted = await mutedOf(
    tx,
    cause.tenantId,
    notices.flatMap(({ wish, channel }) => (leaves.has(channel) ? [wish] : [])),
  );
  const sent = notices.filter(({ wish, channel }) => !leaves.has(channel) || !muted.has(wish.subject.id));
  const rows = sent.map(({ wish, channel }) => rowOf(wish, channel, cause, acceptedAt));
  await insertRows(tx, Notification, rows);
  for (const { id, channel } of rows) {
    if (channel !== 'email') continue;
    const mail = { topic: 'mail.notification', subjectType: 'notifications', subjectId: id, payload: {}, dedupeKey: `mail.notification:${id}` };
    await setGoing(tx, { ...mail, tenantId: cause.tenantId, id: derivedId<'outboxEvents'>('mail', id), by: reserved.system });
  }
  await auditSystem(
    tx,
    cause.tenantId,
    sent.map(({ wish: { userId, event, ruleId, subject }, channel }, place) => ({
      action: 'notifications.send',
      subjectType: Notification.name,
      subjectId: rows[place]?.id,
      commandId: cause.commandId,
      after: { userId, event, ruleId, channel, about: subject },
    })),
  );
}

/** What leaves the house. */
const leaves: ReadonlySet<Channel> = new Set<Channel>(['email', 'sms']);
/** Nothing sends short messages: that one was wanted stays in sight. */
const first: Readonly<Record<Channel, string>> = { inApp: 'sent', desktop: 'sent', email: 'pending', sms: 'suppressed' };

function rowOf({ userId, event, title, message, subject, ruleId }: Wish, channel: Channel, { tenantId, commandId, at }: Cause, acceptedAt: string) {
  const id = derivedId<'notifications'>('notice', commandId, event, subject.id, userId, channel);
  const dedupeKey = `${commandId}:${event}:${subject.id}`;
  const about = { userId, title, message, notificationType: event, subjectType: subject.type, subjectId: subject.id, ruleId, dedupeKey };
  const fresh = newRow(Notification, id, { ...about, channel, deliveryStatus: first[channel] }, { tenantId, userId: reserved.system, at });
  return { ...fresh, id, channel, version: 1, acceptedAt };
}

/** On which channels members hear of which events, where they have said so. */
async function preferencesOf(tx: Transaction, tenantId: string, wishes: readonly Wish[]): Promise<ReadonlyMap<string, Readonly<Record<string, readonly Channel[]>>>> {
  const { rows } = await tx.query<{ id: string; events: Readonly<Record<string, readonly Channel[]>> | null }>(
    `SELECT user_id AS id, notification_prefs -> 'events' AS events FROM user_preferences WHERE tenant_id = $1 AND user_id = ANY ($2::uuid[]) AND deleted_at IS NULL`,
    [tenantId, wishes.map(({ userId }) => userId)],
  );
  return new Map(rows.map(({ id, events }) => [id, events ?? {}]));
}

/** The records that are a case, or of a case, about which nothing may leave the house. */
async function mutedOf(tx: Transaction, tenantId: string, wishes: readonly Wish[]): Promise<ReadonlySet<string>> {
  if (wishes.length === 0) return new Set();
  const caseOf = new Map<string, unknown>();
  for (const [type, some] of Map.groupBy(wishes, ({ subject }) => subject.type)) {
    const ids = [...new Set(some.map(({ subject }) => subject.id))];
    const name = entityNames.find((each) => each === type && (each === 'cases' || entityOf[each].fields['caseId']));
    if (!name) continue;
    const rows = name === 'cases' ? [] : await selectByIds(tx, name, tenantId, ids);
    for (const id of ids) caseOf.set(id, name === 'cases' ? id : rows.find((row) => row.id === id)?.['caseId']);
  }
  const { rows } = await tx.query<{ id: string }>(`SELECT id FROM cases WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) AND NOT notifications_enabled`, [
    tenantId,
    [...caseOf.values()].filter((id) => typeof id === 'string'),
  ]);
  const quiet = new Set(rows.map(({ id }) => id));
  return new Set([...caseOf].flatMap(([id, caseId]) => (quiet.has(String(caseId)) ? [id] : [])));
}
