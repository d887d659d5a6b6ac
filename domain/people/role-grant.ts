import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, ref, text } from '#domain/kernel/field.ts';

/** One capability with its scope inside a role. */
export const RoleGrant = entity('roleGrants', {
  singular: 'Grant',
  plural: 'Grants',
  fields: {
    roleId: ref('roles', 'cascade'),
    capability: text(),
    scope: choice({ own: 'Own', assigned: 'Assigned', team: 'Team', tenant: 'Everything' }),
  },
  title: 'capability',
  columns: ['roleId', 'capability', 'scope'],
  visibility: { kind: 'tenant' },
  view: 'people.view',
  unique: [['roleId', 'capability']],
});
export interface RoleGrant extends RowOf<typeof RoleGrant> {}
