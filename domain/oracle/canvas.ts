import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, fallback, json, optional, optionalRef, ref, text } from '#domain/kernel/field.ts';
import { canvasLayout } from '#domain/kernel/schemas.ts';

/** A saved Oracle canvas of component instances and record bindings. */
export const Canvas = entity('canvases', {
  singular: 'Canvas',
  plural: 'Canvases',
  fields: {
    title: text({ min: 1, search: 'A' }),
    ownerId: ref('users'),
    layout: json(canvasLayout),
    ...optionalRef('subject'),
    sharedTeamId: optional(ref('teams', 'clear')),
    isShared: fallback(boolean({ label: 'Shared' }), false),
  },
  title: 'title',
  columns: ['title', 'ownerId', 'subjectType', 'sharedTeamId', 'updatedAt'],
  visibility: { kind: 'keys', users: ['ownerId'], teams: ['sharedTeamId'] },
  view: 'self',
  sync: 'demand',
  path: 'oracle/canvases',
  standard: { capability: 'oracle.view', mode: 'offline' },
});
export interface Canvas extends RowOf<typeof Canvas> {}
