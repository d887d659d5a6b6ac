import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, ref } from '#domain/kernel/field.ts';

/** Membership of a contact in a household. */
export const HouseholdMember = entity('householdMembers', {
  singular: 'Household member',
  plural: 'Household members',
  fields: {
    householdId: ref('households', 'cascade'),
    contactId: ref('contacts', 'cascade'),
    role: fallback(choice({ head: 'Head', spouse: 'Spouse', child: 'Child', dependant: 'Dependant', other: 'Other' }), 'other'),
  },
  title: 'contactId',
  columns: ['householdId', 'contactId', 'role', 'createdAt'],
  visibility: { kind: 'tenant' },
  view: 'contacts.view',
  unique: [['householdId', 'contactId']],
});
export interface HouseholdMember extends RowOf<typeof HouseholdMember> {}
