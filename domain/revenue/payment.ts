import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, money, optional, ref, text } from '#domain/kernel/field.ts';

/** Money received against an invoice. */
export const Payment = entity('payments', {
  singular: 'Payment',
  plural: 'Payments',
  fields: {
    invoiceId: ref('invoices', 'cascade'),
    ...money('amount'),
    receivedAt: instant(),
    method: choice({ bank: 'Bank transfer', card: 'Card', cash: 'Cash', mobileMoney: 'Mobile money', other: 'Other' }),
    providerToken: optional(text({ sensitivity: 'secret' })),
    reference: optional(text({ search: 'A' })),
    kind: fallback(choice({ payment: 'Payment', refund: 'Refund' }), 'payment'),
  },
  title: 'reference',
  columns: ['receivedAt', 'invoiceId', 'amountMinor', 'method', 'reference', 'kind'],
  visibility: { kind: 'restricted' },
  view: 'revenue.view',
  unique: [['method', 'reference']],
  indexes: [['receivedAt']],
  retention: { months: 24 },
});
export interface Payment extends RowOf<typeof Payment> {}
