import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, colour, fallback, integer, longText, optional, ref, text } from '#domain/kernel/field.ts';

/** A subject in the tree by which cases are sorted. */
export const CaseCategory = entity('caseCategories', {
  singular: 'Category',
  plural: 'Categories',
  fields: {
    name: text({ search: 'A' }),
    description: optional(longText()),
    code: text({ max: 20 }),
    colour: fallback(colour(), '#0066CC'),
    parentId: optional(ref('caseCategories', 'cascade')),
    sortOrder: fallback(integer(), 0),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'code', 'parentId', 'isActive'],
  visibility: { kind: 'tenant' },
  view: 'people.view',
  unique: [['code']],
  indexes: [['parentId', 'sortOrder']],
  standard: { capability: 'reference.manage', mode: 'online' },
  path: 'reference/case-categories',
});
export interface CaseCategory extends RowOf<typeof CaseCategory> {}
