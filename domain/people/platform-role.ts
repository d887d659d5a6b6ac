import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, json, optional, ref } from '#domain/kernel/field.ts';
import { platformGrants } from '#domain/kernel/schemas.ts';

/** Operator rights above tenants. */
export const PlatformRole = entity('platformRoles', {
  singular: 'Platform role',
  plural: 'Platform roles',
  global: true,
  fields: {
    userId: ref('users', 'cascade'),
    role: choice({ superAdmin: 'Super administrator', platformAdmin: 'Platform administrator', support: 'Support' }),
    permissions: optional(json(platformGrants)),
  },
  title: 'role',
  columns: ['userId', 'role'],
  visibility: { kind: 'server' },
  view: 'platform.grant',
  unique: [['userId', 'role']],
});
export interface PlatformRole extends RowOf<typeof PlatformRole> {}
