import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, duration, fallback, optional, ref, text } from '#domain/kernel/field.ts';

/** A call queue. */
export const Queue = entity('queues', {
  singular: 'Queue',
  plural: 'Queues',
  fields: {
    name: text({ min: 1, search: 'A' }),
    asteriskQueueName: text({ min: 1 }),
    teamId: optional(ref('teams', 'clear')),
    maxWaitTime: fallback(duration(), 300),
    ringStrategy: fallback(
      choice({ ringAll: 'Ring all', leastRecent: 'Least recent', fewestCalls: 'Fewest calls', random: 'Random', roundRobin: 'Round robin', linear: 'Linear' }),
      'leastRecent',
    ),
    /** For how long one agent rings before the next one does. */
    ringTime: fallback(duration(), 15),
    wrapUpTime: fallback(duration(), 30),
    calendarId: optional(ref('calendars', 'clear')),
    overflowQueueId: optional(ref('queues', 'clear')),
    voicemailEnabled: fallback(boolean(), false),
    requiresDisposition: fallback(boolean({ label: 'Requires an outcome' }), false),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'teamId', 'ringStrategy', 'maxWaitTime', 'wrapUpTime', 'isActive'],
  visibility: { kind: 'tenant' },
  view: 'queues.view',
  unique: [['asteriskQueueName'], ['name']],
  standard: { capability: 'queues.manage', mode: 'online' },
});
export interface Queue extends RowOf<typeof Queue> {}
