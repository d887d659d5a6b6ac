import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, fallback, longText, optional, text } from '#domain/kernel/field.ts';

/** A lookup list that a tenant defines. */
export const ReferenceList = entity('referenceLists', {
  singular: 'List',
  plural: 'Lists',
  fields: {
    name: text(),
    displayName: text({ search: 'A' }),
    categoryType: fallback(choice({ list: 'List', tree: 'Tree' }), 'list'),
    description: optional(longText()),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'displayName',
  columns: ['displayName', 'name', 'categoryType', 'isActive'],
  visibility: { kind: 'tenant' },
  view: 'people.view',
  unique: [['name']],
  standard: { capability: 'reference.manage', mode: 'online' },
  path: 'reference/reference-lists',
});
export interface ReferenceList extends RowOf<typeof ReferenceList> {}
