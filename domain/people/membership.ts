import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, email, fallback, instant, optional, ref, text } from '#domain/kernel/field.ts';

/** A user's place in a tenant, and what other rows point at. */
export const Membership = entity('memberships', {
  singular: 'Member',
  plural: 'Members',
  fields: {
    userId: ref('users'),
    roleId: ref('roles'),
    displayName: text({ sensitivity: 'personal', search: 'A' }),
    workEmail: optional(email()),
    isActive: fallback(boolean({ label: 'Active' }), true),
    joinedAt: instant(),
    invitedBy: optional(ref('users')),
    isExternal: fallback(boolean({ label: 'External', computed: true }), false),
    capabilitiesHash: optional(text({ computed: true })),
  },
  title: 'displayName',
  columns: ['displayName', 'workEmail', 'roleId', 'isActive'],
  visibility: { kind: 'tenant' },
  view: 'people.view',
  key: 'userId',
  indexes: [['roleId', 'isActive']],
});
export interface Membership extends RowOf<typeof Membership> {}
