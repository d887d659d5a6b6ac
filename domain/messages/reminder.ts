import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, optional, optionalRef, ref, text } from '#domain/kernel/field.ts';

/** A prompt to a member at a time. */
export const Reminder = entity('reminders', {
  singular: 'Reminder',
  plural: 'Reminders',
  fields: {
    userId: ref('users'),
    ...optionalRef('subject'),
    contactId: optional(ref('contacts', 'clear')),
    text: text({ min: 1, sensitivity: 'personal' }),
    remindAt: instant({ label: 'Remind at' }),
    status: fallback(choice({ pending: 'Pending', shown: 'Shown', done: 'Done', dismissed: 'Dismissed' }), 'pending'),
  },
  title: 'text',
  columns: ['remindAt', 'text', 'contactId', 'userId', 'status'],
  visibility: { kind: 'keys', users: ['userId', 'createdBy'] },
  view: 'self',
  indexes: [['userId', 'status', 'remindAt']],
  retention: { months: 3 },
  transitions: { status: { initial: ['pending'], pending: ['shown', 'dismissed'], shown: ['done', 'pending', 'dismissed'], done: [], dismissed: [] } },
});
export interface Reminder extends RowOf<typeof Reminder> {}
