import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { instant, money, optional, optionalRef, ref, text } from '#domain/kernel/field.ts';

/** Append-only price of a unit over time. */
export const PricingHistory = entity('pricingHistory', {
  singular: 'Price',
  plural: 'Prices',
  appendOnly: true,
  fields: {
    unitId: ref('inventoryUnits', 'cascade'),
    ...money('price'),
    effectiveFrom: instant(),
    reason: optional(text()),
    ...optionalRef('source'),
  },
  title: 'effectiveFrom',
  columns: ['effectiveFrom', 'unitId', 'priceMinor', 'reason', 'createdBy'],
  visibility: { kind: 'tenant' },
  view: 'inventory.view',
  indexes: [['unitId', 'effectiveFrom']],
  retention: { months: 12 },
  path: 'inventory/pricing-history',
});
export interface PricingHistory extends RowOf<typeof PricingHistory> {}
