import { entity, type RowOf, withCase } from '#domain/kernel/entity.ts';
import { integer, optional, ref, text } from '#domain/kernel/field.ts';

/** A named checklist on a case. */
export const Checklist = entity('checklists', {
  singular: 'Checklist',
  plural: 'Checklists',
  fields: {
    caseId: ref('cases', 'cascade'),
    title: text({ min: 1 }),
    templateItemId: optional(ref('referenceItems', 'clear', { label: 'Template' })),
    sortOrder: optional(integer()),
  },
  title: 'title',
  columns: ['title', 'caseId', 'templateItemId', 'sortOrder'],
  visibility: withCase,
  view: 'cases.view',
  retention: { as: 'caseId' },
  activity: { caseId: 'caseId' },
});
export interface Checklist extends RowOf<typeof Checklist> {}
