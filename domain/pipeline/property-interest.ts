import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, longText, optional, optionalMoney, ref } from '#domain/kernel/field.ts';

/** A contact's interest in a property development or a unit. */
export const PropertyInterest = entity('propertyInterests', {
  singular: 'Property interest',
  plural: 'Property interests',
  fields: {
    contactId: ref('contacts', 'cascade'),
    leadId: optional(ref('leads', 'clear')),
    opportunityId: optional(ref('opportunities', 'clear')),
    projectId: optional(ref('inventoryProjects', 'clear', { label: 'Development' })),
    unitId: optional(ref('inventoryUnits', 'clear')),
    level: fallback(choice({ enquired: 'Enquired', shortlisted: 'Shortlisted', visited: 'Visited', offered: 'Offered', declined: 'Declined' }), 'enquired'),
    ...optionalMoney('budget'),
    notes: optional(longText({ sensitivity: 'personal' })),
  },
  title: 'contactId',
  columns: ['contactId', 'projectId', 'unitId', 'level', 'budgetMinor'],
  visibility: { kind: 'parent', of: ['opportunityId', 'leadId'] },
  view: 'pipeline.view',
  unique: [
    ['contactId', 'projectId', 'unitId'],
    { on: ['contactId', 'projectId'], when: { field: 'unitId', is: null } },
    { on: ['contactId', 'unitId'], when: { field: 'projectId', is: null } },
  ],
  retention: { months: 24 },
  transitions: {
    level: {
      initial: ['enquired', 'shortlisted', 'visited', 'offered', 'declined'],
      enquired: ['shortlisted', 'declined'],
      shortlisted: ['visited', 'declined'],
      visited: ['offered', 'declined'],
      offered: ['declined'],
      declined: ['enquired'],
    },
  },
});
export interface PropertyInterest extends RowOf<typeof PropertyInterest> {}
