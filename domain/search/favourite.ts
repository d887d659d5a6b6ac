import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { integer, optional, optionalRef, ref, text } from '#domain/kernel/field.ts';

/** A pinned record or query. */
export const Favourite = entity('favourites', {
  singular: 'Favourite',
  plural: 'Favourites',
  fields: {
    userId: ref('users'),
    ...optionalRef('target'),
    query: optional(text()),
    label: optional(text()),
    sortOrder: optional(integer()),
  },
  title: 'label',
  columns: ['label', 'targetType', 'query', 'sortOrder'],
  visibility: { kind: 'keys', users: ['userId'] },
  view: 'self',
  unique: [['userId', 'targetType', 'targetId']],
  checks: [{ that: 'one', of: ['targetId', 'query'] }],
});
export interface Favourite extends RowOf<typeof Favourite> {}
