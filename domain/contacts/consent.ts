import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, longText, optional, optionalRef, ref } from '#domain/kernel/field.ts';

/** Append-only ledger of permission given or withdrawn. */
export const Consent = entity('consents', {
  singular: 'Consent',
  plural: 'Consents',
  appendOnly: true,
  fields: {
    contactId: ref('contacts', 'cascade'),
    purpose: choice({ contact: 'Contact', marketing: 'Marketing', recording: 'Recording', dataProcessing: 'Data processing', portal: 'Portal' }),
    channelKind: fallback(choice({ any: 'Any', call: 'Call', sms: 'SMS', whatsapp: 'WhatsApp', email: 'Email' }, { label: 'Channel' }), 'any'),
    action: choice({ granted: 'Granted', withdrawn: 'Withdrawn', refused: 'Refused' }),
    source: choice({ call: 'Call', form: 'Form', message: 'Message', import: 'Import', staff: 'Staff' }),
    ...optionalRef('evidence'),
    happenedAt: instant(),
    wording: optional(longText()),
  },
  title: 'purpose',
  columns: ['happenedAt', 'contactId', 'purpose', 'channelKind', 'action', 'source'],
  visibility: { kind: 'tenant' },
  view: 'contacts.view',
  indexes: [['contactId', 'purpose', 'happenedAt']],
});
export interface Consent extends RowOf<typeof Consent> {}
