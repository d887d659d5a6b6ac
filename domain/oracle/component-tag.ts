import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { ref, text } from '#domain/kernel/field.ts';

/** Tag on a template. */
export const ComponentTag = entity('componentTags', {
  singular: 'Component tag',
  plural: 'Component tags',
  fields: {
    templateId: ref('componentTemplates', 'cascade'),
    tag: text({ min: 1, search: 'A' }),
  },
  title: 'tag',
  columns: ['tag', 'templateId', 'createdBy', 'createdAt'],
  visibility: { kind: 'tenant' },
  view: 'oracle.view',
  path: 'oracle/tags',
  unique: [['templateId', 'tag']],
  indexes: [['tag']],
});
export interface ComponentTag extends RowOf<typeof ComponentTag> {}
