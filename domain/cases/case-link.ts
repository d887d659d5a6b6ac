import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, longText, optional, ref } from '#domain/kernel/field.ts';

/** A typed link between two cases. */
export const CaseLink = entity('caseLinks', {
  singular: 'Linked case',
  plural: 'Linked cases',
  fields: {
    fromCaseId: ref('cases', 'cascade', { label: 'From case' }),
    toCaseId: ref('cases', 'cascade', { label: 'To case' }),
    linkType: choice({ related: 'Related', duplicate: 'Duplicate', parent: 'Parent', child: 'Child' }),
    description: optional(longText({ sensitivity: 'personal' })),
  },
  title: 'linkType',
  columns: ['fromCaseId', 'linkType', 'toCaseId', 'description'],
  visibility: { kind: 'parent', of: ['fromCaseId'] },
  view: 'cases.view',
  unique: [['fromCaseId', 'toCaseId', 'linkType']],
  checks: [{ that: 'differ', of: ['fromCaseId', 'toCaseId'] }],
  retention: { as: 'fromCaseId' },
  activity: { caseId: 'fromCaseId' },
});
export interface CaseLink extends RowOf<typeof CaseLink> {}
