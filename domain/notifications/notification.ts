import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, fallback, instant, longText, optional, optionalRef, ref, text } from '#domain/kernel/field.ts';

/** On which ways a notice reaches a member. */
export const channels = { email: 'Email', sms: 'SMS', inApp: 'In the app', desktop: 'Desktop' } as const;
const personal = { sensitivity: 'personal' } as const;

/** One notice to one member. */
export const Notification = entity('notifications', {
  singular: 'Notification',
  plural: 'Notifications',
  fields: {
    userId: ref('users'),
    title: text({ ...personal, min: 1 }),
    message: longText(personal),
    notificationType: { ...text({ min: 1, label: 'Type' }), form: 'notice' as const },
    ...optionalRef('subject'),
    isRead: fallback(boolean({ label: 'Read' }), false),
    readAt: optional(instant({ label: 'Read at' })),
    channel: choice(channels),
    deliveryStatus: fallback(choice({ pending: 'Pending', sent: 'Sent', delivered: 'Delivered', failed: 'Failed', suppressed: 'Suppressed' }), 'pending'),
    ruleId: optional(ref('notificationRules', 'clear')),
    dedupeKey: optional(text()),
  },
  title: 'title',
  columns: ['createdAt', 'title', 'notificationType', 'isRead'],
  visibility: { kind: 'keys', users: ['userId'] },
  view: 'self',
  unique: [['userId', 'dedupeKey', 'channel']],
  indexes: [['userId', 'isRead', 'createdAt']],
  retention: { months: 1 },
  transitions: {
    deliveryStatus: {
      initial: ['pending', 'sent', 'suppressed'],
      pending: ['sent', 'failed', 'suppressed'],
      sent: ['delivered', 'failed'],
      delivered: [],
      failed: ['pending'],
      suppressed: [],
    },
  },
});
export interface Notification extends RowOf<typeof Notification> {}
