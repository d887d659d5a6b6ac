import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, fallback, instant, optional, ref, text } from '#domain/kernel/field.ts';

/** One address by which a contact is reached. */
export const ContactPoint = entity('contactPoints', {
  singular: 'Contact point',
  plural: 'Contact points',
  fields: {
    contactId: ref('contacts', 'cascade'),
    kind: choice({
      phone: 'Phone',
      email: 'Email',
      whatsapp: 'WhatsApp',
      facebook: 'Facebook',
      twitter: 'Twitter',
      instagram: 'Instagram',
      webchat: 'Web chat',
      postal: 'Postal',
      url: 'Web address',
    }),
    value: text({ sensitivity: 'personal', min: 1, search: 'A' }),
    normalized: text({ sensitivity: 'personal', min: 1 }),
    label: optional(text()),
    isPrimary: fallback(boolean({ label: 'Primary' }), false),
    verifiedAt: optional(instant()),
    validity: fallback(choice({ unknown: 'Unknown', valid: 'Valid', invalid: 'Invalid' }), 'unknown'),
  },
  title: 'value',
  columns: ['kind', 'value', 'label', 'isPrimary'],
  visibility: { kind: 'tenant' },
  view: 'contacts.view',
  unique: [['contactId', 'kind', 'normalized'], { on: ['contactId', 'kind'], when: { field: 'isPrimary', is: true } }],
  indexes: [['kind', 'normalized']],
});
export interface ContactPoint extends RowOf<typeof ContactPoint> {}
