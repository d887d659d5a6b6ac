import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, date, fallback, instant, money, optional, ref, text } from '#domain/kernel/field.ts';

/** Amount we owe. */
export const Bill = entity('bills', {
  singular: 'Bill',
  plural: 'Bills',
  fields: {
    vendorId: optional(ref('vendors', 'clear')),
    engagementId: optional(ref('engagements', 'clear')),
    number: optional(text({ search: 'A' })),
    ...money('amount'),
    dueOn: optional(date()),
    status: fallback(choice({ pending: 'Pending', approved: 'Approved', rejected: 'Rejected', paid: 'Paid', cancelled: 'Cancelled' }), 'pending'),
    paidAt: optional(instant()),
    blob: optional(ref('blobs', 'clear', { label: 'File' })),
  },
  title: 'number',
  columns: ['number', 'vendorId', 'status', 'amountMinor', 'dueOn'],
  visibility: { kind: 'restricted' },
  view: 'revenue.view',
  unique: [['vendorId', 'number']],
  indexes: [['dueOn']],
  retention: { months: 24 },
  transitions: {
    status: {
      initial: ['pending'],
      pending: ['approved', 'rejected', 'cancelled'],
      approved: ['paid', 'cancelled'],
      rejected: ['cancelled'],
      paid: ['cancelled'],
      cancelled: [],
    },
  },
});
export interface Bill extends RowOf<typeof Bill> {}
