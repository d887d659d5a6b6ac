import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, longText, optional, ref } from '#domain/kernel/field.ts';

/** Site visit or meeting. */
export const Visit = entity('visits', {
  singular: 'Visit',
  plural: 'Visits',
  fields: {
    contactId: ref('contacts', 'cascade'),
    leadId: optional(ref('leads', 'clear')),
    projectId: optional(ref('inventoryProjects', 'clear')),
    unitId: optional(ref('inventoryUnits', 'clear')),
    hostId: optional(ref('users')),
    visitedAt: instant(),
    visitNotes: optional(longText({ sensitivity: 'personal', label: 'Notes' })),
    outcome: fallback(choice({ scheduled: 'Scheduled', attended: 'Attended', noShow: 'No-show', cancelled: 'Cancelled' }), 'attended'),
  },
  title: 'visitedAt',
  columns: ['visitedAt', 'contactId', 'projectId', 'hostId', 'outcome'],
  visibility: { kind: 'parent', of: ['leadId'], users: ['hostId', 'createdBy'] },
  view: 'intelligence.view',
  indexes: [['contactId', 'visitedAt']],
  retention: { months: 24 },
  transitions: {
    outcome: { initial: ['attended', 'scheduled', 'noShow', 'cancelled'], scheduled: ['attended', 'noShow', 'cancelled'], attended: [], noShow: [], cancelled: [] },
  },
});
export interface Visit extends RowOf<typeof Visit> {}
