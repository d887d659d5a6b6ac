import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, looseId, number, optional, ref, tags } from '#domain/kernel/field.ts';

/** Suspected duplicate pair; the smaller id stands left. */
export const MergeCandidate = entity('mergeCandidates', {
  singular: 'Suspected duplicate',
  plural: 'Suspected duplicates',
  fields: {
    entityType: choice({ contacts: 'Contacts', accounts: 'Accounts', leads: 'Leads' }),
    leftId: looseId(),
    rightId: looseId(),
    score: number(),
    reasons: fallback(tags(), []),
    risk: choice({ low: 'Low', high: 'High' }),
    batchId: optional(ref('importBatches', 'clear', { label: 'Import' })),
    status: fallback(choice({ open: 'Open', merged: 'Merged', dismissed: 'Dismissed' }), 'open'),
  },
  title: 'entityType',
  columns: ['entityType', 'score', 'risk', 'status', 'createdAt'],
  visibility: { kind: 'restricted' },
  view: 'contacts.merge',
  unique: [['leftId', 'rightId']],
  checks: [{ that: 'differ', of: ['leftId', 'rightId'] }],
  indexes: [['rightId'], ['status', 'score']],
  retention: { months: 12 },
  transitions: { status: { initial: ['open'], open: ['merged', 'dismissed'], merged: ['open'], dismissed: ['open'] } },
});
export interface MergeCandidate extends RowOf<typeof MergeCandidate> {}
