import { Case } from '#domain/cases/case.ts';
import type { TimelineEntry } from '#domain/cases/queries.ts';

type Note = Extract<TimelineEntry, { readonly kind: 'note' }>;
type Change = Extract<TimelineEntry, { readonly kind: 'change' }>;
type Activity = Extract<TimelineEntry, { readonly kind: 'activity' }>;

/** One thing of a case's story as a person tells it: a note, or what somebody changed in one go. */
export type Event =
  | { readonly kind: 'note'; readonly id: string; readonly at: string; readonly by: string | null; readonly note: Note }
  | { readonly kind: 'changes'; readonly id: string; readonly at: string; readonly by: string | null; readonly changes: readonly Change[] }
  | { readonly kind: 'activity'; readonly id: string; readonly at: string; readonly by: string | null; readonly activity: Activity };

/** Fields that only follow from another change: saying them again would tell the reader nothing. */
const derived = new Set(['closedAt', 'resolvedAt', 'openedAt']);

/** Tells the story newest first: changes of one moment are one event, and activity that a note or a change tells already is left out. */
export function tell(entries: readonly TimelineEntry[]): readonly Event[] {
  const events: Event[] = [];
  for (const entry of entries) {
    const { id, at, by } = entry;
    const last = events.at(-1);
    if (entry.kind === 'note') events.push({ kind: 'note', id, at, by, note: entry });
    else if (entry.kind === 'change') {
      if (derived.has(entry.fieldName)) continue;
      if (last?.kind === 'changes' && last.at === at && last.by === by) events[events.length - 1] = { ...last, changes: [...last.changes, entry] };
      else events.push({ kind: 'changes', id, at, by, changes: [entry] });
    } else if (isTold(entry)) events.push({ kind: 'activity', id, at, by, activity: entry });
  }
  return events;
}

function isTold({ subjectType, type }: Activity): boolean {
  if (subjectType === 'notes') return type === 'deleted';
  return subjectType !== Case.name || type === 'created' || type === 'deleted';
}

/** What others did since a person began to write: entries not seen then, not by this person, not older than all that was seen. */
export function newsSince(
  entries: readonly TimelineEntry[],
  seen: readonly string[],
  isComplete: boolean,
  me: { readonly userId: string; readonly displayName: string },
): readonly TimelineEntry[] {
  const known = new Set(seen);
  const oldest = entries.findLast(({ id }) => known.has(id))?.at ?? '';
  return entries.filter((entry) => {
    if (known.has(entry.id)) return false;
    const isMine = entry.kind === 'note' ? entry.createdBy === me.userId : entry.by === me.displayName;
    return !isMine && (isComplete || entry.at >= oldest);
  });
}
