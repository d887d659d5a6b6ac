import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { instant, number, optional, optionalRef, ref, text } from '#domain/kernel/field.ts';

/** Append-only QD signals. */
export const QdTimeseries = entity('qdTimeseries', {
  singular: 'QD signal',
  plural: 'QD signals',
  appendOnly: true,
  fields: {
    contactId: ref('contacts', 'cascade'),
    signalSource: text({ min: 1 }),
    scoreType: optional(text({ label: 'QD type' })),
    at: instant(),
    value: number({ label: 'QD value' }),
    ...optionalRef('evidence'),
  },
  title: 'signalSource',
  columns: ['at', 'contactId', 'signalSource', 'scoreType', 'value'],
  visibility: { kind: 'restricted' },
  view: 'intelligence.view',
  sync: 'demand',
  indexes: [['contactId', 'at']],
});
export interface QdTimeseries extends RowOf<typeof QdTimeseries> {}
