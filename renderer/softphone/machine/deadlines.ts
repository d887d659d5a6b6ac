import { callMoves } from './call-moves.ts';
import { act, chain, change, finish, stay, type Step } from './move.ts';
import { endHere } from './outcome.ts';
import { lineOf, type Line, type PhoneState } from './state.ts';

/** How long a line may stay in each phase without anything happening. */
export const patience = {
  dialling: 6000,
  alerting: 180_000,
  ringing: 120_000,
  answering: 12_000,
  transfer: 15_000,
  broken: 30_000,
  linkLost: 60_000,
  shown: 6000,
  shownFailed: 20_000,
} as const;

/** When something is due on each line, by `<what>:<line>`. */
export function lineDeadlines(state: PhoneState): Readonly<Record<string, number>> {
  return Object.fromEntries(state.lines.flatMap((line) => deadlinesOf(state, line).map(([name, at]) => [`${name}:${line.id}`, at])));
}

function deadlinesOf(state: PhoneState, line: Line): readonly (readonly [string, number])[] {
  const { phase, since } = line;
  if (phase === 'ended') return [['forget', since + (line.end?.outcome === 'answered' || line.end?.reason === 'local' ? patience.shown : patience.shownFailed)]];
  if (phase === 'ringing') return [['expire', line.startedAt + patience.ringing], ...(line.isAutoAnswered ? [['auto', since + state.autoAnswer.afterMs] as const] : [])];
  if (phase !== 'active') return [['expire', since + patience[phase]]];
  return [
    ...(line.transfer ? [['transfer', line.transfer.since + patience.transfer] as const] : []),
    ...(line.brokenSince === null ? [] : [['broken', line.brokenSince + patience.broken] as const]),
    ...(line.trouble === 'link.lost' && line.media !== 'flowing' ? [['cutOff', Math.max(since, state.link.since) + patience.linkLost] as const] : []),
  ];
}

/** What happens to a line when one of those moments has come. */
export function lineDue(state: PhoneState, kind: string, id: string, now: number): Step {
  const line = lineOf(state, id);
  if (!line) return stay(state);
  if (kind === 'auto') return callMoves.answer(state, { kind: 'answer', line: id }, now);
  if (kind === 'expire') return expire(state, line, now);
  if (kind === 'transfer') return change(id, { transfer: null, trouble: 'transfer.failed' })(state);
  return chain(state, act({ kind: 'hangUp', line: id }), finish(id, endHere('answered', 'linkLost', now)));
}

function expire(state: PhoneState, line: Line, now: number): Step {
  const { id, phase, hasFailedHere } = line;
  if (phase === 'ringing')
    return chain(state, act({ kind: 'refuse', line: id, status: 480 }), finish(id, endHere(hasFailedHere ? 'deviceFailure' : 'missed', hasFailedHere ? 'device' : 'tooLong', now)));
  const outcome = phase === 'answering' ? 'deviceFailure' : phase === 'alerting' ? 'missed' : 'failed';
  const reason = phase === 'answering' ? 'device' : phase === 'alerting' ? 'noAnswer' : 'serverError';
  return chain(state, act({ kind: 'hangUp', line: id }), finish(id, endHere(outcome, reason, now)));
}
