import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, integer, json, optional, ref, text } from '#domain/kernel/field.ts';
import { componentBody } from '#domain/kernel/schemas.ts';

/** A reusable component template. */
export const ComponentTemplate = entity('componentTemplates', {
  singular: 'Component template',
  plural: 'Component templates',
  fields: {
    familyId: ref('componentFamilies'),
    chapterId: optional(ref('componentChapters', 'clear')),
    name: text({ min: 1, search: 'A' }),
    body: json(componentBody),
    revision: fallback(integer({ min: 1 }), 1),
    status: fallback(choice({ draft: 'Draft', published: 'Published', retired: 'Retired' }), 'draft'),
  },
  title: 'name',
  columns: ['name', 'familyId', 'chapterId', 'revision', 'status'],
  visibility: { kind: 'keys', open: { field: 'status', is: 'published' }, all: 'oracle.edit' },
  view: 'oracle.view',
  path: 'oracle/templates',
  unique: [['familyId', 'name', 'revision']],
  transitions: { status: { initial: ['draft'], draft: ['published'], published: ['retired'], retired: ['published'] } },
});
export interface ComponentTemplate extends RowOf<typeof ComponentTemplate> {}
