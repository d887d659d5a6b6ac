import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, json, language, longText, number, optional, ref } from '#domain/kernel/field.ts';
import { segments } from '#domain/kernel/schemas.ts';

const personal = { sensitivity: 'personal' } as const;

/** Text and speaker segments of a call. */
export const Transcript = entity('transcripts', {
  singular: 'Transcript',
  plural: 'Transcripts',
  fields: {
    callId: ref('calls', 'cascade'),
    recordingId: optional(ref('recordings', 'clear')),
    language: language(),
    fullText: longText({ ...personal, max: 1_000_000, search: 'D', label: 'Text' }),
    speakerSegments: optional(json(segments, personal)),
    confidence: optional(number({ min: 0, max: 1 })),
    status: fallback(choice({ pending: 'Pending', ready: 'Ready', failed: 'Failed' }), 'pending'),
  },
  title: 'language',
  columns: ['createdAt', 'callId', 'language', 'confidence', 'status'],
  visibility: { kind: 'parent', of: ['callId'] },
  view: 'transcripts.view',
  sync: 'demand',
  unique: [['callId', 'language']],
  transitions: { status: { initial: ['pending', 'ready', 'failed'], pending: ['ready', 'failed'], failed: ['pending'], ready: [] } },
});
export interface Transcript extends RowOf<typeof Transcript> {}
