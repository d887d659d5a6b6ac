import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, json, optional, ref, tags, text } from '#domain/kernel/field.ts';
import { richText } from '#domain/kernel/schemas.ts';

/** Guidance text for agents. */
export const KnowledgeArticle = entity('knowledgeArticles', {
  singular: 'Article',
  plural: 'Articles',
  fields: {
    title: text({ min: 1, search: 'A' }),
    body: json(richText),
    categoryId: optional(ref('caseCategories', 'clear')),
    status: fallback(choice({ draft: 'Draft', published: 'Published', retired: 'Retired' }), 'draft'),
    tags: fallback(tags(), []),
  },
  title: 'title',
  columns: ['title', 'categoryId', 'status', 'tags', 'updatedAt'],
  visibility: { kind: 'keys', users: ['createdBy'], open: { field: 'status', is: 'published' }, all: 'knowledge.edit' },
  view: 'knowledge.view',
  transitions: { status: { initial: ['draft'], draft: ['published'], published: ['retired'], retired: ['published'] } },
  standard: { capability: 'knowledge.edit', mode: 'online' },
});
export interface KnowledgeArticle extends RowOf<typeof KnowledgeArticle> {}
