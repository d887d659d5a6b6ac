import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, fallback, longText, number, optional, ref, text } from '#domain/kernel/field.ts';

/** A limit of a queue's figure: past it the board and the wall raise an alarm by its name, and say what to do. */
export const QueueAlarm = entity('queueAlarms', {
  singular: 'Queue alarm',
  plural: 'Queue alarms',
  fields: {
    name: text({ min: 1, search: 'A' }),
    /** Absent: it watches every queue. */
    queueId: optional(ref('queues', 'cascade')),
    figure: choice({
      waiting: 'Callers who wait',
      longestWait: 'Longest wait, in seconds',
      serviceLevelOfAnswered: 'Service level of answered, per cent',
      serviceLevelOfOffered: 'Service level of offered, per cent',
      averageSpeedOfAnswer: 'Speed of answer, in seconds',
      averageHandlingTime: 'Handling time, in seconds',
      abandonment: 'Abandonment, per cent',
      occupancy: 'Occupancy, per cent',
      available: 'Agents who are available',
    }),
    side: fallback(choice({ above: 'Above', below: 'Below' }), 'above'),
    threshold: number({ min: 0, max: 1_000_000 }),
    advice: optional(longText({ label: 'What to do' })),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'queueId', 'figure', 'side', 'threshold', 'isActive'],
  visibility: { kind: 'tenant' },
  view: 'queues.view',
  unique: [['name']],
  standard: { capability: 'queues.manage', mode: 'online' },
});
export interface QueueAlarm extends RowOf<typeof QueueAlarm> {}
