import type { ActivityEvent } from '#domain/engagements/activity-event.ts';
import type { CaseLink } from '#domain/cases/case-link.ts';
import type { ChecklistItem } from '#domain/cases/checklist-item.ts';
import type { Checklist } from '#domain/cases/checklist.ts';
import { Case } from '#domain/cases/case.ts';
import type { CaseHistory } from '#domain/cases/case-history.ts';
import type { CaseParticipant } from '#domain/cases/case-participant.ts';
import type { Note } from '#domain/cases/note.ts';
import type { SlaClock } from '#domain/cases/sla-clock.ts';
import { idOf } from '#domain/kernel/field.ts';
import { exactly, one, query } from '#domain/kernel/query.ts';
import { page, pageArgs, type Recorded } from '#domain/records/page.ts';
import type { Task } from '#domain/tasks/task.ts';
import * as z from 'zod';

/** A line of the case list. */
export interface CaseListRow
  extends Pick<Case, 'id' | 'caseNumber' | 'provisionalNumber' | 'title' | 'status' | 'dueAt' | 'openedAt' | 'priorityId' | 'assignedTo' | 'teamId'>, Recorded {
  readonly contactName: string | null;
  readonly assigneeName: string | null;
  readonly priorityName: string | null;
  readonly priorityColour: string | null;
}

export const caseSorts = ['openedAt', 'dueAt', 'title', 'priority'] as const;

/** A page of cases by filter and sort; pages follow each other by key. */
export const listCases = query('cases.list', {
  args: z.strictObject({
    ...pageArgs,
    status: z.array(Case.fields.status.schema).optional(),
    assignedTo: idOf('users').nullish(),
    unassigned: z.boolean().optional(),
    teamId: idOf('teams').nullish(),
    contactId: idOf('contacts').nullish(),
    text: z.string().max(200).optional(),
    sort: z.enum(caseSorts).default('openedAt'),
    descending: z.boolean().default(true),
  }),
  reads: ['cases', 'contacts', 'memberships', 'priorities'],
  returns: page<CaseListRow>(),
});

/** A case with the names that its references stand for. */
export interface CaseView extends Case, Recorded {
  readonly kindName: string | null;
  readonly categoryName: string | null;
  readonly priorityName: string | null;
  readonly priorityColour: string | null;
  readonly assigneeName: string | null;
  readonly coordinatorName: string | null;
  readonly teamName: string | null;
  readonly contactName: string | null;
  readonly participants: readonly (CaseParticipant & Recorded & { readonly contactName: string | null })[];
}

export const getCase = query('cases.get', {
  args: z.strictObject({ id: idOf('cases') }),
  reads: ['cases', 'caseParticipants', 'contacts', 'memberships', 'priorities', 'teams', 'caseKinds', 'caseCategories'],
  returns: one<CaseView>(),
});

/** One thing that happened on a case. */
export type TimelineEntry =
  | ({ readonly kind: 'activity'; readonly at: string; readonly by: string | null } & Pick<ActivityEvent, 'id' | 'subjectType' | 'type' | 'metadata'> & Recorded)
  | ({ readonly kind: 'change'; readonly at: string; readonly by: string | null } & Pick<CaseHistory, 'id' | 'fieldName' | 'oldValue' | 'newValue' | 'changeReason'> & Recorded)
  | ({ readonly kind: 'note'; readonly at: string; readonly by: string | null } & Pick<Note, 'id' | 'body' | 'isInternal' | 'isPinned' | 'createdBy'> & Recorded);

/** Notes and changes of a case, the newest first; `by` is the person's name. */
export const caseTimeline = query('cases.timeline', {
  args: z.strictObject({ ...pageArgs, id: idOf('cases'), kinds: z.array(z.enum(['activity', 'change', 'note'])).optional() }),
  reads: ['notes', 'caseHistory', 'activityEvents', 'memberships'],
  returns: page<TimelineEntry>(),
});

/** How many cases are in each state, for the filter. */
export const countCases = query('cases.count', {
  args: z.strictObject({}),
  reads: ['cases'],
  returns: exactly<Readonly<Record<string, number>>>(),
});

/** A link as it is seen from one of its ends; a case out of sight has no title. */
export interface LinkedCase {
  readonly id: string;
  readonly caseId: Case['id'];
  readonly linkType: CaseLink['linkType'];
  readonly title: string | null;
  readonly caseNumber: string | null;
  readonly status: Case['status'] | null;
}

/** What is to be done on a case, and by when. */
export interface CaseWork {
  readonly clocks: readonly (Recorded & SlaClock)[];
  readonly checklists: readonly (Pick<Checklist, 'id' | 'title'> & { readonly items: readonly (ChecklistItem & Recorded)[] })[];
  readonly links: readonly LinkedCase[];
  readonly tasks: readonly (Recorded & Task & { readonly assigneeName: string | null })[];
}

export const getCaseWork = query('cases.work', {
  args: z.strictObject({ id: idOf('cases') }),
  reads: ['slaClocks', 'checklists', 'checklistItems', 'caseLinks', 'cases', 'tasks', 'memberships'],
  returns: exactly<CaseWork>(),
});

/** A running target with the case that it is for. */
export interface SlaLine extends Pick<SlaClock, 'id' | 'metric' | 'state' | 'startedAt' | 'dueAt' | 'pausedAt'> {
  readonly caseId: Case['id'];
  readonly title: string;
  readonly caseNumber: string | null;
  readonly assigneeName: string | null;
  readonly teamName: string | null;
}

/** The targets that are due next, those missed first; and how many run, are paused, and were missed or met since a moment. */
export const slaBoard = query('cases.slaBoard', {
  args: z.strictObject({ teamId: idOf('teams').optional(), since: z.iso.datetime({ precision: 3 }), limit: z.int().min(1).max(500).default(100) }),
  reads: ['slaClocks', 'cases', 'memberships', 'teams'],
  returns: exactly<{ readonly due: readonly SlaLine[]; readonly running: number; readonly paused: number; readonly met: number; readonly breached: number }>(),
});
