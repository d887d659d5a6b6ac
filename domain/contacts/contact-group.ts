import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, fallback, longText, optional, text } from '#domain/kernel/field.ts';

/** A named list of contacts. */
export const ContactGroup = entity('contactGroups', {
  singular: 'Contact group',
  plural: 'Contact groups',
  fields: {
    name: text({ min: 1, search: 'A' }),
    description: optional(longText()),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'description', 'isActive', 'updatedAt'],
  visibility: { kind: 'tenant' },
  view: 'contacts.view',
  unique: [['name']],
  standard: { capability: 'contacts.edit', mode: 'offline' },
});
export interface ContactGroup extends RowOf<typeof ContactGroup> {}
