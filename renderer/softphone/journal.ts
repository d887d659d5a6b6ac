import type { Line, LineId, PhoneState } from './machine/state.ts';

/** One thing that happened to a call, to be written down. */
export interface JournalEntry {
  readonly event: 'ringing' | 'dialled' | 'answered' | 'held' | 'resumed' | 'muted' | 'unmuted' | 'transferred' | 'failed' | 'ended';
  /** The line as it was right after. */
  readonly line: Line;
  readonly at: number;
}

/** What happened to calls between two states; every call that was ever there begins and ends exactly once. */
export function journalOf(before: PhoneState, after: PhoneState, at: number): readonly JournalEntry[] {
  const known = new Map<LineId, Line>(before.lines.map((line) => [line.id, line]));
  return after.lines.flatMap((line) => eventsOf(known.get(line.id), line).map((event) => ({ event, line, at })));
}

function eventsOf(before: Line | undefined, after: Line): readonly JournalEntry['event'][] {
  if (before === after) return [];
  const events: JournalEntry['event'][] = before ? [] : [after.direction === 'inbound' ? 'ringing' : 'dialled'];
  if (after.answeredAt !== null && (before?.answeredAt ?? null) === null) events.push('answered');
  if (after.hold === 'held' && before?.hold !== 'held') events.push('held');
  if (before?.hold === 'resuming' && after.hold === 'none' && after.phase === 'active') events.push('resumed');
  if (before && after.isMuted !== before.isMuted) events.push(after.isMuted ? 'muted' : 'unmuted');
  if (after.end && !before?.end) {
    if (after.end.reason === 'transferred') events.push('transferred');
    events.push(after.answeredAt === null && (after.end.outcome === 'failed' || after.end.outcome === 'deviceFailure') ? 'failed' : 'ended');
  }
  return events;
}
