import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { instant, optional, ref } from '#domain/kernel/field.ts';

/** Delivery and reading per participant. */
export const MessageReceipt = entity('messageReceipts', {
  singular: 'Receipt',
  plural: 'Receipts',
  fields: {
    messageId: ref('messages', 'cascade'),
    contactId: optional(ref('contacts', 'cascade')),
    userId: optional(ref('users')),
    deliveredAt: optional(instant()),
    readAt: optional(instant()),
  },
  title: 'messageId',
  columns: ['messageId', 'contactId', 'userId', 'deliveredAt', 'readAt'],
  visibility: { kind: 'parent', of: ['messageId'] },
  view: 'messages.view',
  unique: [
    ['messageId', 'contactId'],
    ['messageId', 'userId'],
  ],
  checks: [{ that: 'one', of: ['contactId', 'userId'] }],
  retention: { months: 1 },
});
export interface MessageReceipt extends RowOf<typeof MessageReceipt> {}
