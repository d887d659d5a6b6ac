import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { integer, longText, optional, text } from '#domain/kernel/field.ts';

/** Family of Oracle components. */
export const ComponentFamily = entity('componentFamilies', {
  singular: 'Component family',
  plural: 'Component families',
  fields: {
    name: text({ min: 1, search: 'A' }),
    code: text({ min: 1 }),
    description: optional(longText()),
    sortOrder: optional(integer()),
  },
  title: 'name',
  columns: ['name', 'code', 'description', 'sortOrder'],
  visibility: { kind: 'tenant' },
  view: 'oracle.view',
  path: 'oracle/families',
  unique: [['code']],
  standard: { capability: 'oracle.edit', mode: 'online' },
});
export interface ComponentFamily extends RowOf<typeof ComponentFamily> {}
