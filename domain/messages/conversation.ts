import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, integer, optional, ref, text } from '#domain/kernel/field.ts';

/** A thread with one contact or inside the team. */
export const Conversation = entity('conversations', {
  singular: 'Conversation',
  plural: 'Conversations',
  fields: {
    channelId: optional(ref('channels', 'clear')),
    type: choice({ internal: 'Internal', client: 'Client' }),
    subject: optional(text({ sensitivity: 'personal' })),
    contactId: optional(ref('contacts', 'cascade')),
    caseId: optional(ref('cases', 'clear')),
    engagementId: optional(ref('engagements', 'cascade')),
    status: fallback(choice({ active: 'Active', waiting: 'Waiting', closed: 'Closed', archived: 'Archived' }), 'active'),
    assignedTo: optional(ref('users')),
    teamId: optional(ref('teams', 'clear')),
    lastInteractionAt: optional(instant({ computed: true })),
    unreadCount: fallback(integer({ min: 0, computed: true }), 0),
    externalThreadId: optional(text({ label: 'External thread ID' })),
  },
  title: 'subject',
  columns: ['lastInteractionAt', 'contactId', 'subject', 'channelId', 'status', 'assignedTo'],
  visibility: { kind: 'parent', of: ['caseId'], users: ['assignedTo', 'createdBy'], teams: ['teamId'] },
  view: 'messages.view',
  unique: [['channelId', 'externalThreadId']],
  indexes: [
    ['status', 'lastInteractionAt'],
    ['assignedTo', 'status'],
  ],
  retention: { months: 6 },
  transitions: {
    status: {
      initial: ['active', 'waiting', 'closed'],
      active: ['waiting', 'closed'],
      waiting: ['active', 'closed'],
      closed: ['active', 'archived'],
      archived: ['active'],
    },
  },
  activity: { caseId: 'caseId' },
});
export interface Conversation extends RowOf<typeof Conversation> {}
