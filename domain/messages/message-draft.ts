import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { json, longText, optional, ref } from '#domain/kernel/field.ts';
import { attachmentRefs } from '#domain/kernel/schemas.ts';

/** Unsent text of one member. */
export const MessageDraft = entity('messageDrafts', {
  singular: 'Draft',
  plural: 'Drafts',
  fields: {
    conversationId: optional(ref('conversations', 'cascade')),
    userId: ref('users'),
    body: optional(longText({ sensitivity: 'personal' })),
    attachments: optional(json(attachmentRefs)),
    templateId: optional(ref('messageTemplates', 'clear')),
  },
  title: 'body',
  columns: ['conversationId', 'body', 'updatedAt'],
  visibility: { kind: 'keys', users: ['userId'] },
  view: 'self',
  unique: [['conversationId', 'userId']],
  retention: { months: 1 },
});
export interface MessageDraft extends RowOf<typeof MessageDraft> {}
