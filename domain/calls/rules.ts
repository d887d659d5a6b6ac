import type { CallLeg } from '#domain/calls/call-leg.ts';
import { Call } from '#domain/calls/call.ts';
import { derivedId } from '#domain/kernel/derived-id.ts';
import type { Id } from '#domain/kernel/names.ts';

/** The row of a call that the PBX names by its Linkedid. */
export const callOf = (tenantId: string, pbx: string, linkedId: string): Id<'calls'> => derivedId(tenantId, 'call', pbx, linkedId);
/** The row of a call of which only a softphone's Call-ID is known so far. */
export const callOfLeg = (tenantId: string, pbx: string, sipCallId: string): Id<'calls'> => derivedId(tenantId, 'call-by-leg', pbx, sipCallId);
/** The row of one device's part in a call. */
export const legOf = (callId: string, sipCallId: string): Id<'callLegs'> => derivedId(callId, 'leg', sipCallId);
/** The row of what one leg hands on: the last word of its attempts. */
export const transferOf = (callId: string, sipCallId: string): Id<'callTransfers'> => derivedId(callId, 'transfer', sipCallId);

type Leg = Pick<CallLeg, 'answeredAt' | 'endedAt' | 'outcome'>;

/** Where a call stands, from its legs: a call of a queue that nobody answered was abandoned, any other was missed, or failed where a device or the PBX did. */
export function statusOf({ endedAt, queueId }: Pick<Call, 'endedAt' | 'queueId'>, legs: readonly Leg[], isHeld = false): Call['status'] {
  const isAnswered = legs.some(({ answeredAt }) => answeredAt !== null);
  if (endedAt === null) return isAnswered ? (isHeld ? 'held' : 'answered') : legs.length === 0 && queueId !== null ? 'queued' : 'ringing';
  if (isAnswered) return 'completed';
  if (queueId !== null) return 'abandoned';
  return legs.length > 0 && legs.every(({ outcome }) => outcome === 'failed' || outcome === 'deviceFailure' || outcome === 'busy') ? 'failed' : 'missed';
}

/** The later of two states: a state that came late never takes a call back, and is never refused. */
export function laterStatus(current: Call['status'], next: Call['status']): Call['status'] {
  return current === next || Call.transitions?.status?.[current]?.includes(next) ? next : current;
}
