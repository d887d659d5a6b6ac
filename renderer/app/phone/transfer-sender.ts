import type { Bridge } from '#domain/bridge.ts';
import { newId } from '../../bridge/command-id.ts';
import type { Line, PhoneState, Transfer } from '../../softphone/machine/state.ts';
import { e164Of } from '../../softphone/number.ts';
import type { Place } from './journal-sender.ts';

/** A call that was handed on, or was to be, and what came of it. */
interface Handed {
  readonly line: Line;
  readonly transfer: Transfer;
  readonly status: 'completed' | 'failed';
}

/** What was handed on between two states of the telephone; parked calls and conferences are nobody else's. */
export function handedOn(before: PhoneState, after: PhoneState): readonly Handed[] {
  const known = new Map(before.lines.map((line) => [line.id, line.transfer]));
  return after.lines.flatMap((line): readonly Handed[] => {
    const transfer = known.get(line.id) ?? null;
    if (transfer === null || line.transfer !== null || (transfer.kind !== 'blind' && transfer.kind !== 'attended')) return [];
    if (line.end?.reason === 'transferred') return [{ line, transfer, status: 'completed' }];
    return line.trouble === 'transfer.failed' ? [{ line, transfer, status: 'failed' }] : [];
  });
}

/** Writes down to whom a call went. */
export async function sendTransfers(bridge: Bridge, before: PhoneState, after: PhoneState, { pbx, country }: Place): Promise<void> {
  for (const { line, transfer, status } of handedOn(before, after)) {
    const { sipCallId } = line;
    const call = sipCallId === null ? null : await bridge.query('calls.onLine', { pbx, sipCallId, linkedId: line.pbx.linkedId });
    if (!call) continue;
    const to = { raw: transfer.to.slice(0, 255), e164: e164Of(transfer.to, country) };
    await bridge.send('calls.transfer', { id: call.id, sipCallId, transferType: transfer.kind === 'blind' ? 'blind' : 'warm', to, status }, newId());
  }
}
