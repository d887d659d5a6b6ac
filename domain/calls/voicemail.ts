import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, date, duration, fallback, optional, ref } from '#domain/kernel/field.ts';

/** A message left in a mailbox. */
export const Voicemail = entity('voicemails', {
  singular: 'Voicemail',
  plural: 'Voicemails',
  fields: {
    callId: ref('calls', 'cascade'),
    queueId: optional(ref('queues', 'clear')),
    /** The team of the queue when the message was left: its members see it. */
    teamId: optional(ref('teams', 'clear')),
    extensionId: optional(ref('extensions', 'clear')),
    /** The owner of the mailbox when the message was left. */
    userId: optional(ref('users', 'protect', { label: 'Mailbox owner' })),
    blob: ref('blobs', 'protect', { label: 'Audio' }),
    duration: optional(duration()),
    keepUntil: optional(date()),
    transcriptId: optional(ref('transcripts', 'clear')),
    status: fallback(choice({ new: 'New', heard: 'Heard', handled: 'Handled', deleted: 'Deleted' }), 'new'),
    handledBy: optional(ref('users')),
  },
  title: 'callId',
  columns: ['createdAt', 'callId', 'duration', 'queueId', 'userId', 'status', 'handledBy'],
  visibility: { kind: 'keys', users: ['userId'], teams: ['teamId'] },
  view: 'recordings.listen',
  sync: 'demand',
  retention: { as: 'callId' },
  transitions: { status: { initial: ['new'], new: ['heard', 'deleted'], heard: ['handled', 'deleted'], handled: ['deleted'], deleted: [] } },
});
export interface Voicemail extends RowOf<typeof Voicemail> {}
