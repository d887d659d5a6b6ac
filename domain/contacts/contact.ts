import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, date, email, fallback, json, longText, optional, phone, ref, tags, text } from '#domain/kernel/field.ts';
import * as z from 'zod';

const personal = { sensitivity: 'personal' } as const;

/** A person who reaches out, or is reached; with or without a login. */
export const Contact = entity('contacts', {
  singular: 'Contact',
  plural: 'Contacts',
  fields: {
    firstName: text(personal),
    lastName: optional(text(personal)),
    fullName: text({ ...personal, max: 511, search: 'A' }),
    normalizedName: text({ ...personal, max: 511 }),
    kind: fallback(choice({ client: 'Client', lead: 'Lead', thirdParty: 'Third party', agency: 'Agency', other: 'Other' }), 'other'),
    userId: optional(ref('users')),
    jobTitle: optional(text({ search: 'C' })),
    primaryEmail: optional(email({ search: 'B' })),
    primaryPhone: optional(phone({ search: 'B' })),
    address: optional(longText({ ...personal, search: 'D' })),
    dateOfBirth: optional(date(personal)),
    preferredLanguage: fallback(text({ max: 35 }), 'en'),
    preferredContactMethod: optional(choice({ call: 'Call', sms: 'SMS', whatsapp: 'WhatsApp', email: 'Email', portal: 'Portal', none: 'None' })),
    sourceSystem: optional(text()),
    ownerId: optional(ref('users')),
    customFields: fallback(json(z.record(z.string(), z.unknown()), personal), {}),
    tags: fallback(tags(), []),
    isActive: fallback(boolean({ label: 'Active' }), true),
    mergedIntoId: optional(ref('contacts')),
  },
  title: 'fullName',
  columns: ['fullName', 'kind', 'primaryPhone', 'primaryEmail', 'ownerId'],
  visibility: { kind: 'tenant' },
  view: 'contacts.view',
  indexes: [['primaryEmail'], ['primaryPhone'], ['normalizedName']],
  activity: { caseId: null },
});
export interface Contact extends RowOf<typeof Contact> {}
