import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, fallback, optional, ref, text } from '#domain/kernel/field.ts';

/** A softphone registration for a member. */
export const Extension = entity('extensions', {
  singular: 'Extension',
  plural: 'Extensions',
  fields: {
    number: text({ min: 1, search: 'A' }),
    userId: ref('users'),
    sipUser: text({ min: 1 }),
    secret: optional(text({ sensitivity: 'secret' })),
    voicemailPinHash: optional(text({ sensitivity: 'secret', label: 'Voicemail PIN' })),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'number',
  columns: ['number', 'userId', 'sipUser', 'isActive'],
  visibility: { kind: 'tenant' },
  view: 'queues.view',
  unique: [['number'], ['sipUser']],
  standard: { capability: 'telephony.manage', mode: 'online' },
});
export interface Extension extends RowOf<typeof Extension> {}
