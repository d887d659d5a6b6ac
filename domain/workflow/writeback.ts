import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { anyRef, choice, fallback, instant, json, optional, ref, text } from '#domain/kernel/field.ts';
import { commandResult, free } from '#domain/kernel/schemas.ts';

/** A governed change of canonical data. */
export const Writeback = entity('writebacks', {
  singular: 'Writeback',
  plural: 'Writebacks',
  fields: {
    proposalId: ref('changeProposals', 'protect', { label: 'Proposed change' }),
    targetDomain: text(),
    ...anyRef('target'),
    command: text({ max: 80 }),
    args: json(free, { sensitivity: 'personal', label: 'Arguments' }),
    idempotencyKey: text(),
    status: fallback(choice({ draft: 'Draft', reviewRequired: 'Review required', approved: 'Approved', executed: 'Executed', rejected: 'Rejected', failed: 'Failed' }), 'draft'),
    approvedBy: optional(ref('users')),
    executedAt: optional(instant({ label: 'Executed' })),
    result: optional(json(commandResult)),
    error: optional(text({ max: 1000 })),
  },
  title: 'command',
  columns: ['createdAt', 'command', 'targetDomain', 'targetType', 'status', 'approvedBy'],
  visibility: { kind: 'parent', of: ['targetId'], users: ['createdBy'] },
  view: 'changeProposals.decide',
  unique: [['idempotencyKey']],
  retention: { months: 12 },
  transitions: {
    status: {
      initial: ['draft'],
      draft: ['reviewRequired'],
      reviewRequired: ['approved', 'rejected'],
      approved: ['executed', 'rejected', 'failed'],
      executed: [],
      rejected: [],
      failed: ['approved'],
    },
  },
});
export interface Writeback extends RowOf<typeof Writeback> {}
