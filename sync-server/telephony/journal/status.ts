import type { BoardCall } from '../board/state.ts';

/** What a call's row says of it. */
export type CallStatus = 'queued' | 'ringing' | 'answered' | 'held' | 'completed' | 'missed' | 'abandoned' | 'failed';

/** The status of a call, computed from its legs, its stays and its history. */
export function statusOf({ legs, stays, steps, endedAt, direction }: BoardCall): CallStatus {
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
  // The PBX answers a caller before it knows for whom: that is no answer of ours, and could never be unsaid.
  return isAnswered && direction !== 'inbound' ? 'answered' : 'ringing';
}

const isOver = (status: CallStatus) => ['completed', 'missed', 'abandoned', 'failed'].includes(status);

/** What holds when the PBX tells a status: it never takes a call back to before its end, and never unsays an answer; but of a call's end it knows more than one desk. */
export function laterOf(known: CallStatus, told: CallStatus): CallStatus {
  if (isOver(told)) return known === 'completed' ? known : told;
  if (isOver(known)) return known;
  const isBack = (known === 'answered' || known === 'held') && (told === 'queued' || told === 'ringing');
  return isBack ? known : told;
}
