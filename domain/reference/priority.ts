import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, colour, fallback, integer, text } from '#domain/kernel/field.ts';

/** A level of urgency with its target. */
export const Priority = entity('priorities', {
  singular: 'Priority',
  plural: 'Priorities',
  fields: {
    name: text({ search: 'A' }),
    level: integer({ min: 0 }),
    colour: colour(),
    slaHours: integer({ min: 0, label: 'SLA (hours)' }),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'level', 'slaHours', 'isActive'],
  visibility: { kind: 'tenant' },
  view: 'people.view',
  unique: [['level']],
  standard: { capability: 'reference.manage', mode: 'online' },
  path: 'reference/priorities',
});
export interface Priority extends RowOf<typeof Priority> {}
