import { meets } from '#domain/kernel/condition.ts';
import type { AnyEntity, AnyRow } from '#domain/kernel/entity.ts';
import type { Field } from '#domain/kernel/field.ts';
import { mayLoad } from '#domain/kernel/permission.ts';
import { localDate, localTime } from '#domain/kernel/wall-clock.ts';
import type { NotificationRule } from '#domain/notifications/notification-rule.ts';
import { triggers, type TriggerEvent } from '#domain/notifications/triggers.ts';
import { entityOf } from '#domain/registry.ts';
import { selectByIds } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import { listenersOf, type Listener } from './audience.ts';

/** Something of which rules may tell. */
export interface Happening {
  readonly event: TriggerEvent;
  readonly row: AnyRow;
  readonly changed: readonly string[];
}

/** What one member is to be told, and on which channels a rule wants it. */
export interface Wish {
  readonly userId: string;
  readonly event: string;
  readonly title: string;
  readonly message: string;
  readonly subject: { readonly type: string; readonly id: string };
  readonly ruleId: string | null;
  readonly channels: NotificationRule['channels'];
}

type Rule = Pick<NotificationRule, 'channels' | 'conditions' | 'id' | 'name' | 'recipients' | 'template' | 'triggerEvent'> & { readonly timeZone: string };
/** A happening with the record that it is about, and what is known of both. */
interface Told extends Happening {
  readonly entity: AnyEntity;
  readonly record: AnyRow;
  readonly facts: AnyRow;
}
interface Match {
  readonly rule: Rule;
  readonly told: Told;
}

const rulesText = `
SELECT r.id, r.name, r.trigger_event AS "triggerEvent", r.conditions, r.recipients, r.channels, r.template, t.time_zone AS "timeZone"
FROM notification_rules r JOIN tenants t ON t.tenant_id = r.tenant_id AND t.id = r.tenant_id
WHERE r.tenant_id = $1 AND r.trigger_event = ANY ($2) AND r.is_active AND r.deleted_at IS NULL ORDER BY r.name`;

/** What the rules of a tenant want told of happenings: each member hears of one once, in the words of the first rule by name, and of nothing that they may not see. */
export async function wishesOf(tx: Transaction, tenantId: string, happenings: readonly Happening[]): Promise<readonly Wish[]> {
  const { rows: rules } = await tx.query<Rule>(rulesText, [tenantId, [...new Set(happenings.map(({ event }) => event))]]);
  if (rules.length === 0) return [];
  const known = await recordsOf(tx, tenantId, happenings);
  const matches = known.flatMap((told) =>
    rules.flatMap((rule) => (rule.triggerEvent === told.event && meets(rule.conditions ?? {}, told.facts, told.changed) ? [{ rule, told }] : [])),
  );
  if (matches.length === 0) return [];
  const participants = await participantsOf(tx, tenantId, matches);
  const byName = ({ rule, told }: Match): readonly string[] =>
    rule.recipients.flatMap(({ kind, id }) =>
      kind === 'user' ? [id ?? ''] : kind === 'assignee' ? assigneesOf(told) : kind === 'participant' ? (participants.get(caseOf(told) ?? '') ?? []) : [],
    );
  const idsOf = (wanted: string) => matches.flatMap(({ rule }) => rule.recipients.flatMap(({ kind, id }) => (kind === wanted && id ? [id] : [])));
  const listeners = await listenersOf(tx, tenantId, { users: matches.flatMap(byName), roles: idsOf('role'), teams: idsOf('team') });
  const isMeant = (match: Match, { userId, roleIds, teamIds }: Listener) =>
    byName(match).includes(userId) ||
    match.rule.recipients.some(({ kind, id = '' }) => (kind === 'role' && roleIds.includes(id)) || (kind === 'team' && teamIds.some((team) => team === id)));
  const wishes = new Map<string, Wish>();
  for (const match of matches)
    for (const listener of listeners) {
      const { rule, told } = match;
      if (!isMeant(match, listener) || !mayLoad(listener, told.entity, told.record)) continue;
      const key = `${listener.userId} ${told.event} ${told.record.id}`;
      const { channels = [], ...first } = wishes.get(key) ?? wishOf(match, listener);
      wishes.set(key, { ...first, channels: [...new Set([...channels, ...rule.channels])] });
    }
  return [...wishes.values()];
}

