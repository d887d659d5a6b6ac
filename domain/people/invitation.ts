import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, email, fallback, instant, optional, ref, text } from '#domain/kernel/field.ts';

/** A pending offer of membership. */
export const Invitation = entity('invitations', {
  singular: 'Invitation',
  plural: 'Invitations',
  fields: {
    email: email(),
    roleId: ref('roles'),
    teamId: optional(ref('teams', 'clear')),
    invitedBy: ref('users'),
    tokenHash: text({ sensitivity: 'secret' }),
    expiresAt: instant(),
    status: fallback(choice({ pending: 'Pending', accepted: 'Accepted', expired: 'Expired', revoked: 'Revoked' }), 'pending'),
    acceptedBy: optional(ref('users')),
  },
  title: 'email',
  columns: ['email', 'roleId', 'teamId', 'status', 'invitedBy', 'expiresAt'],
  visibility: { kind: 'restricted' },
  view: 'people.invite',
  unique: [{ on: ['tokenHash'], global: true }],
  retention: { months: 3 },
  transitions: { status: { initial: ['pending'], pending: ['accepted', 'expired', 'revoked'], accepted: [], expired: [], revoked: [] } },
});
export interface Invitation extends RowOf<typeof Invitation> {}
