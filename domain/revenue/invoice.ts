import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, date, fallback, instant, json, optional, optionalMoney, ref, text } from '#domain/kernel/field.ts';
import { invoiceLines } from '#domain/kernel/schemas.ts';

/** Amount owed by a client. */
export const Invoice = entity('invoices', {
  singular: 'Invoice',
  plural: 'Invoices',
  fields: {
    number: optional(text({ max: 60, search: 'A', computed: true })),
    engagementId: ref('engagements', 'cascade'),
    scheduleId: optional(ref('invoiceSchedules', 'clear')),
    milestoneId: optional(ref('milestones', 'clear')),
    accountId: optional(ref('accounts', 'clear')),
    issuedOn: optional(date()),
    dueOn: optional(date()),
    status: fallback(choice({ draft: 'Draft', sent: 'Sent', viewed: 'Viewed', paid: 'Paid', overdue: 'Overdue', cancelled: 'Cancelled' }), 'draft'),
    lineItems: json(invoiceLines),
    ...optionalMoney('total', { computed: true }),
    ...optionalMoney('amountPaid', { computed: true }),
    sentAt: optional(instant()),
    viewedAt: optional(instant()),
    paidAt: optional(instant()),
  },
  title: 'number',
  columns: ['number', 'status', 'engagementId', 'accountId', 'totalMinor', 'dueOn'],
  visibility: { kind: 'parent', of: ['engagementId'] },
  view: 'revenue.view',
  unique: [['number']],
  indexes: [['status', 'dueOn']],
  retention: { months: 24 },
  transitions: {
    status: {
      initial: ['draft'],
      draft: ['sent', 'cancelled'],
      sent: ['viewed', 'paid', 'overdue', 'cancelled'],
      viewed: ['paid', 'overdue', 'cancelled'],
      overdue: ['paid', 'cancelled'],
      paid: ['cancelled'],
      cancelled: [],
    },
  },
  activity: { caseId: null },
});
export interface Invoice extends RowOf<typeof Invoice> {}
