import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, date, fallback, json, optional, ref, text } from '#domain/kernel/field.ts';
import { invoiceLines } from '#domain/kernel/schemas.ts';

/** Recurring billing template. */
export const InvoiceSchedule = entity('invoiceSchedules', {
  singular: 'Invoice schedule',
  plural: 'Invoice schedules',
  fields: {
    engagementId: ref('engagements', 'cascade'),
    name: text({ min: 1, search: 'A' }),
    cadence: choice({ once: 'Once', weekly: 'Weekly', monthly: 'Monthly', quarterly: 'Quarterly', yearly: 'Yearly', milestone: 'At a milestone' }),
    nextRunOn: optional(date()),
    lineItems: json(invoiceLines),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'engagementId', 'cadence', 'nextRunOn', 'isActive'],
  visibility: { kind: 'parent', of: ['engagementId'] },
  view: 'revenue.view',
  indexes: [['nextRunOn']],
  standard: { capability: 'revenue.edit', mode: 'online' },
});
export interface InvoiceSchedule extends RowOf<typeof InvoiceSchedule> {}
