import { entity, type RowOf, withCase } from '#domain/kernel/entity.ts';
import { boolean, fallback, instant, integer, optional, ref, text } from '#domain/kernel/field.ts';

/** One checkable line. */
export const ChecklistItem = entity('checklistItems', {
  singular: 'Checklist item',
  plural: 'Checklist items',
  fields: {
    checklistId: ref('checklists', 'cascade'),
    caseId: ref('cases', 'cascade'),
    label: text({ min: 1 }),
    required: fallback(boolean(), false),
    doneAt: optional(instant()),
    doneBy: optional(ref('users')),
    sortOrder: optional(integer()),
  },
  title: 'label',
  columns: ['label', 'required', 'doneAt', 'doneBy'],
  visibility: withCase,
  view: 'cases.view',
  retention: { as: 'caseId' },
  activity: { caseId: 'caseId' },
});
export interface ChecklistItem extends RowOf<typeof ChecklistItem> {}
