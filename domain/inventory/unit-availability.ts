import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, instant, looseId, optional, ref } from '#domain/kernel/field.ts';

/** Append-only change of a unit's availability. */
export const UnitAvailability = entity('unitAvailability', {
  singular: 'Availability',
  plural: 'Availability',
  appendOnly: true,
  fields: {
    unitId: ref('inventoryUnits', 'cascade'),
    value: choice({ available: 'Available', held: 'Held', reserved: 'Reserved', sold: 'Sold', withdrawn: 'Withdrawn' }, { label: 'Availability' }),
    fromAt: instant(),
    untilAt: optional(instant()),
    opportunityId: optional(looseId()),
  },
  title: 'value',
  columns: ['fromAt', 'untilAt', 'unitId', 'value', 'createdBy'],
  visibility: { kind: 'tenant' },
  view: 'inventory.view',
  indexes: [['unitId', 'fromAt']],
  retention: { months: 12 },
  path: 'inventory/unit-availability',
});
export interface UnitAvailability extends RowOf<typeof UnitAvailability> {}
