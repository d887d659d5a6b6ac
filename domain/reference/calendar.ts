import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, fallback, json, optional, text } from '#domain/kernel/field.ts';
import { holidays, weekHours } from '#domain/kernel/schemas.ts';

/** Working hours and holidays, for SLA clocks, queues and appointments. */
export const Calendar = entity('calendars', {
  singular: 'Calendar',
  plural: 'Calendars',
  fields: {
    name: text({ search: 'A' }),
    timeZone: text(),
    hours: json(weekHours),
    holidays: optional(json(holidays)),
    isDefault: fallback(boolean({ label: 'Default' }), false),
  },
  title: 'name',
  columns: ['name', 'timeZone', 'isDefault'],
  visibility: { kind: 'tenant' },
  view: 'people.view',
  unique: [['name']],
  standard: { capability: 'reference.manage', mode: 'online' },
  path: 'reference/calendars',
});
export interface Calendar extends RowOf<typeof Calendar> {}
