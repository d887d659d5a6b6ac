import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, json, longText, optional, ref, text } from '#domain/kernel/field.ts';
import { attachmentRefs, free } from '#domain/kernel/schemas.ts';

const personal = { sensitivity: 'personal' } as const;

/** One message of any non-voice channel. */
export const Message = entity('messages', {
  singular: 'Message',
  plural: 'Messages',
  fields: {
    conversationId: ref('conversations', 'cascade'),
    caseId: optional(ref('cases', 'clear')),
    senderUserId: optional(ref('users')),
    senderContactId: optional(ref('contacts', 'clear')),
    senderRole: choice({
      agent: 'Agent',
      client: 'Client',
      system: 'System',
      bot: 'Bot',
      coordinator: 'Coordinator',
      thirdParty: 'Third party',
      agency: 'Agency',
    }),
    direction: choice({ inbound: 'Inbound', outbound: 'Outbound', internal: 'Internal' }),
    kind: fallback(choice({ text: 'Text', file: 'File', system: 'System' }), 'text'),
    subject: optional(text({ ...personal, search: 'B' })),
    body: optional(longText({ ...personal, search: 'B' })),
    replyToId: optional(ref('messages', 'clear')),
    status: fallback(choice({ queued: 'Queued', sending: 'Sending', sent: 'Sent', delivered: 'Delivered', read: 'Read', failed: 'Failed' }), 'queued'),
    externalId: optional(text({ label: 'External ID' })),
    sentAt: optional(instant()),
    deliveredAt: optional(instant({ computed: true })),
    attachments: optional(json(attachmentRefs)),
    metadata: optional(json(free)),
    failureCode: optional(text()),
  },
  title: 'body',
  columns: ['createdAt', 'senderRole', 'direction', 'subject', 'body', 'status'],
  visibility: { kind: 'parent', of: ['conversationId'] },
  view: 'messages.view',
  unique: [['conversationId', 'externalId']],
  indexes: [
    ['conversationId', 'createdAt'],
    ['caseId', 'createdAt'],
  ],
  retention: { months: 3 },
  transitions: {
    status: {
      initial: ['queued', 'sent', 'delivered', 'read', 'failed'],
      queued: ['sending', 'failed'],
      sending: ['sent', 'failed'],
      sent: ['delivered', 'read', 'failed'],
      delivered: ['read'],
      failed: ['queued'],
      read: [],
    },
  },
});
export interface Message extends RowOf<typeof Message> {}
