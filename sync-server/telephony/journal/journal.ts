import { CallEvent } from '#domain/calls/call-event.ts';
import { CallLeg } from '#domain/calls/call-leg.ts';
import { CallTransfer } from '#domain/calls/call-transfer.ts';
import { Call } from '#domain/calls/call.ts';
import { QueueEntry } from '#domain/calls/queue-entry.ts';
import type { AnyEntity, AnyRow } from '#domain/kernel/entity.ts';
import type { Write } from '#domain/kernel/execute.ts';
import type { Id } from '#domain/kernel/names.ts';
import { newRow } from '#domain/kernel/new-row.ts';
import { reserved } from '#domain/people/reserved.ts';
import type pg from 'pg';
import { newId } from '../../db/new-id.ts';
import { insertRows, selectByIds, selectRows, updateRow } from '../../db/rows.ts';
import { inTenant, type Transaction } from '../../db/transaction.ts';
import { tellOfWrites } from '../../notifications/parts/tell.ts';
import type { BoardCall } from '../board/state.ts';
import type { Known } from '../recall/recall.ts';
import { idsOf, namesOf, rowsOf, type CallRows, type ToldRow } from './call-rows.ts';
import { readDirectory } from './directory.ts';
import { laterOf, type CallStatus } from './status.ts';

/** Writes down what the PBX says of calls; whatever is told again, or late, or by somebody else as well, there is one row. */
export interface Journal {
  readonly write: (calls: readonly BoardCall[]) => Promise<void>;
  /** Ends the calls that were live when they were last heard of, and of which the PBX has nothing to tell any more. */
  readonly close: (isTold: (linkedId: string) => boolean, at: string) => Promise<number>;
  /** Since when calls may not be written: everything that began before is, and is over. */
  readonly writtenUntil: () => Promise<string | null>;
  /** What is written already of calls, by the PBX's name of them. */
  readonly known: (linkedIds: readonly string[]) => Promise<ReadonlyMap<string, Known>>;
}

interface JournalDeps {
  readonly pool: pg.Pool;
  readonly tenantId: string;
  /** By which name this PBX is told from others. */
  readonly pbx: string;
  readonly now: () => number;
}

const liveStatuses: readonly CallStatus[] = ['queued', 'ringing', 'answered', 'held'];

