import { entity, type RowOf, withCase } from '#domain/kernel/entity.ts';
import { instant, longText, optional, ref, text } from '#domain/kernel/field.ts';

/** What a change tells of the field that it names. */
const value = { of: 'cases', field: 'fieldName' } as const;

/** Append-only change of one field of a case. */
export const CaseHistory = entity('caseHistory', {
  singular: 'Change',
  plural: 'Changes',
  appendOnly: true,
  fields: {
    caseId: ref('cases'),
    fieldName: { ...text({ label: 'Field' }), tells: { of: 'cases' } },
    oldValue: optional({ ...longText({ sensitivity: 'personal' }), tells: value }),
    newValue: optional({ ...longText({ sensitivity: 'personal' }), tells: value }),
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
