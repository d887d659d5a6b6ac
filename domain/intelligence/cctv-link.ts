import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { anyRef, instant, optional, ref, text } from '#domain/kernel/field.ts';

/** Link from a record to footage. */
export const CctvLink = entity('cctvLinks', {
  singular: 'Footage link',
  plural: 'Footage links',
  fields: {
    ...anyRef('subject'),
    cameraRef: text({ min: 1, label: 'Camera' }),
    fromAt: instant(),
    toAt: instant(),
    blob: optional(ref('blobs', 'clear', { label: 'Footage' })),
    externalRef: optional(text({ label: 'External reference' })),
  },
  title: 'cameraRef',
  columns: ['cameraRef', 'fromAt', 'toAt', 'subjectType', 'externalRef'],
  visibility: { kind: 'restricted' },
  view: 'intelligence.view',
  sync: 'demand',
  standard: { capability: 'intelligence.manage', mode: 'online' },
});
export interface CctvLink extends RowOf<typeof CctvLink> {}
