import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { anyRef, choice, duration, instant, optional, ref, text } from '#domain/kernel/field.ts';

/** Umbrella timeline entry: one row per call, conversation message burst, visit, email, note or appointment. */
export const Interaction = entity('interactions', {
  singular: 'Interaction',
  plural: 'Interactions',
  fields: {
    contactId: ref('contacts', 'cascade'),
    accountId: optional(ref('accounts', 'clear')),
    caseId: optional(ref('cases', 'clear')),
    leadId: optional(ref('leads', 'clear')),
    /** The team whose queue or conversation it came through; without a case or a lead its members see it. */
    teamId: optional(ref('teams', 'clear')),
    channel: choice({
      call: 'Call',
      sms: 'SMS',
      whatsapp: 'WhatsApp',
      email: 'Email',
      webchat: 'Web chat',
      facebook: 'Facebook',
      twitter: 'Twitter',
      instagram: 'Instagram',
      visit: 'Visit',
      meeting: 'Meeting',
      portal: 'Portal',
      internal: 'Internal',
      other: 'Other',
    }),
    interactionType: text({ label: 'Type' }),
    direction: optional(choice({ inbound: 'Inbound', outbound: 'Outbound', internal: 'Internal' })),
    happenedAt: instant(),
    summary: optional(text({ sensitivity: 'personal' })),
    ...anyRef('source'),
    actorId: optional(ref('users')),
    duration: optional(duration({ computed: true })),
  },
  title: 'summary',
  columns: ['happenedAt', 'channel', 'direction', 'summary', 'contactId', 'actorId'],
  visibility: { kind: 'parent', of: ['caseId', 'leadId'], users: ['actorId', 'createdBy'], teams: ['teamId'] },
  view: 'interactions.view',
  unique: [['sourceType', 'sourceId']],
  indexes: [['contactId', 'happenedAt'], ['caseId', 'happenedAt'], ['happenedAt']],
  retention: { months: 12 },
});
export interface Interaction extends RowOf<typeof Interaction> {}
