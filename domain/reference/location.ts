import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, fallback, optional, ref, text } from '#domain/kernel/field.ts';

/** A place in the administrative tree. */
export const Location = entity('locations', {
  singular: 'Place',
  plural: 'Places',
  fields: {
    name: text({ search: 'A' }),
    type: choice({ country: 'Country', state: 'State', district: 'District', area: 'Area' }),
    parentId: optional(ref('locations', 'cascade')),
    code: optional(text({ max: 10 })),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'type', 'parentId', 'code', 'isActive'],
  visibility: { kind: 'tenant' },
  view: 'people.view',
  indexes: [['parentId', 'type'], ['code']],
  standard: { capability: 'reference.manage', mode: 'online' },
  path: 'reference/locations',
});
export interface Location extends RowOf<typeof Location> {}
