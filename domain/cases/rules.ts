import { Case } from '#domain/cases/case.ts';
import { CaseParticipant } from '#domain/cases/case-participant.ts';
import { Note } from '#domain/cases/note.ts';
import { toRead, toWrite } from '#domain/kernel/rows.ts';

/** The fields of a case that an editor may change freely; others have commands of their own. */
export const editableCaseFields = ['title', 'description', 'priorityId', 'categoryId', 'dueAt', 'primaryContactId', 'tags', 'customFields', 'notificationsEnabled'] as const;

export const caseToWrite = ({ id }: { readonly id: string }) => [toWrite(Case, { id })];
export const participantsOf = (caseId: string) => toRead(CaseParticipant, { caseId });
export const noteToWrite = ({ id }: { readonly id: string }) => [toWrite(Note, { id })];

/** The rights a participant gets unless told otherwise (`domain.md` 3). */
export function defaultPermissions(role: string): readonly string[] {
  if (role === 'coordinator') return ['view', 'message', 'upload', 'manage'];
  if (role === 'client' || role === 'agency') return ['view', 'message', 'upload'];
  return role === 'thirdParty' ? ['view', 'message'] : ['view'];
}

/** The printed form of a case number, from a kind's pattern. */
export function formatNumber(pattern: string, prefix: string, period: string, seq: number): string {
  return pattern
    .replace('{prefix}', prefix)
    .replace('{yyyy}', period)
    .replace(/\{seq:(\d+)\}/, (_, width: string) => String(seq).padStart(Number(width), '0'));
}

/** The period of a kind's numbers at a moment: the year of the tenant's clock, or none. */
export function periodOf(pattern: string, at: string, timeZone: string): string {
  if (!pattern.includes('{yyyy}')) return '';
  const years = yearsIn.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric' });
  yearsIn.set(timeZone, years);
  return years.format(new Date(at));
}

// Making a formatter takes longer than the rest of opening a case.
const yearsIn = new Map<string, Intl.DateTimeFormat>();
