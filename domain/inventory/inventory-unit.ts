import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, integer, number, optional, optionalMoney, ref, text } from '#domain/kernel/field.ts';

/** A unit for sale or lease. */
export const InventoryUnit = entity('inventoryUnits', {
  singular: 'Unit',
  plural: 'Units',
  fields: {
    projectId: ref('inventoryProjects', 'cascade', { label: 'Development' }),
    unitLabel: text({ min: 1, search: 'A', label: 'Unit' }),
    configuration: optional(text({ search: 'C' })),
    areaSqft: optional(number({ min: 0, label: 'Area (sq ft)' })),
    ...optionalMoney('priceCurrent', { label: 'Price', computed: true }),
    status: fallback(choice({ available: 'Available', held: 'Held', reserved: 'Reserved', sold: 'Sold', withdrawn: 'Withdrawn' }), 'available'),
    facing: optional(text()),
    floor: optional(integer()),
  },
  title: 'unitLabel',
  columns: ['unitLabel', 'projectId', 'configuration', 'areaSqft', 'priceCurrentMinor', 'status'],
  visibility: { kind: 'tenant' },
  view: 'inventory.view',
  unique: [['projectId', 'unitLabel']],
  transitions: {
    status: {
      initial: ['available', 'held', 'reserved', 'sold', 'withdrawn'],
      available: ['held', 'reserved', 'withdrawn'],
      held: ['available', 'reserved'],
      reserved: ['sold', 'available'],
      sold: ['available'],
      withdrawn: ['available'],
    },
  },
  standard: { capability: 'inventory.manage', mode: 'online' },
  path: 'inventory/units',
});
export interface InventoryUnit extends RowOf<typeof InventoryUnit> {}
