import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { instant, optional, ref, text } from '#domain/kernel/field.ts';

/** An extra role held for one team or a limited time. */
export const RoleAssignment = entity('roleAssignments', {
  singular: 'Extra role',
  plural: 'Extra roles',
  fields: {
    userId: ref('users'),
    roleId: ref('roles'),
    teamId: optional(ref('teams', 'clear')),
    startsAt: optional(instant()),
    expiresAt: optional(instant()),
    grantedBy: ref('users'),
    reason: optional(text()),
  },
  title: 'roleId',
  columns: ['userId', 'roleId', 'teamId', 'startsAt', 'expiresAt', 'grantedBy'],
  visibility: { kind: 'tenant' },
  view: 'people.view',
  unique: [['userId', 'roleId', 'teamId'], { on: ['userId', 'roleId'], when: { field: 'teamId', is: null } }],
});
export interface RoleAssignment extends RowOf<typeof RoleAssignment> {}
