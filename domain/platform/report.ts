import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, fallback, json, optional, ref, text } from '#domain/kernel/field.ts';
import { recipients, reportDef } from '#domain/kernel/schemas.ts';

/** Saved report definition for a team or tenant. */
export const Report = entity('reports', {
  singular: 'Report',
  plural: 'Reports',
  fields: {
    name: text({ min: 1, search: 'A' }),
    teamId: optional(ref('teams', 'clear')),
    definition: json(reportDef),
    schedule: optional(text()),
    recipients: optional(json(recipients)),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'teamId', 'schedule', 'isActive'],
  visibility: { kind: 'keys', users: ['createdBy'], teams: ['teamId'], open: { field: 'teamId', is: null } },
  view: 'reports.view',
  unique: [['teamId', 'name'], { on: ['name'], when: { field: 'teamId', is: null } }],
  standard: { capability: 'reports.manage', mode: 'online' },
});
export interface Report extends RowOf<typeof Report> {}
