import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { anyRef, boolean, fallback, longText, optional, ref, tags } from '#domain/kernel/field.ts';

/** A searchable note on a case, contact, lead or call. */
export const Note = entity('notes', {
  singular: 'Note',
  plural: 'Notes',
  fields: {
    ...anyRef('subject', ['cases', 'contacts', 'leads', 'calls']),
    caseId: optional(ref('cases', 'cascade')),
    body: longText({ min: 1, sensitivity: 'personal', search: 'B' }),
    isInternal: fallback(boolean({ label: 'Internal' }), true),
    isPinned: fallback(boolean({ label: 'Pinned' }), false),
    mentions: fallback(tags(), []),
  },
  title: 'body',
  columns: ['body', 'createdBy', 'createdAt'],
  visibility: { kind: 'parent', of: ['caseId', 'subjectId'] },
  view: 'notes.view',
  sync: 'hot',
  indexes: [
    ['subjectType', 'subjectId'],
    ['caseId', 'createdAt'],
  ],
  retention: { as: 'caseId' },
  activity: { caseId: 'caseId' },
});
export interface Note extends RowOf<typeof Note> {}
