import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, fallback, integer, json, optional, ref, text } from '#domain/kernel/field.ts';
import { free } from '#domain/kernel/schemas.ts';

/** An entry of a lookup list. */
export const ReferenceItem = entity('referenceItems', {
  singular: 'Item',
  plural: 'Items',
  fields: {
    listId: ref('referenceLists', 'cascade'),
    code: optional(text({ max: 50 })),
    name: text({ search: 'A' }),
    parentId: optional(ref('referenceItems', 'cascade')),
    sortOrder: fallback(integer(), 0),
    metadata: fallback(json(free), {}),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'listId', 'code', 'isActive'],
  visibility: { kind: 'tenant' },
  view: 'people.view',
  unique: [['listId', 'code']],
  indexes: [['listId', 'sortOrder']],
  standard: { capability: 'reference.manage', mode: 'online' },
  path: 'reference/reference-items',
});
export interface ReferenceItem extends RowOf<typeof ReferenceItem> {}
