import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { instant, json, number, optional, optionalRef, ref, text } from '#domain/kernel/field.ts';
import { evidenceRefs } from '#domain/kernel/schemas.ts';

/** Latest QD value per contact, context and type; what it means is the scorer's affair. */
export const QdScore = entity('qdScores', {
  singular: 'QD score',
  plural: 'QD scores',
  fields: {
    contactId: ref('contacts', 'cascade'),
    ...optionalRef('context'),
    scoreType: text({ min: 1, label: 'QD type' }),
    currentValue: number({ label: 'QD value' }),
    computedAt: instant(),
    evidence: optional(json(evidenceRefs)),
  },
  title: 'scoreType',
  columns: ['contactId', 'scoreType', 'currentValue', 'computedAt'],
  visibility: { kind: 'restricted' },
  view: 'intelligence.view',
  unique: [['contactId', 'contextType', 'contextId', 'scoreType'], { on: ['contactId', 'scoreType'], when: { field: 'contextId', is: null } }],
});
export interface QdScore extends RowOf<typeof QdScore> {}
