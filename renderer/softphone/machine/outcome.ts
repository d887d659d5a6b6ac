import type { End, EndReason, Line, Outcome } from './state.ts';

/** What the other side said when a line ended: a SIP status, a Q.850 cause, or neither. */
interface Farewell {
  readonly status: number | null;
  readonly cause: number | null;
}

/** How a line ended that the other side, or the network, ended. */
export function endOf(line: Line, { status, cause }: Farewell, at: number): End {
  const end = (outcome: Outcome, reason: EndReason): End => ({ outcome, reason, status, cause, at });
  if (line.answeredAt !== null) return end('answered', 'remote');
  if (line.direction === 'inbound') return inboundEnd(line, { status, cause }, end);
  const reason = outboundReason({ status, cause });
  return end(outcomeOf[reason] ?? 'failed', reason);
}

/** How a line ended that this desk ended by itself. */
export const endHere = (outcome: Outcome, reason: EndReason, at: number): End => ({ outcome, reason, status: null, cause: null, at });

/** A device that failed is never an agent who missed; a call taken by a colleague is neither. */
function inboundEnd(line: Line, { status, cause }: Farewell, end: (outcome: Outcome, reason: EndReason) => End): End {
  if (cause === 26 || status === 200) return end('cancelled', 'elsewhere');
  if (line.hasFailedHere) return end('deviceFailure', 'device');
  return end('missed', 'callerGone');
}

const outcomeOf: Partial<Record<EndReason, Outcome>> = { busy: 'busy', noAnswer: 'missed', declined: 'rejected' };

function outboundReason({ status, cause }: Farewell): EndReason {
  if (status === 486 || status === 600 || cause === 17) return 'busy';
  if (status === 408 || status === 480 || cause === 18 || cause === 19) return 'noAnswer';
  if (status === 603 || cause === 21) return 'declined';
  // Asked before the status: to the telephone it is a 404 like a number that is nobody's.
  if (cause === 2 || cause === 3) return 'noTrunk';
  if (status === 404 || status === 410 || status === 484 || status === 604 || cause === 1 || cause === 28) return 'unknownNumber';
  if (status === 401 || status === 403 || status === 407) return 'notAllowed';
  return 'serverError';
}
