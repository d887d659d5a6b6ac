import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, integer, optional, phone, ref, text } from '#domain/kernel/field.ts';

/** A promised return call. */
export const Callback = entity('callbacks', {
  singular: 'Callback',
  plural: 'Callbacks',
  fields: {
    callId: optional(ref('calls', 'clear')),
    contactId: optional(ref('contacts', 'clear')),
    caseId: optional(ref('cases', 'clear')),
    queueId: optional(ref('queues', 'clear')),
    /** The team of the queue when the callback was promised: its members see it. */
    teamId: optional(ref('teams', 'clear')),
    phone: phone(),
    phoneRaw: optional(text({ sensitivity: 'personal' })),
    dueAt: instant(),
    assignedTo: optional(ref('users')),
    status: fallback(choice({ pending: 'Pending', attempted: 'Attempted', completed: 'Completed', cancelled: 'Cancelled', expired: 'Expired' }), 'pending'),
    attempts: fallback(integer({ min: 0 }), 0),
    reason: optional(text()),
  },
  title: 'phone',
  columns: ['dueAt', 'phone', 'contactId', 'assignedTo', 'status', 'attempts'],
  visibility: { kind: 'parent', of: ['caseId'], users: ['assignedTo', 'createdBy'], teams: ['teamId'] },
  view: 'calls.view',
  indexes: [
    ['status', 'dueAt'],
    ['assignedTo', 'status'],
  ],
  retention: { months: 3 },
  transitions: {
    status: {
      initial: ['pending'],
      pending: ['attempted', 'completed', 'cancelled', 'expired'],
      attempted: ['pending', 'completed', 'cancelled', 'expired'],
      completed: [],
      cancelled: [],
      expired: [],
    },
  },
  activity: { caseId: 'caseId' },
});
export interface Callback extends RowOf<typeof Callback> {}
