import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { instant, integer, json, optional, optionalRef, ref, text } from '#domain/kernel/field.ts';
import { condition } from '#domain/kernel/schemas.ts';

/** A query a member ran. */
export const SearchHistory = entity('searchHistory', {
  singular: 'Search',
  plural: 'Searches',
  fields: {
    userId: ref('users'),
    query: text({ sensitivity: 'personal' }),
    filters: optional(json(condition)),
    resultCount: optional(integer({ min: 0, label: 'Results' })),
    ...optionalRef('opened'),
    at: instant(),
  },
  title: 'query',
  columns: ['at', 'query', 'resultCount', 'openedType'],
  visibility: { kind: 'keys', users: ['userId'] },
  view: 'self',
  indexes: [['userId', 'at']],
  retention: { months: 1 },
});
export interface SearchHistory extends RowOf<typeof SearchHistory> {}
