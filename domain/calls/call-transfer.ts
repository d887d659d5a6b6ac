import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, longText, optional, phone, ref, text } from '#domain/kernel/field.ts';

/** A transfer of a live call. */
export const CallTransfer = entity('callTransfers', {
  singular: 'Transfer',
  plural: 'Transfers',
  fields: {
    callId: ref('calls', 'cascade'),
    transferType: choice({ warm: 'Warm', cold: 'Cold', blind: 'Blind' }),
    fromAgentId: ref('users'),
    toAgentId: optional(ref('users')),
    toQueueId: optional(ref('queues', 'clear')),
    toNumber: optional(phone()),
    toNumberRaw: optional(text({ sensitivity: 'personal' })),
    reason: optional(longText()),
    status: fallback(choice({ initiated: 'Initiated', accepted: 'Accepted', completed: 'Completed', declined: 'Declined', failed: 'Failed', cancelled: 'Cancelled' }), 'initiated'),
  },
  title: 'transferType',
  columns: ['createdAt', 'transferType', 'fromAgentId', 'toAgentId', 'toQueueId', 'status'],
  visibility: { kind: 'parent', of: ['callId'], users: ['fromAgentId', 'toAgentId'] },
  view: 'calls.view',
  retention: { months: 3 },
  transitions: {
    status: {
      initial: ['initiated', 'completed', 'failed'],
      initiated: ['accepted', 'declined', 'failed', 'cancelled', 'completed'],
      accepted: ['completed', 'failed'],
      completed: [],
      declined: [],
      // It may be tried again.
      failed: ['completed'],
      cancelled: [],
    },
  },
});
export interface CallTransfer extends RowOf<typeof CallTransfer> {}
