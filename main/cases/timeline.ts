import { CaseHistory } from '#domain/cases/case-history.ts';
import { Note } from '#domain/cases/note.ts';
import type { caseTimeline, TimelineEntry } from '#domain/cases/queries.ts';
import { ActivityEvent } from '#domain/engagements/activity-event.ts';
import type { AnyEntity } from '#domain/kernel/entity.ts';
import { snake } from '#domain/kernel/names.ts';
import type { Page } from '#domain/records/page.ts';
import type { Read, StoredRow } from '../records/parts/read.ts';
import { columns, pendingOf, toRow } from '../records/parts/rows.ts';
import * as z from 'zod';

type Kind = TimelineEntry['kind'];

interface Source {
  readonly entity: AnyEntity;
  readonly at: string;
  readonly fields: readonly string[];
}

const sources: Readonly<Record<Kind, Source>> = {
  activity: { entity: ActivityEvent, at: 'happenedAt', fields: ['id', 'subjectType', 'type', 'metadata', 'acceptedAt'] },
  change: { entity: CaseHistory, at: 'changedAt', fields: ['id', 'fieldName', 'oldValue', 'newValue', 'changeReason', 'acceptedAt'] },
  note: { entity: Note, at: 'createdAt', fields: ['id', 'body', 'isInternal', 'isPinned', 'createdBy', 'acceptedAt'] },
};
const kinds: readonly Kind[] = ['activity', 'change', 'note'];

/** What happened on a case, the newest first: the newest of each kind by its index, merged. */
export function timelineOf(db: Read, args: z.output<(typeof caseTimeline)['args']>): Page<TimelineEntry> {
  const { id, after, limit } = args;
  const from = after ? readCursor(after) : null;
  const entries = (args.kinds ?? kinds).flatMap((kind) => entriesOf(db, kind, id, from, limit + 1));
  const rows = entries.toSorted(newestFirst).slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: last && entries.length > limit ? Buffer.from(JSON.stringify([last.at, last.id])).toString('base64url') : null };
}

function entriesOf(db: Read, kind: Kind, caseId: string, from: readonly [string, string] | null, limit: number): readonly TimelineEntry[] {
  const { entity, at, fields } = sources[kind];
  const beyond = from ? `AND (e.${snake(at)}, e.id) < (?, ?)` : '';
  const rows = db.all(
    `SELECT ${columns('e', fields)}, e.${snake(at)} AS at, m.display_name AS by, ${pendingOf(entity, 'e')} AS pending
      FROM ${snake(entity.name)} e LEFT JOIN memberships m ON m.user_id = e.created_by
      WHERE e.case_id = ? AND e.deleted_at IS NULL ${beyond} ORDER BY e.${snake(at)} DESC, e.id DESC LIMIT ?`,
    caseId,
    ...(from ?? []),
    limit,
  );
  return rows.map((stored: StoredRow) => ({ ...toRow<TimelineEntry>(entity, stored), kind }) as TimelineEntry);
}

function newestFirst(one: TimelineEntry, other: TimelineEntry): number {
  if (one.at !== other.at) return one.at < other.at ? 1 : -1;
  return one.id < other.id ? 1 : -1;
}

function readCursor(text: string): [string, string] | null {
  try {
    return z.tuple([z.string(), z.string()]).parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    return null;
  }
}
