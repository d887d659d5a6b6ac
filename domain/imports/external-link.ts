import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { anyRef, instant, optional, text } from '#domain/kernel/field.ts';

/** Our record and its external id, the idempotency anchor of imports. */
export const ExternalLink = entity('externalLinks', {
  singular: 'External link',
  plural: 'External links',
  fields: {
    system: text({ min: 1 }),
    externalType: text({ min: 1 }),
    externalId: text({ min: 1, label: 'External ID' }),
    ...anyRef('local'),
    checksum: optional(text()),
    lastSeenAt: optional(instant()),
  },
  title: 'externalId',
  columns: ['system', 'externalType', 'externalId', 'localType', 'lastSeenAt'],
  visibility: { kind: 'server' },
  view: 'imports.run',
  unique: [['system', 'externalType', 'externalId']],
});
export interface ExternalLink extends RowOf<typeof ExternalLink> {}
