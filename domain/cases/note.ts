import { entity, type RowOf, withCase } from '#domain/kernel/entity.ts';
import { boolean, fallback, longText, looseId, optional, ref, tags, choice } from '#domain/kernel/field.ts';

/** A searchable note on a case or a contact. */
export const Note = entity('notes', {
  singular: 'Note',
  plural: 'Notes',
  fields: {
    subjectType: choice({ cases: 'Case', contacts: 'Contact' }),
    subjectId: looseId(),
    caseId: optional(ref('cases', 'cascade')),
    body: longText({ min: 1, sensitivity: 'personal', search: 'B' }),
    isInternal: fallback(boolean({ label: 'Internal' }), true),
    isPinned: fallback(boolean({ label: 'Pinned' }), false),
    mentions: fallback(tags(), []),
  },
  title: 'body',
  columns: ['body', 'createdBy', 'createdAt'],
  visibility: withCase,
  view: 'notes.view',
  sync: 'hot',
  indexes: [
    ['subjectType', 'subjectId'],
    ['caseId', 'createdAt'],
  ],
  activity: { caseId: 'caseId' },
});
export interface Note extends RowOf<typeof Note> {}
