import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { ref } from '#domain/kernel/field.ts';

/** Membership of a contact in a group. */
export const ContactGroupMember = entity('contactGroupMembers', {
  singular: 'Group member',
  plural: 'Group members',
  fields: {
    groupId: ref('contactGroups', 'cascade'),
    contactId: ref('contacts', 'cascade'),
  },
  title: 'contactId',
  columns: ['groupId', 'contactId', 'createdBy', 'createdAt'],
  visibility: { kind: 'tenant' },
  view: 'contacts.view',
  unique: [['groupId', 'contactId']],
});
export interface ContactGroupMember extends RowOf<typeof ContactGroupMember> {}
