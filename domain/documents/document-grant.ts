import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, instant, optional, ref } from '#domain/kernel/field.ts';

/** Explicit right of one member, team, role or contact. */
export const DocumentGrant = entity('documentGrants', {
  singular: 'Document grant',
  plural: 'Document grants',
  fields: {
    documentId: ref('documents', 'cascade'),
    userId: optional(ref('users')),
    teamId: optional(ref('teams', 'cascade')),
    roleId: optional(ref('roles', 'cascade')),
    contactId: optional(ref('contacts', 'cascade')),
    accessType: choice({ view: 'View', edit: 'Edit', download: 'Download' }),
    grantedBy: ref('users'),
    expiresAt: optional(instant()),
  },
  title: 'accessType',
  columns: ['documentId', 'accessType', 'userId', 'teamId', 'grantedBy', 'expiresAt'],
  visibility: { kind: 'keys', users: ['userId', 'grantedBy'], teams: ['teamId'], all: 'documents.grant' },
  view: 'documents.view',
  unique: [
    ['documentId', 'userId', 'accessType'],
    ['documentId', 'teamId', 'accessType'],
    ['documentId', 'roleId', 'accessType'],
    ['documentId', 'contactId', 'accessType'],
  ],
  checks: [{ that: 'one', of: ['userId', 'teamId', 'roleId', 'contactId'] }],
  retention: { as: 'documentId' },
});
export interface DocumentGrant extends RowOf<typeof DocumentGrant> {}
