import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, optional, ref, text } from '#domain/kernel/field.ts';

/** A tax, social security or passport number of a contact. */
export const ContactIdentifier = entity('contactIdentifiers', {
  singular: 'Identity number',
  plural: 'Identity numbers',
  fields: {
    contactId: ref('contacts', 'cascade'),
    kind: choice({ ssn: 'Social security number', taxId: 'Tax number', passport: 'Passport', other: 'Other' }),
    value: text({ sensitivity: 'secret', min: 1 }),
    last4: optional(text({ max: 4, label: 'Last four', computed: true })),
    issuedBy: optional(text()),
  },
  title: 'last4',
  columns: ['kind', 'last4', 'issuedBy'],
  visibility: { kind: 'server' },
  view: 'contacts.viewIdentifiers',
  unique: [['contactId', 'kind']],
});
export interface ContactIdentifier extends RowOf<typeof ContactIdentifier> {}