/** A journal on the serving role's pool, for one PBX of one tenant. */
export function createJournal({ pool, tenantId, pbx, now }: JournalDeps): Journal {
  const stamp = () => ({ tenantId, userId: reserved.system, at: new Date(now()).toISOString() });

  /** Inserts what is new and writes what differs: everything is asked at once and written at once, as on a busy computer each answer is long in coming. */
  async function put(tx: Transaction, told: readonly Told[]): Promise<void> {
    const made = stamp();
    const stored = await Promise.all(told.map(([{ name }, rows]) => selectByIds(tx, name, tenantId, rows.map(({ id }) => id).toSorted())));
    const writes = told.flatMap(([entity, rows, merge], index): readonly Write[] => {
      const known = new Map(stored[index]?.map((row) => [row.id, row]));
      const fresh = rows.filter(({ id }, place) => !known.has(id) && rows.findIndex((other) => other.id === id) === place);
      const inserted = fresh.map(({ id, values, supposed }) => ({
        entity,
        id,
        before: null,
        after: { ...newRow(entity, id, { ...supposed, ...values }, made), version: 1, acceptedAt: made.at },
        changed: Object.keys({ ...supposed, ...values }),
      }));
      const updated = rows.flatMap(({ id, values }): readonly Write[] => {
        const before = known.get(id);
        const after = before && merge(before, values);
        const changed = before && after ? Object.keys(after).filter((key) => after[key] !== before[key]) : [];
        if (!before || !after || changed.length === 0) return [];
        return [{ entity, id, before, changed, after: { ...before, ...after, updatedAt: made.at, updatedBy: made.userId, acceptedAt: made.at } }];
      });
      return [...inserted, ...updated];
    });
    const fresh = Map.groupBy(
      writes.filter(({ before }) => !before),
      ({ entity }) => entity,
    );
    await Promise.all([
      ...[...fresh].map(([entity, some]) =>
        insertRows(
          tx,
          entity,
          some.map(({ after }) => after),
        ),
      ),
      ...writes.filter(({ before }) => before).map((write) => updateRow(tx, write)),
    ]);
    await tellOfWrites(tx, writes, { ...made, tenantId: tenantId as Id<'tenants'>, commandId: newId(now()) }, made.at);
  }

  const putAll = async (tx: Transaction, rows: readonly CallRows[]) => {
    const stays = await known(
      tx,
      rows.flatMap((each) => each.stays),
    );
    await put(tx, [
      [Call, rows.map(({ call }) => call), mergeCall],
      [CallLeg, rows.flatMap(({ legs }) => legs), mergeLeg],
      [QueueEntry, stays, mergeStay],
      [CallEvent, rows.flatMap(({ events }) => events), () => null],
      [CallTransfer, rows.flatMap(({ transfers }) => transfers), mergeTransfer],
    ]);
  };

  /** After a gap the PBX tells how long somebody has waited to the second: it is the stay that is known already. */
  const known = async (tx: Transaction, stays: readonly ToldRow[]): Promise<readonly ToldRow[]> => {
    const { rows } = await tx.query<{ id: string; queue_id: string; call_id: string; joined_at: Date }>(
      'SELECT id::text, queue_id::text, call_id::text, joined_at FROM queue_entries WHERE tenant_id = $1 AND call_id = ANY($2::uuid[])',
      [tenantId, [...new Set(stays.map(({ values }) => values['callId']))]],
    );
    return stays.map((stay) => {
      const { queueId, callId, joinedAt } = stay.values;
      const same = rows.find((row) => row.queue_id === queueId && row.call_id === callId && Math.abs(row.joined_at.getTime() - Date.parse(String(joinedAt))) < 3_000);
      return same ? { ...stay, id: same.id } : stay;
    });
  };

  /** Each call with the id of its row: that of a row which is there, whoever made it, else the one that every side derives. */
  const named = async (tx: Transaction, calls: readonly BoardCall[]) => {
    const known = calls.flatMap((call) => {
      const names = namesOf(call);
      return names ? [{ call, names, ids: idsOf(names, { tenantId, pbx }) }] : [];
    });
    const { rows } = await tx.query<{ id: string; linked_id: string | null; call_id: string | null }>(
      'SELECT id::text, linked_id, call_id FROM calls WHERE tenant_id = $1 AND pbx = $2 AND deleted_at IS NULL AND (linked_id = ANY($3) OR call_id = ANY($4) OR id = ANY($5::uuid[]))',
      [tenantId, pbx, known.map(({ names }) => names.linkedId), known.map(({ names }) => names.originCallId), known.flatMap(({ ids }) => ids)],
    );
    return known.map(({ call, names, ids }) => {
      const row =
        rows.find((each) => each.linked_id === names.linkedId) ??
        rows.find((each) => ids.includes(each.id) || (names.originCallId !== null && each.call_id === names.originCallId));
      return { call, originCallId: names.originCallId, id: row?.id ?? ids[0] ?? '' };
    });
  };

  return {
    write: (calls) =>
      inTenant(pool, tenantId, async (tx) => {
        const [directory, found] = await Promise.all([readDirectory(tx, tenantId, pbx), named(tx, calls)]);
        const rows = found.map(({ call, id, originCallId }) => rowsOf(call, id, originCallId, directory));
        await putAll(
          tx,
          rows.toSorted((a, b) => (a.call.id < b.call.id ? -1 : 1)),
        );
      }),
    close: (isTold, at) =>
      inTenant(pool, tenantId, async (tx) => {
        const rows = (await Promise.all(liveStatuses.map((status) => selectRows(tx, Call, tenantId, { pbx, status })))).flat();
        const ghosts = rows.filter((row) => typeof row['linkedId'] === 'string' && !isTold(row['linkedId']));
        for (const ghost of ghosts) await bury(tx, ghost, at);
        return ghosts.length;
      }),
    writtenUntil: () =>
      inTenant(pool, tenantId, async (tx) => {
        // A row of a desk says nothing of the calls before it; one of ours says that they were heard.
        const { rows } = await tx.query<{ at: Date }>(
          `(SELECT started_at AS at FROM calls WHERE tenant_id = $1 AND pbx = $2 AND created_by = $3 ORDER BY started_at DESC LIMIT 1)
UNION ALL (SELECT started_at FROM calls WHERE tenant_id = $1 AND pbx = $2 AND linked_id IS NOT NULL AND status = ANY($4) AND deleted_at IS NULL ORDER BY started_at LIMIT 1) ORDER BY at LIMIT 1`,
          [tenantId, pbx, reserved.system, liveStatuses],
        );
        return rows[0]?.at.toISOString() ?? null;
      }),
    known: (linkedIds) =>
      inTenant(pool, tenantId, async (tx) => {
        const { rows } = await tx.query<{ linked_id: string; is_over: boolean; until: Date | null }>(
          `SELECT c.linked_id, bool_or(e.event_type = 'ended') IS TRUE AS is_over, max(e.at) AS until FROM calls c
LEFT JOIN call_events e ON e.tenant_id = c.tenant_id AND e.call_id = c.id AND e.created_by = $3
WHERE c.tenant_id = $1 AND c.pbx = $2 AND c.linked_id = ANY($4) AND c.deleted_at IS NULL GROUP BY c.linked_id`,
          [tenantId, pbx, reserved.system, linkedIds],
        );
        return new Map(rows.map((row) => [row.linked_id, { isOver: row.is_over, until: row.until?.toISOString() ?? null }]));
      }),
  };

  async function bury(tx: Transaction, ghost: AnyRow, at: string): Promise<void> {
    const [legs, stays] = [await selectRows(tx, CallLeg, tenantId, { callId: ghost.id }), await selectRows(tx, QueueEntry, tenantId, { callId: ghost.id })];
    const status: CallStatus = ghost['answeredAt'] ? 'completed' : stays.length > 0 ? 'abandoned' : 'missed';
    const open = legs.filter((leg) => !leg['endedAt']);
    const waiting = stays.filter((stay) => stay['result'] === 'waiting');
    await put(tx, [
      [Call, [{ id: ghost.id, values: { status, endedAt: at } }], mergeCall],
      [CallLeg, open.map((leg) => ({ id: leg.id, values: { outcome: leg['answeredAt'] ? 'answered' : 'failed', endedAt: at } })), mergeLeg],
      [QueueEntry, waiting.map((stay) => ({ id: stay.id, values: { result: 'abandoned', leftAt: at } })), mergeStay],
    ]);
  }
}

