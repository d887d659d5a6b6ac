import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { integer, optional, ref, text } from '#domain/kernel/field.ts';

/** Chapter inside a family. */
export const ComponentChapter = entity('componentChapters', {
  singular: 'Component chapter',
  plural: 'Component chapters',
  fields: {
    familyId: ref('componentFamilies', 'cascade'),
    title: text({ min: 1, search: 'A' }),
    sortOrder: optional(integer()),
  },
  title: 'title',
  columns: ['title', 'familyId', 'sortOrder'],
  visibility: { kind: 'tenant' },
  view: 'oracle.view',
  path: 'oracle/chapters',
  unique: [['familyId', 'title']],
  standard: { capability: 'oracle.edit', mode: 'online' },
});
export interface ComponentChapter extends RowOf<typeof ComponentChapter> {}
