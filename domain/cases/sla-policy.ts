import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, fallback, integer, optional, ref, text } from '#domain/kernel/field.ts';

/** Response and resolution targets. */
export const SlaPolicy = entity('slaPolicies', {
  singular: 'SLA policy',
  plural: 'SLA policies',
  fields: {
    name: text({ min: 1, search: 'A' }),
    kindId: optional(ref('caseKinds', 'clear')),
    priorityId: optional(ref('priorities', 'clear')),
    teamId: optional(ref('teams', 'clear')),
    calendarId: optional(ref('calendars', 'clear')),
    firstResponseMinutes: optional(integer({ min: 0, unit: 'minutes', label: 'First response (minutes)' })),
    resolutionHours: optional(integer({ min: 0, label: 'Resolution (hours)' })),
    pauseOnHold: fallback(boolean(), true),
    warnPercent: fallback(integer({ min: 1, max: 100, label: 'Warn at (%)' }), 80),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'kindId', 'priorityId', 'firstResponseMinutes', 'resolutionHours', 'isActive'],
  visibility: { kind: 'tenant' },
  view: 'people.view',
  unique: [['name']],
  standard: { capability: 'sla.manage', mode: 'online' },
});
export interface SlaPolicy extends RowOf<typeof SlaPolicy> {}
