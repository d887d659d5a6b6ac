import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, integer, optional, ref } from '#domain/kernel/field.ts';

/** A member answering a queue. */
export const QueueMember = entity('queueMembers', {
  singular: 'Queue member',
  plural: 'Queue members',
  fields: {
    queueId: ref('queues', 'cascade'),
    userId: ref('users'),
    penalty: fallback(integer({ min: 0 }), 0),
    state: fallback(choice({ in: 'In', paused: 'Paused', out: 'Out' }), 'out'),
    pausedReasonId: optional(ref('agentStateReasons', 'clear')),
    joinedAt: optional(instant()),
  },
  title: 'userId',
  columns: ['queueId', 'userId', 'state', 'pausedReasonId', 'penalty', 'joinedAt'],
  visibility: { kind: 'tenant' },
  view: 'queues.view',
  unique: [['queueId', 'userId']],
  transitions: { state: { initial: ['out', 'in'], out: ['in'], in: ['out', 'paused'], paused: ['in', 'out'] } },
});
export interface QueueMember extends RowOf<typeof QueueMember> {}
