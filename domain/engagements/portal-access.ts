import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { fallback, instant, looseId, optional, ref, tags, text } from '#domain/kernel/field.ts';

/** A magic-link grant for a client to see an engagement or case. */
export const PortalAccess = entity('portalAccess', {
  singular: 'Portal access',
  plural: 'Portal access',
  fields: {
    engagementId: optional(ref('engagements', 'cascade')),
    contactId: ref('contacts', 'cascade'),
    caseId: optional(looseId()),
    tokenHash: text({ sensitivity: 'secret', label: 'Token' }),
    scopes: fallback(tags(), []),
    expiresAt: instant(),
    lastUsedAt: optional(instant({ computed: true })),
    revokedAt: optional(instant()),
  },
  title: 'contactId',
  columns: ['contactId', 'engagementId', 'caseId', 'expiresAt', 'lastUsedAt', 'revokedAt'],
  visibility: { kind: 'server' },
  view: 'portal.grant',
  unique: [{ on: ['tokenHash'], global: true }],
  indexes: [['caseId']],
  checks: [{ that: 'some', of: ['engagementId', 'caseId'] }],
  retention: { months: 12 },
});
export interface PortalAccess extends RowOf<typeof PortalAccess> {}
