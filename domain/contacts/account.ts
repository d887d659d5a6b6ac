import { normalizeName } from '#domain/contacts/rules.ts';
import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, email, fallback, json, looseId, optional, phone, ref, tags, text } from '#domain/kernel/field.ts';
import { customFieldValues, free } from '#domain/kernel/schemas.ts';

/** A company, developer, brokerage or client organisation. */
export const Account = entity('accounts', {
  singular: 'Account',
  plural: 'Accounts',
  fields: {
    name: text({ min: 1, search: 'A' }),
    normalizedName: optional(text({ max: 511, computed: true })),
    parentAccountId: optional(ref('accounts', 'clear')),
    accountType: choice(
      { client: 'Client', developer: 'Developer', brokerage: 'Brokerage', agency: 'Agency', partner: 'Partner', vendor: 'Vendor', other: 'Other' },
      { label: 'Type' },
    ),
    industry: optional(text({ search: 'C' })),
    locationId: optional(ref('locations', 'clear')),
    website: optional(text()),
    email: optional(email({ search: 'B' })),
    phone: optional(phone({ search: 'B' })),
    phoneRaw: optional(text({ sensitivity: 'personal', label: 'Phone as given' })),
    primaryContactId: optional(looseId()),
    ownerId: optional(ref('users')),
    customFields: optional(json(customFieldValues, { sensitivity: 'personal' })),
    metadata: optional(json(free)),
    tags: fallback(tags(), []),
    mergedIntoId: optional(ref('accounts')),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  derive: ({ name }) => ({ normalizedName: normalizeName(String(name)) }),
  title: 'name',
  columns: ['name', 'accountType', 'phone', 'email', 'ownerId', 'isActive'],
  visibility: { kind: 'tenant' },
  view: 'contacts.view',
  indexes: [['normalizedName'], ['parentAccountId']],
  standard: { capability: 'contacts.edit', mode: 'offline' },
});
export interface Account extends RowOf<typeof Account> {}