type Merge = (before: AnyRow, told: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>> | null;

/** What is told of one entity, and which of two values holds. */
type Told = readonly [entity: AnyEntity, rows: readonly ToldRow[], merge: Merge];

/** What a desk wrote stays where the PBX knows nothing better; links, notes and dispositions are never the PBX's. */
const mergeCall: Merge = (before, told) => ({
  ...filled(before, told),
  // A desk knows its own part alone: who else rang, who took the call and when it was over the PBX knows.
  ...pick(told, ['agentId', 'direction', 'queueId', 'teamId', ...(told['endedAt'] ? ['answeredAt', 'endedAt', 'duration'] : [])]),
  teamIds: teamsOf(before, told),
  status: laterOf(before['status'] as CallStatus, told['status'] as CallStatus),
});

/** The list that is there where nobody is new in it, so that nothing seems to have changed. */
function teamsOf({ teamIds: before }: AnyRow, { teamIds: told = [] }: Readonly<Record<string, unknown>>): unknown {
  const [known, more] = [before, told].map((each) => (Array.isArray(each) ? each.map(String) : [])) as [string[], string[]];
  return more.every((id) => known.includes(id)) ? before : [...new Set([...known, ...more])].toSorted();
}

const mergeLeg: Merge = (before, told) => ({
  ...filled(before, told),
  ...pick(told, ['direction']),
  outcome: before['outcome'] === 'ringing' ? told['outcome'] : before['outcome'],
});

const mergeStay: Merge = (before, told) => (before['result'] === 'waiting' ? { ...filled(before, told), ...pick(told, ['result']) } : null);

/** A desk may have said to whom already, and hears that nobody took it. */
const mergeTransfer: Merge = (before, told) => ({
  ...filled(before, told),
  status: CallTransfer.transitions?.status?.[String(before['status'])]?.includes(String(told['status'])) ? told['status'] : before['status'],
});

/** Values for what is still unknown. */
const filled = (before: AnyRow, told: Readonly<Record<string, unknown>>) => Object.fromEntries(Object.entries(told).filter(([key]) => before[key] === null));

const pick = (told: Readonly<Record<string, unknown>>, keys: readonly string[]) =>
  Object.fromEntries(keys.filter((key) => (told[key] ?? null) !== null).map((key) => [key, told[key]]));
