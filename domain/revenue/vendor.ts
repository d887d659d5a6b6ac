import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, email, fallback, optional, phone, ref, text } from '#domain/kernel/field.ts';

/** Counterparty we pay. */
export const Vendor = entity('vendors', {
  singular: 'Vendor',
  plural: 'Vendors',
  fields: {
    name: text({ min: 1, search: 'A' }),
    accountId: optional(ref('accounts', 'clear')),
    email: optional(email()),
    phone: optional(phone()),
    phoneRaw: optional(text({ sensitivity: 'personal', label: 'Phone as written' })),
    taxId: optional(text({ sensitivity: 'secret', label: 'Tax number' })),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'accountId', 'email', 'phone', 'isActive'],
  visibility: { kind: 'restricted' },
  view: 'revenue.view',
  unique: [['name']],
  standard: { capability: 'revenue.edit', mode: 'online' },
});
export interface Vendor extends RowOf<typeof Vendor> {}