function wishOf({ rule, told }: Match, { userId }: Listener): Omit<Wish, 'channels'> & { readonly channels?: Wish['channels'] } {
  const { entity, event, record } = told;
  const { kind, choices } = entity.fields[entity.title] ?? {};
  const title = kind === 'text' && !choices ? String(record[entity.title] ?? '') : '';
  return { userId, event, title: (title || rule.name).slice(0, 255), message: filled(rule, told), subject: { type: entity.name, id: record.id }, ruleId: rule.id };
}

/** The text of a rule, where `{{dueAt}}` stands for what the record has there; what it has not stays as it was written. */
function filled({ template, timeZone }: Rule, { entity, event, facts }: Told): string {
  const fields: Readonly<Record<string, Field>> = { ...triggers[event].entity.fields, ...entity.fields };
  return template.replace(/\{\{\s*(\w+)\s*\}\}/g, (written, key: string) => {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (!field || field.kind === 'id' || field.kind === 'json' || field.sensitivity === 'secret') return written;
    const value = facts[key] ?? null;
    if (value === null) return '';
    if (field.kind === 'instant') return `${localDate(Date.parse(String(value)), timeZone)} ${localTime(Date.parse(String(value)), timeZone)}`;
    return Array.isArray(value) ? value.join(', ') : (field.choices?.[String(value)] ?? String(value));
  });
}

/** The records as they are stored now, with whom they are in sight of; what is gone is told to nobody. */
async function recordsOf(tx: Transaction, tenantId: string, happenings: readonly Happening[]): Promise<readonly Told[]> {
  const asked = happenings.flatMap((happening) => {
    const { entity, about } = triggers[happening.event];
    const name = about ? entity.fields[about]?.target : entity.name;
    const id = about ? happening.row[about] : happening.row.id;
    return name && typeof id === 'string' ? [{ happening, entity: entityOf[name], id }] : [];
  });
  const found = new Map<string, AnyRow>();
  for (const [entity, some] of Map.groupBy(asked, (one) => one.entity))
    for (const row of await selectByIds(tx, entity.name, tenantId, [...new Set(some.map(({ id }) => id))])) found.set(row.id, row);
  return asked.flatMap(({ happening, entity, id }) => {
    const record = found.get(id);
    return record && record['deletedAt'] === null ? [{ ...happening, entity, record, facts: { ...happening.row, ...record } }] : [];
  });
}

const assigneesOf = ({ event, facts, row }: Told): readonly string[] =>
  triggers[event].falls.flatMap((key) => [row[key], facts[key]].flat().filter((id) => typeof id === 'string'));

const caseOf = ({ entity, facts }: Told): string | null => {
  const id = entity.activity?.caseId === 'id' ? facts.id : facts['caseId'];
  return typeof id === 'string' ? id : null;
};

async function participantsOf(tx: Transaction, tenantId: string, matches: readonly Match[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const cases = matches.flatMap(({ rule, told }) => (rule.recipients.some(({ kind }) => kind === 'participant') ? [caseOf(told)] : []));
  if (cases.length === 0) return new Map();
  const { rows } = await tx.query<{ case_id: string; users: readonly string[] }>(
    `SELECT case_id, array_agg(user_id)::text[] AS users FROM case_participants WHERE tenant_id = $1 AND case_id = ANY ($2::uuid[]) AND user_id IS NOT NULL AND is_active AND deleted_at IS NULL GROUP BY case_id`,
    [tenantId, cases],
  );
  return new Map(rows.map(({ case_id: id, users }) => [id, users]));
}
