import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { anyRef, choice, fallback, instant, integer, json, optional, text } from '#domain/kernel/field.ts';
import { free } from '#domain/kernel/schemas.ts';

/** Server events awaiting dispatch to jobs, webhooks, notifications. */
export const OutboxEvent = entity('outboxEvents', {
  singular: 'Outgoing event',
  plural: 'Outgoing events',
  fields: {
    topic: text({ min: 1 }),
    ...anyRef('subject'),
    payload: optional(json(free, { sensitivity: 'personal' })),
    status: fallback(choice({ pending: 'Pending', dispatched: 'Dispatched', failed: 'Failed', dead: 'Dead' }), 'pending'),
    attempts: fallback(integer({ min: 0 }), 0),
    nextAttemptAt: optional(instant()),
    dedupeKey: text({ min: 1 }),
  },
  title: 'topic',
  columns: ['topic', 'subjectType', 'status', 'attempts', 'nextAttemptAt'],
  visibility: { kind: 'server' },
  view: 'platform.health',
  unique: [['dedupeKey']],
  indexes: [['status', 'nextAttemptAt']],
  retention: { months: 1 },
  transitions: { status: { initial: ['pending'], pending: ['dispatched', 'failed'], failed: ['pending', 'dead'], dead: ['pending'], dispatched: [] } },
});
export interface OutboxEvent extends RowOf<typeof OutboxEvent> {}
