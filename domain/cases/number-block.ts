import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, integer, optional, ref, text } from '#domain/kernel/field.ts';

/** A range of case numbers leased to one device, so that a number given offline never changes. */
export const NumberBlock = entity('numberBlocks', {
  singular: 'Number block',
  plural: 'Number blocks',
  fields: {
    series: text({ max: 12 }),
    period: text({ max: 4 }),
    deviceId: ref('devices'),
    fromSeq: integer({ min: 1 }),
    toSeq: integer({ min: 1 }),
    usedUpTo: optional(integer({ computed: true })),
    status: fallback(choice({ active: 'Active', exhausted: 'Exhausted', returned: 'Returned', voided: 'Voided' }), 'active'),
    leasedAt: instant(),
  },
  title: 'series',
  columns: ['series', 'period', 'deviceId', 'fromSeq', 'toSeq', 'status'],
  visibility: { kind: 'parent', of: ['deviceId'] },
  view: 'devices.manage',
  unique: [['series', 'period', 'fromSeq']],
  retention: { months: 3 },
  transitions: { status: { initial: ['active'], active: ['exhausted', 'returned', 'voided'], exhausted: [], returned: [], voided: [] } },
});
export interface NumberBlock extends RowOf<typeof NumberBlock> {}
