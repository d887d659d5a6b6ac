import { SlaClock } from '#domain/cases/sla-clock.ts';
import { SlaPolicy } from '#domain/cases/sla-policy.ts';
import { warnsAt } from '#domain/cases/sla.ts';
import type { AnyEntity, AnyRow, RowOf } from '#domain/kernel/entity.ts';
import { snake, type Id } from '#domain/kernel/names.ts';
import { triggers, type Due, type TriggerEvent } from '#domain/notifications/triggers.ts';
import { reserved } from '#domain/people/reserved.ts';
import { Calendar } from '#domain/reference/calendar.ts';
import type pg from 'pg';
import * as z from 'zod';
import { auditSystem } from '../audit/record.ts';
import { newId } from '../db/new-id.ts';
import { selectByIds, selectRows } from '../db/rows.ts';
import { inTenant, type Transaction } from '../db/transaction.ts';
import type { Log } from '../engine/log.ts';
import { eachTenant } from '../jobs/parts/each-tenant.ts';
import { repeat } from '../jobs/parts/repeat.ts';
import { Hopeless, setGoing, type Work } from '../jobs/parts/work.ts';
import type { Happening } from './parts/rules.ts';
import { tell, tellTogether } from './parts/tell.ts';

interface DueDeps {
  /** Knows what tenants there are. */
  readonly identity: pg.Pool;
  readonly serve: pg.Pool;
  readonly log: Log;
  readonly now: () => number;
}

