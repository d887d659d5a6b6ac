import type { Leg, LegOutcome } from './state.ts';

// What a telephone answers when its person, and not the telephone, says no.
const refusals: ReadonlySet<number> = new Set([480, 486, 600, 603]);

/** How a leg that is over ended: a person who says no, one who lets it ring, a caller who gives up and a telephone that fails are four things. */
export function outcomeOf({ isCalled, answeredAt, hasRung, sipStatus, dialStatus, cause }: Omit<Leg, 'outcome'>): LegOutcome {
  if (answeredAt !== null) return 'answered';
  if (!isCalled) return cause === 17 ? 'busy' : 'cancelled';
  if (sipStatus === 486 && !hasRung) return 'busy';
  if (sipStatus !== null && refusals.has(sipStatus)) return hasRung ? 'rejected' : 'failed';
  // The telephone took the call up with the PBX and could not go through with it: no microphone, no codec, no memory.
  if (sipStatus !== null && sipStatus >= 400 && sipStatus !== 404 && sipStatus !== 408) return 'deviceFailure';
  if (dialStatus === 'CHANUNAVAIL' || dialStatus === 'CONGESTION') return 'failed';
  if (dialStatus === 'NOANSWER' && hasRung) return 'missed';
  return hasRung ? 'cancelled' : 'failed';
}
