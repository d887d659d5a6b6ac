import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, fallback, optional, ref, text } from '#domain/kernel/field.ts';

/** Outcome codes of calls. */
export const Disposition = entity('dispositions', {
  singular: 'Disposition',
  plural: 'Dispositions',
  fields: {
    name: text({ min: 1, search: 'A' }),
    code: text({ min: 1, max: 20 }),
    category: text(),
    /** Absent: it is an outcome in every queue. */
    queueId: optional(ref('queues', 'clear')),
    requiresFollowUp: fallback(boolean(), false),
    requiresCaseCreation: fallback(boolean({ label: 'Requires a case' }), false),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'code', 'category', 'requiresFollowUp', 'requiresCaseCreation', 'isActive'],
  visibility: { kind: 'tenant' },
  view: 'queues.view',
  unique: [['code']],
  standard: { capability: 'queues.manage', mode: 'online' },
});
export interface Disposition extends RowOf<typeof Disposition> {}
