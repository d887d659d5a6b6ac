import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { json, optional, ref, text } from '#domain/kernel/field.ts';
import { free } from '#domain/kernel/schemas.ts';

/** Worked example. */
export const ComponentExample = entity('componentExamples', {
  singular: 'Component example',
  plural: 'Component examples',
  fields: {
    templateId: ref('componentTemplates', 'cascade'),
    title: text({ min: 1, search: 'A' }),
    input: optional(json(free)),
    output: optional(json(free)),
  },
  title: 'title',
  columns: ['title', 'templateId', 'createdBy', 'createdAt'],
  visibility: { kind: 'tenant' },
  view: 'oracle.view',
  path: 'oracle/examples',
  sync: 'demand',
});
export interface ComponentExample extends RowOf<typeof ComponentExample> {}
