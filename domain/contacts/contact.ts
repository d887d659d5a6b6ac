import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, date, email, fallback, json, language, longText, number, optional, phone, ref, tags, text } from '#domain/kernel/field.ts';
import { customFieldValues } from '#domain/kernel/schemas.ts';

const personal = { sensitivity: 'personal' } as const;

/** A person who reaches out, or is reached; with or without a login. */
export const Contact = entity('contacts', {
  singular: 'Contact',
  plural: 'Contacts',
  fields: {
    firstName: text(personal),
    lastName: optional(text(personal)),
    fullName: text({ ...personal, max: 511, search: 'A', computed: true }),
    normalizedName: text({ ...personal, max: 511, computed: true }),
    kind: fallback(choice({ client: 'Client', lead: 'Lead', thirdParty: 'Third party', agency: 'Agency', other: 'Other' }), 'other'),
    accountId: optional(ref('accounts', 'clear')),
    userId: optional(ref('users')),
    jobTitle: optional(text({ search: 'C' })),
    primaryEmail: optional(email({ search: 'B', computed: true })),
    primaryPhone: optional(phone({ search: 'B', computed: true })),
    linkedinUrl: optional(text({ ...personal, label: 'LinkedIn address' })),
    address: optional(longText({ ...personal, search: 'D' })),
    locationId: optional(ref('locations', 'clear')),
    dateOfBirth: optional(date(personal)),
    preferredLanguage: fallback(language(), 'en'),
    preferredContactMethod: optional(choice({ call: 'Call', sms: 'SMS', whatsapp: 'WhatsApp', email: 'Email', portal: 'Portal', none: 'None' })),
    personaLabels: fallback(tags(), []),
    sourceSystem: optional(text()),
    sourceConfidence: optional(number({ min: 0, max: 1 })),
    lifecycle: fallback(choice({ unknown: 'Unknown', lead: 'Lead', prospect: 'Prospect', client: 'Client', formerClient: 'Former client' }, { computed: true }), 'unknown'),
    ownerId: optional(ref('users')),
    customFields: fallback(json(customFieldValues, personal), {}),
    tags: fallback(tags(), []),
    isActive: fallback(boolean({ label: 'Active' }), true),
    mergedIntoId: optional(ref('contacts')),
    doNotContact: fallback(boolean({ computed: true }), false),
  },
  title: 'fullName',
  columns: ['fullName', 'kind', 'primaryPhone', 'primaryEmail', 'ownerId'],
  visibility: { kind: 'tenant' },
  view: 'contacts.view',
  unique: [['userId']],
  indexes: [['primaryEmail'], ['primaryPhone'], ['normalizedName']],
  activity: { caseId: null },
});
export interface Contact extends RowOf<typeof Contact> {}
