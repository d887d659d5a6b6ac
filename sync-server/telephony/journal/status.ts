import type { BoardCall } from '../board/state.ts';

/** What a call's row says of it. */
export type CallStatus = 'queued' | 'ringing' | 'answered' | 'held' | 'completed' | 'missed' | 'abandoned' | 'failed';

/** The status of a call, computed from its legs, its stays and its history. */
export function statusOf({ legs, stays, steps, endedAt }: BoardCall): CallStatus {
  const called = legs.filter(({ isCalled }) => isCalled);
  const isAnswered = called.length > 0 ? called.some(({ outcome }) => outcome === 'answered') : legs.some(({ outcome }) => outcome === 'answered') && stays.length === 0;
  if (endedAt !== null) {
    if (isAnswered) return 'completed';
    if (stays.at(-1)?.result === 'abandoned') return 'abandoned';
    if (called.length > 0 && called.every(({ outcome }) => outcome === 'failed' || outcome === 'deviceFailure')) return 'failed';
    return called.length > 0 || stays.length > 0 ? 'missed' : 'failed';
  }
  if (called.some(({ state, endedAt: over }) => state === 'up' && over === null))
    return steps.findLast(({ kind }) => kind === 'held' || kind === 'resumed')?.kind === 'held' ? 'held' : 'answered';
  if (called.some(({ state, endedAt: over }) => state === 'ringing' && over === null)) return 'ringing';
  if (stays.some(({ result }) => result === 'waiting')) return 'queued';
  return isAnswered ? 'answered' : 'ringing';
}

const later: Readonly<Record<CallStatus, number>> = { queued: 0, ringing: 0, answered: 1, held: 1, completed: 3, missed: 2, abandoned: 2, failed: 2 };

/** Of two who tell of one call, whoever knows more is believed; a call never goes back from its end, and an answer is never unsaid. */
export const laterOf = (known: CallStatus, told: CallStatus): CallStatus => (later[known] >= 2 || later[told] < later[known] ? known : told);
