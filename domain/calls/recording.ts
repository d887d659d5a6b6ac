import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, date, duration, fallback, optional, ref } from '#domain/kernel/field.ts';

/** Audio of a call and its access rules. */
export const Recording = entity('recordings', {
  singular: 'Recording',
  plural: 'Recordings',
  fields: {
    callId: ref('calls', 'cascade'),
    blob: ref('blobs', 'protect', { label: 'Audio' }),
    status: fallback(choice({ recording: 'Recording', uploading: 'Uploading', ready: 'Ready', archived: 'Archived', deleted: 'Deleted', failed: 'Failed' }), 'recording'),
    duration: optional(duration()),
    consentId: optional(ref('consents', 'clear')),
    legalHold: fallback(boolean(), false),
    keepUntil: optional(date()),
  },
  title: 'status',
  columns: ['createdAt', 'callId', 'status', 'duration', 'legalHold', 'keepUntil'],
  visibility: { kind: 'parent', of: ['callId'] },
  view: 'recordings.listen',
  sync: 'demand',
  unique: [['callId', 'blob']],
  retention: { as: 'callId' },
  transitions: {
    status: {
      initial: ['recording', 'uploading', 'ready', 'failed'],
      recording: ['uploading', 'failed'],
      uploading: ['ready', 'failed'],
      failed: ['uploading'],
      ready: ['archived', 'deleted'],
      archived: ['ready', 'deleted'],
      deleted: [],
    },
  },
});
export interface Recording extends RowOf<typeof Recording> {}
