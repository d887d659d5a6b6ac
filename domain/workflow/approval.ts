import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { anyRef, choice, fallback, instant, integer, longText, optional, ref, text } from '#domain/kernel/field.ts';

/** One approver's decision on any record. */
export const Approval = entity('approvals', {
  singular: 'Approval',
  plural: 'Approvals',
  fields: {
    ...anyRef('subject'),
    step: fallback(integer({ min: 1 }), 1),
    approverId: optional(ref('users')),
    requiredCapability: text({ max: 80 }),
    status: fallback(choice({ pending: 'Pending', approved: 'Approved', rejected: 'Rejected', withdrawn: 'Withdrawn' }), 'pending'),
    decidedAt: optional(instant({ label: 'Decided' })),
    comment: optional(longText({ sensitivity: 'personal' })),
    dueAt: optional(instant()),
  },
  title: 'requiredCapability',
  columns: ['subjectType', 'step', 'approverId', 'status', 'dueAt', 'createdBy'],
  visibility: { kind: 'keys', users: ['approverId'] },
  view: 'approvals.decide',
  unique: [['subjectType', 'subjectId', 'step', 'approverId']],
  retention: { months: 12 },
  transitions: { status: { initial: ['pending'], pending: ['approved', 'rejected', 'withdrawn'], approved: [], rejected: [], withdrawn: [] } },
});
export interface Approval extends RowOf<typeof Approval> {}
