import { reserved } from '#domain/people/reserved.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Board } from '../board/state.ts';
import type { PbxRequest } from '../supervise.ts';
import { consentOf, mayRecord, modeOf } from './rule.ts';

interface Recorded {
  readonly linked_id: string;
  readonly contact_id: string | null;
  /** The channel on which the recording runs, by its unique name. */
  readonly unique_id: string;
  /** How the recording stands at the PBX. */
  readonly there: 'recordingPaused' | 'recordingStarted' | 'recordingStopped';
  /** The last word of a person; null where nobody has said anything. */
  readonly said: 'recordingPaused' | 'recordingStarted' | null;
}

/** What the PBX is to be asked, so that it records what may be recorded, and not what a person has paused. */
export async function recordingWishes(tx: Transaction, tenantId: string, { calls }: Pick<Board, 'calls'>): Promise<readonly PbxRequest[]> {
  const live = [...calls.values()].filter(({ endedAt }) => endedAt === null);
  if (live.length === 0) return [];
  const { rows } = await tx.query<Recorded>(recordedText, [tenantId, live.map(({ linkedId }) => linkedId), reserved.system]);
  if (rows.length === 0) return [];
  const mode = await modeOf(tx, tenantId);
  const wishes: PbxRequest[] = [];
  for (const { linked_id: linkedId, contact_id: contactId, unique_id: uniqueId, there, said } of rows) {
    const channel = calls.get(linkedId)?.legs.find((leg) => leg.uniqueId === uniqueId && leg.endedAt === null)?.channel;
    if (channel === undefined || there === 'recordingStopped') continue;
    if (mode === 'off') {
      wishes.push({ action: 'StopMixMonitor', fields: { Channel: channel } });
      continue;
    }
    const mayBe = mayRecord(mode, mode === 'consent' ? await consentOf(tx, tenantId, contactId) : null);
    const isWanted = mayBe && said !== 'recordingPaused';
    if (isWanted !== (there === 'recordingStarted')) wishes.push({ action: 'MixMonitorMute', fields: { Channel: channel, Direction: 'both', State: isWanted ? '0' : '1' } });
  }
  return wishes;
}

const last = (what: string, condition: string) =>
  `(SELECT ${what} FROM call_events e WHERE e.tenant_id = c.tenant_id AND e.call_id = c.id AND e.event_type LIKE 'recording%' AND ${condition} ORDER BY e.at DESC, e.id DESC LIMIT 1)`;

const recordedText = `
SELECT linked_id, contact_id, unique_id, there, said FROM (SELECT c.linked_id, c.contact_id::text, ${last(`e.details->>'uniqueId'`, `e.details->>'uniqueId' <> ''`)} AS unique_id,
  ${last('e.event_type', 'e.created_by = $3')} AS there, ${last('e.event_type', 'e.created_by <> $3')} AS said
FROM calls c WHERE c.tenant_id = $1 AND c.linked_id = ANY($2) AND c.deleted_at IS NULL) r WHERE r.unique_id IS NOT NULL`;