/** Notices that moments have passed of which rules tell: each is set going once, also by several hubs. */
export interface DueWatch {
  readonly round: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const topic = 'notifications.due';
const missedTopic = 'notifications.missed';
const every = 30_000;
/** What was due longer ago is told together, where there was a rule for it then and no hub ran. */
const lookBack = 86_400_000;
/** What was due before that is not told any more: events are forgotten after a month, and with them what was told. */
const missedAtMost = 21 * lookBack;
const atOnce = 500;
const missedAtOnce = 2000;
/** When a clock without a policy warns. */
const usualPercent = 80;

const dueOf = (event: TriggerEvent): Due | undefined => triggers[event].due;
const timed = (Object.keys(triggers) as readonly TriggerEvent[]).filter((event) => dueOf(event));

/** Between how many milliseconds ago a moment passed, and what else must be true of it. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  readonly and: (moment: string, event: string) => string;
}

const lately: Span = { from: lookBack, to: 0, limit: atOnce, and: () => '' };
/** Nothing is missed by a hub that was not to tell of it: the row was there before, and so was a rule. */
const longAgo: Span = {
  from: missedAtMost,
  to: lookBack,
  limit: missedAtOnce,
  and: (moment, event) =>
    `AND t.created_at <= ${moment} AND EXISTS (SELECT 1 FROM notification_rules r WHERE r.tenant_id = $1 AND r.trigger_event = ${event} AND r.is_active AND r.deleted_at IS NULL AND r.updated_at <= ${moment})`,
};

const markText = `
INSERT INTO outbox_events (id, tenant_id, created_at, created_by, updated_at, updated_by, accepted_at, version, topic, subject_type, subject_id, payload, status, attempts, dedupe_key)
SELECT k.id, $1, now(), $2, now(), $2, now(), 1, $3, $4, k.subject, '{}', 'dispatched', 0, k.key FROM unnest($5::uuid[], $6::uuid[], $7::text[]) AS k (id, subject, key)
ON CONFLICT DO NOTHING RETURNING subject_id AS id`;

const keyOf = (event: TriggerEvent, row: AnyRow) => `${topic}:${event}:${row.id}:${Date.parse(String(row[dueOf(event)?.at ?? '']))}`;

/** Watches on the pools of two duties until it is stopped. */
export function createDue({ identity, serve, log, now }: DueDeps): DueWatch {
  /** When the clocks of a tenant warn, as long as nothing about them changes: counting working hours takes its time. */
  const known = new Map<string, Map<string, string>>();

  const ofTenant = async (tx: Transaction, tenantId: string): Promise<void> => {
    const { rows } = await tx.query<{ event: TriggerEvent }>(
      'SELECT DISTINCT trigger_event AS event FROM notification_rules WHERE tenant_id = $1 AND is_active AND deleted_at IS NULL AND trigger_event = ANY ($2)',
      [tenantId, timed],
    );
    for (const { event } of rows)
      for (const row of dueOf(event)?.warns ? await warning(tx, tenantId) : await passed(tx, tenantId, event, lately)) {
        const moment = row[dueOf(event)?.at ?? ''];
        const about = { topic, subjectType: triggers[event].entity.name, subjectId: row.id, payload: { event, moment } };
        await setGoing(tx, { ...about, tenantId, id: newId(now()), dedupeKey: keyOf(event, row), by: reserved.system });
      }
    await tellMissed(
      tx,
      tenantId,
      rows.flatMap(({ event }) => (dueOf(event)?.warns ? [] : [event])),
    );
  };

  /** Marks what passed while no hub ran as told, and sets one telling of all of it going. */
  const tellMissed = async (tx: Transaction, tenantId: string, events: readonly TriggerEvent[]): Promise<void> => {
    const missed: [TriggerEvent, readonly string[]][] = [];
    for (const event of events) {
      const rows = await passed(tx, tenantId, event, longAgo);
      if (rows.length === 0) continue;
      const marked = await tx.query<{ id: string }>(markText, [
        tenantId,
        reserved.system,
        topic,
        triggers[event].entity.name,
        rows.map(() => newId(now())),
        rows.map(({ id }) => id),
        rows.map((row) => keyOf(event, row)),
      ]);
      if (marked.rows.length > 0) missed.push([event, marked.rows.map(({ id }) => id)]);
    }
    if (missed.length === 0) return;
    const id = newId(now());
    const payload = { until: now() - lookBack, missed: Object.fromEntries(missed) };
    await setGoing(tx, { topic: missedTopic, subjectType: 'tenants', subjectId: tenantId, payload, tenantId, id, dedupeKey: `${missedTopic}:${id}`, by: reserved.system });
  };

  const passed = async (tx: Transaction, tenantId: string, event: TriggerEvent, { from, to, limit, and }: Span): Promise<readonly AnyRow[]> => {
    const due = dueOf(event);
    if (!due) return [];
    const { entity } = triggers[event];
    const at = `t.${snake(due.at)}`;
    // A day has passed when it is over, where the tenant is.
    const moment = entity.fields[due.at]?.kind === 'date' ? `((${at} + 1)::timestamp AT TIME ZONE (SELECT time_zone FROM tenants WHERE tenant_id = $1 AND id = $1))` : at;
    const { rows } = await tx.query<{ id: string }>(
      `SELECT t.id FROM ${snake(entity.name)} t WHERE t.tenant_id = $1 AND t.${snake(due.field)} = ANY ($2) AND ${moment} > $3 AND ${moment} <= $4 AND t.deleted_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM outbox_events o WHERE o.tenant_id = $1 AND o.dedupe_key = $5 || ':' || t.id || ':' || (extract(epoch FROM ${at}) * 1000)::bigint)
         ${and(moment, `'${event}'`)}
       ORDER BY ${at} LIMIT ${limit}`,
      [tenantId, due.in, new Date(now() - from), new Date(now() - to), `${topic}:${event}`],
    );
    return selectByIds(
      tx,
      entity.name,
      tenantId,
      rows.map(({ id }) => id),
    );
  };

  const warning = async (tx: Transaction, tenantId: string): Promise<readonly AnyRow[]> => {
    const [policies, calendars] = [await all(tx, tenantId, SlaPolicy, {}), await all(tx, tenantId, Calendar, {})];
    const running = await all(tx, tenantId, SlaClock, { state: 'running' });
    const open = running.filter((clock) => clock.warnedAt === null && Date.parse(clock.dueAt) > now());
    const [before, after] = [known.get(tenantId), new Map<string, string>()];
    known.set(tenantId, after);
    const late = open.filter((clock) => {
      const policy = policies.find(({ id }) => id === clock.policyId);
      const calendar = calendars.find(({ id, isDefault }) => (policy?.calendarId ? id === policy.calendarId : isDefault)) ?? null;
      const key = [clock.id, clock.version, policy?.version, calendar?.version].join();
      const at = before?.get(key) ?? warnsAt(clock, policy?.warnPercent ?? usualPercent, calendar);
      after.set(key, at);
      return Date.parse(at) <= now();
    });
    if (late.length === 0) return late;
    await tx.query(`UPDATE sla_clocks SET warned_at = $3, updated_at = $3, accepted_at = $3, version = version + 1 WHERE tenant_id = $1 AND id = ANY ($2::uuid[])`, [
      tenantId,
      late.map(({ id }) => id),
      new Date(now()),
    ]);
    await auditSystem(
      tx,
      tenantId,
      late.map(({ id }) => ({ action: 'slaClocks.warn', subjectType: SlaClock.name, subjectId: id, after: { warnedAt: new Date(now()).toISOString() } })),
    );
    return late;
  };

  const round = async () => {
    const { rows } = await identity.query<{ id: string }>('SELECT id FROM tenants WHERE deleted_at IS NULL AND is_active ORDER BY id');
    await eachTenant(
      rows.map(({ id }) => id),
      (id) => inTenant(serve, id, (tx) => ofTenant(tx, id)),
    );
  };

  return { round, stop: repeat(every, round, (error) => log.warn({ err: error }, 'what is due could not be looked up; it is tried again')) };
}

async function all<E extends AnyEntity>(tx: Transaction, tenantId: string, entity: E, where: Readonly<Record<string, string>>): Promise<readonly RowOf<E>[]> {
  const rows = await selectRows(tx, entity, tenantId, where);
  // They are parsed by the declaration as they are read.
  return rows.filter((row) => row['deletedAt'] === null) as readonly unknown[] as readonly RowOf<E>[];
}

const missedPayload = z.object({ until: z.number(), missed: z.partialRecord(z.enum(timed), z.array(z.uuid())) });

/** Tells of what was due, where it still is when its turn comes. */
export const dueWork = (now: () => number): Readonly<Record<typeof missedTopic | typeof topic, Work>> => ({
  [topic]: async ({ id, tenantId, subjectId, payload }, tx) => {
    const event = timed.find((each) => each === payload['event']);
    const due = event && dueOf(event);
    if (!due) throw new Hopeless(`Nothing is due by the name of ${String(payload['event'])}`);
    const [row] = await selectByIds(tx, triggers[event].entity.name, tenantId, [subjectId]);
    if (!row || row['deletedAt'] !== null || row[due.at] !== payload['moment'] || !due.in.includes(String(row[due.field]))) return;
    const at = new Date(now()).toISOString();
    await tell(tx, [{ event, row, changed: [] }], [], { at, commandId: id, tenantId: tenantId as Id<'tenants'>, userId: reserved.system }, at);
  },
  [missedTopic]: async ({ id, tenantId, payload }, tx) => {
    const { until, missed } = missedPayload.parse(payload);
    const happenings: Happening[] = [];
    for (const event of timed) {
      const due = dueOf(event);
      const isStillDue = (row: AnyRow) => due && row['deletedAt'] === null && due.in.includes(String(row[due.field])) && Date.parse(String(row[due.at])) <= until;
      const rows = await selectByIds(tx, triggers[event].entity.name, tenantId, missed[event] ?? []);
      const byMoment = rows.filter(isStillDue).toSorted((one, other) => String(one[due?.at ?? '']).localeCompare(String(other[due?.at ?? ''])));
      happenings.push(...byMoment.map((row) => ({ event, row, changed: [] })));
    }
    const at = new Date(now()).toISOString();
    await tellTogether(tx, happenings, { at, commandId: id, tenantId: tenantId as Id<'tenants'>, userId: reserved.system }, at);
  },
});
