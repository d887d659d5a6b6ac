import { reserved } from '#domain/people/reserved.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Board, BoardCall, Leg } from '../board/state.ts';
import type { PbxRequest } from '../supervise.ts';
import { consentOf, mayRecord, modeOf } from './rule.ts';

/** How the recording of a live call stands at the PBX. */
export interface Recorded {
  readonly linkedId: string;
  readonly channel: string;
  readonly isPaused: boolean;
}

/** The calls that the PBX is recording; it is on the channel on which it was begun. */
export function recordedOf({ calls }: Pick<Board, 'calls'>): readonly Recorded[] {
  return [...calls.values()].flatMap((call): readonly Recorded[] => {
    const leg = call.endedAt === null ? recordedLeg(call) : undefined;
    const last = call.steps.findLast(({ kind }) => kind.startsWith('recording'));
    return leg && last?.kind !== 'recordingStopped' ? [{ linkedId: call.linkedId, channel: leg.channel, isPaused: last?.kind === 'recordingPaused' }] : [];
  });
}

/** The channel of a call on which its recording runs. */
export function recordedLeg({ legs, steps }: BoardCall): Leg | undefined {
  const begun = steps.findLast(({ kind, details }) => kind === 'recordingStarted' && details['uniqueId'] !== undefined)?.details['uniqueId'];
  return legs.find(({ uniqueId, endedAt }) => uniqueId === begun && endedAt === null);
}

interface Said {
  readonly linked_id: string;
  readonly contact_id: string | null;
  /** The last word of a person; null where nobody has said anything. */
  readonly is_paused: boolean | null;
}

/** What the PBX is to be asked, so that it records what may be recorded, and not what a person has paused. */
export async function recordingWishes(tx: Transaction, tenantId: string, board: Pick<Board, 'calls'>): Promise<readonly PbxRequest[]> {
  const live = recordedOf(board);
  if (live.length === 0) return [];
  const mode = await modeOf(tx, tenantId);
  if (mode === 'off') return live.map(({ channel }) => ({ action: 'StopMixMonitor', fields: { Channel: channel } }));
  const { rows } = await tx.query<Said>(saidText, [tenantId, live.map(({ linkedId }) => linkedId), reserved.system]);
  const wishes: PbxRequest[] = [];
  for (const { linkedId, channel, isPaused } of live) {
    const said = rows.find((row) => row.linked_id === linkedId);
    const mayBe = mayRecord(mode, mode === 'consent' ? await consentOf(tx, tenantId, said?.contact_id ?? null) : null);
    const isWanted = mayBe && said?.is_paused !== true;
    if (isPaused === isWanted) wishes.push({ action: 'MixMonitorMute', fields: { Channel: channel, Direction: 'both', State: isWanted ? '0' : '1' } });
  }
  return wishes;
}

const saidText = `
SELECT c.linked_id, c.contact_id::text, (SELECT e.event_type = 'recordingPaused' FROM call_events e
  WHERE e.tenant_id = c.tenant_id AND e.call_id = c.id AND e.event_type IN ('recordingPaused', 'recordingStarted') AND e.created_by <> $3
  ORDER BY e.at DESC, e.id DESC LIMIT 1) AS is_paused
FROM calls c WHERE c.tenant_id = $1 AND c.linked_id = ANY($2) AND c.deleted_at IS NULL`;
