import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, fallback, integer, text } from '#domain/kernel/field.ts';

/** A named bundle of capabilities. */
export const Role = entity('roles', {
  singular: 'Role',
  plural: 'Roles',
  fields: {
    name: text(),
    displayName: text({ search: 'A' }),
    rank: integer(),
    isSystem: fallback(boolean({ label: 'System role' }), false),
    isExternal: fallback(boolean({ label: 'External' }), false),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'displayName',
  columns: ['displayName', 'rank', 'isSystem', 'isActive'],
  visibility: { kind: 'tenant' },
  view: 'people.view',
  unique: [['name']],
});
export interface Role extends RowOf<typeof Role> {}
