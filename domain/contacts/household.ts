import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { longText, optional, ref, text } from '#domain/kernel/field.ts';

/** People living or buying together. */
export const Household = entity('households', {
  singular: 'Household',
  plural: 'Households',
  fields: {
    name: text({ min: 1, search: 'A' }),
    locationId: optional(ref('locations', 'clear')),
    primaryContactId: optional(ref('contacts', 'clear')),
    notes: optional(longText({ sensitivity: 'personal' })),
  },
  title: 'name',
  columns: ['name', 'primaryContactId', 'locationId', 'updatedAt'],
  visibility: { kind: 'tenant' },
  view: 'contacts.view',
  standard: { capability: 'contacts.edit', mode: 'offline' },
});
export interface Household extends RowOf<typeof Household> {}
