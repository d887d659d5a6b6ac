import { entity, type RowOf, withCase } from '#domain/kernel/entity.ts';
import { instant, longText, optional, ref, text } from '#domain/kernel/field.ts';

/** Append-only change of one field of a case. */
export const CaseHistory = entity('caseHistory', {
  singular: 'Change',
  plural: 'Changes',
  appendOnly: true,
  fields: {
    caseId: ref('cases'),
    fieldName: text({ label: 'Field' }),
    oldValue: optional(longText({ sensitivity: 'personal' })),
    newValue: optional(longText({ sensitivity: 'personal' })),
    changeReason: optional(longText()),
    changedAt: instant(),
  },
  title: 'fieldName',
  columns: ['changedAt', 'fieldName', 'oldValue', 'newValue', 'createdBy'],
  visibility: withCase,
  view: 'cases.view',
  retention: { months: 6 },
  indexes: [['caseId', 'changedAt']],
});
export interface CaseHistory extends RowOf<typeof CaseHistory> {}
