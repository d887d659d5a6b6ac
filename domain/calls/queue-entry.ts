import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, integer, optional, ref } from '#domain/kernel/field.ts';

/** One caller's stay in a queue. */
export const QueueEntry = entity('queueEntries', {
  singular: 'Queue entry',
  plural: 'Queue entries',
  fields: {
    queueId: ref('queues', 'cascade'),
    callId: ref('calls', 'cascade'),
    position: optional(integer({ min: 0 })),
    joinedAt: instant(),
    connectedAt: optional(instant()),
    leftAt: optional(instant()),
    result: fallback(
      choice({
        waiting: 'Waiting',
        connected: 'Connected',
        abandoned: 'Abandoned',
        timeout: 'Timed out',
        overflow: 'Overflowed',
        voicemail: 'Voicemail',
        callback: 'Callback',
      }),
      'waiting',
    ),
    agentId: optional(ref('users')),
  },
  title: 'result',
  columns: ['queueId', 'position', 'joinedAt', 'connectedAt', 'result', 'agentId'],
  visibility: { kind: 'tenant' },
  view: 'queues.view',
  unique: [['queueId', 'callId', 'joinedAt']],
  indexes: [['queueId', 'result'], ['joinedAt']],
  retention: { months: 1 },
  transitions: {
    result: {
      initial: ['waiting', 'connected', 'abandoned', 'timeout', 'overflow', 'voicemail', 'callback'],
      waiting: ['connected', 'abandoned', 'timeout', 'overflow', 'voicemail', 'callback'],
      connected: [],
      abandoned: [],
      timeout: [],
      overflow: [],
      voicemail: [],
      callback: [],
    },
  },
});
export interface QueueEntry extends RowOf<typeof QueueEntry> {}
