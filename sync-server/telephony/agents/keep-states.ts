import { derivedId } from '#domain/kernel/derived-id.ts';
import { newRow } from '#domain/kernel/new-row.ts';
import { reserved } from '#domain/people/reserved.ts';
import { AgentState } from '#domain/telephony/agent-state.ts';
import type pg from 'pg';
import { insertRows, selectByIds, updateRow } from '../../db/rows.ts';
import { inTenant } from '../../db/transaction.ts';
import type { Board, Member } from '../board/state.ts';
import { createLeases } from './lease.ts';
import { nextState, useOf, usesOf } from './next-state.ts';

/** A member whom the rows want paused, or not, other than the PBX has it. */
export interface Pause {
  readonly queue: string;
  readonly interface: string;
  readonly isPaused: boolean;
  readonly reason: string;
}

/** Keeps agents' states as rows: the hub alone moves them with the telephone, so they never flap. */
export interface StateKeeper {
  /** Brings the rows to what the telephones do now. */
  readonly follow: (board: Board) => Promise<void>;
  /** Where the PBX is to be told of a pause. */
  readonly pauses: (members: Iterable<Member>) => Promise<readonly Pause[]>;
}

interface Open {
  readonly id: string;
  readonly user_id: string;
  readonly number: string;
  readonly state: AgentState['state'];
  readonly from_at: Date;
  readonly wrap_up: number | null;
  readonly team_ids: readonly string[];
}

/** Keeps the states of one tenant's agents, as the serving role. */
export function createStateKeeper({ pool, tenantId, now }: { readonly pool: pg.Pool; readonly tenantId: string; readonly now: () => number }): StateKeeper {
  const leases = createLeases(now);
  return {
    follow: (board) =>
      inTenant(pool, tenantId, async (tx) => {
        const [uses, presenceOf] = [usesOf(board), leases.look(board)];
        // The wrap-up after a call is that of the queue it came from; where the queue asks for an outcome it lasts until there is one.
        const { rows } = await tx.query<Open>(
          `SELECT a.id::text, a.user_id::text, e.number, a.state, a.from_at, CASE WHEN q.requires_disposition AND c.disposition_id IS NULL THEN 2000000000 ELSE q.wrap_up_time END AS wrap_up,
  ARRAY(SELECT m.team_id::text FROM team_members m WHERE m.tenant_id = a.tenant_id AND m.user_id = a.user_id AND m.deleted_at IS NULL ORDER BY 1) AS team_ids FROM agent_states a
JOIN extensions e ON e.tenant_id = a.tenant_id AND e.user_id = a.user_id AND e.is_active AND e.deleted_at IS NULL
LEFT JOIN calls c ON c.tenant_id = a.tenant_id AND c.id = a.call_id LEFT JOIN queues q ON q.tenant_id = c.tenant_id AND q.id = c.queue_id
WHERE a.tenant_id = $1 AND a.until_at IS NULL AND a.deleted_at IS NULL AND (a.state NOT IN ('offline', 'break', 'away') OR a.state = 'offline' AND a.created_by = $2) ORDER BY a.id FOR NO KEY UPDATE OF a`,
          // Who went offline by themselves comes back by themselves.
          [tenantId, reserved.system],
        );
        for (const open of rows) {
          const line = useOf(uses, open.number);
          const to = nextState(open.state, line, { wrapUpSeconds: open.wrap_up ?? 0, inState: (now() - open.from_at.getTime()) / 1000, presence: presenceOf(open.number) });
          if (to === null) continue;
          const at = new Date(Math.max(now(), open.from_at.getTime())).toISOString();
          const [before] = await selectByIds(tx, 'agentStates', tenantId, [open.id]);
          if (!before) continue;
          await updateRow(tx, {
            entity: AgentState,
            id: open.id,
            changed: ['untilAt'],
            after: { ...before, untilAt: at, updatedAt: at, updatedBy: reserved.system, acceptedAt: at },
          });
          const { rows: known } =
            line.linkedId === null
              ? { rows: [] }
              : await tx.query<{ id: string }>('SELECT id::text FROM calls WHERE tenant_id = $1 AND linked_id = $2 LIMIT 1', [tenantId, line.linkedId]);
          const callId = known[0]?.id ?? (to === 'wrapUp' ? before['callId'] : null);
          const next = { userId: open.user_id, state: to, fromAt: at, callId, teamIds: open.team_ids };
          const fresh = newRow(AgentState, derivedId(open.id, 'next'), next, { tenantId, userId: reserved.system, at });
          await insertRows(tx, AgentState, [{ ...fresh, version: 1, acceptedAt: at }]);
        }
      }),
    pauses: (members) =>
      inTenant(pool, tenantId, async (tx) => {
        const { rows } = await tx.query<{ queue: string; number: string; paused: boolean; reason: string }>(
          `SELECT q.asterisk_queue_name AS queue, e.number, coalesce(m.state = 'paused' OR a.state IN ('wrapUp', 'break', 'away', 'offline'), false) AS paused, coalesce(r.code, a.state, '') AS reason
FROM queue_members m JOIN queues q ON q.tenant_id = m.tenant_id AND q.id = m.queue_id
JOIN extensions e ON e.tenant_id = m.tenant_id AND e.user_id = m.user_id AND e.is_active AND e.deleted_at IS NULL
LEFT JOIN agent_states a ON a.tenant_id = m.tenant_id AND a.user_id = m.user_id AND a.until_at IS NULL AND a.deleted_at IS NULL
LEFT JOIN agent_state_reasons r ON r.tenant_id = m.tenant_id AND r.id = coalesce(m.paused_reason_id, a.reason_id)
WHERE m.tenant_id = $1 AND m.deleted_at IS NULL AND m.state <> 'out'`,
          [tenantId],
        );
        const wanted = new Map(rows.map((row) => [`${row.queue} ${row.number}`, row]));
        return [...members].flatMap((member): Pause[] => {
          const row = wanted.get(`${member.queue} ${member.extension}`);
          return row && row.paused !== member.isPaused ? [{ queue: member.queue, interface: member.interface, isPaused: row.paused, reason: row.paused ? row.reason : '' }] : [];
        });
      }),
  };
}
