import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, fallback, instant, optional, phone, ref, text } from '#domain/kernel/field.ts';

/** WhatsApp session state. */
export const WhatsappThread = entity('whatsappThreads', {
  singular: 'WhatsApp thread',
  plural: 'WhatsApp threads',
  fields: {
    conversationId: ref('conversations', 'cascade'),
    waId: phone(),
    windowExpiresAt: optional(instant()),
    optedIn: fallback(boolean({ computed: true }), false),
    profileName: optional(text({ sensitivity: 'personal' })),
  },
  title: 'waId',
  columns: ['waId', 'profileName', 'conversationId', 'windowExpiresAt', 'optedIn'],
  visibility: { kind: 'parent', of: ['conversationId'] },
  view: 'messages.view',
  unique: [['conversationId']],
  indexes: [['waId']],
  retention: { as: 'conversationId' },
});
export interface WhatsappThread extends RowOf<typeof WhatsappThread> {}
