import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { anyRef, choice, instant, looseId, optional, ref, text } from '#domain/kernel/field.ts';

/** Append-only moves of leads, opportunities and cases between stages and states. */
export const StageHistory = entity('stageHistory', {
  singular: 'Stage move',
  plural: 'Stage moves',
  appendOnly: true,
  fields: {
    ...anyRef('subject', ['leads', 'opportunities', 'cases']),
    field: choice({ status: 'Status', stage: 'Stage' }),
    fromValue: optional(text({ label: 'From' })),
    toValue: text({ label: 'To' }),
    changedAt: instant(),
    changedBy: ref('users'),
    reason: optional(text({ max: 1000 })),
    conversionId: optional(looseId()),
  },
  title: 'toValue',
  columns: ['changedAt', 'subjectType', 'field', 'fromValue', 'toValue', 'changedBy'],
  visibility: { kind: 'parent', of: ['subjectId'] },
  view: 'pipeline.view',
  indexes: [['subjectType', 'subjectId', 'changedAt']],
  retention: { months: 24 },
});
export interface StageHistory extends RowOf<typeof StageHistory> {}
