import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, fallback, json, optional, ref, text } from '#domain/kernel/field.ts';
import { viewDef } from '#domain/kernel/schemas.ts';

/** A stored filter, columns and sort. */
export const SavedView = entity('savedViews', {
  singular: 'Saved view',
  plural: 'Saved views',
  fields: {
    name: text({ min: 1, search: 'A' }),
    entityType: text({ max: 60 }),
    definition: json(viewDef),
    ownerId: optional(ref('users')),
    sharedTeamId: optional(ref('teams', 'clear')),
    isShared: fallback(boolean({ label: 'Shared' }), false),
  },
  title: 'name',
  columns: ['name', 'entityType', 'ownerId', 'sharedTeamId'],
  visibility: { kind: 'keys', users: ['ownerId'], teams: ['sharedTeamId'] },
  view: 'self',
  unique: [['ownerId', 'name', 'entityType']],
});
export interface SavedView extends RowOf<typeof SavedView> {}
