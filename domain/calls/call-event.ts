import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, instant, json, optional, ref } from '#domain/kernel/field.ts';
import { free } from '#domain/kernel/schemas.ts';

/** Append-only step of a call. */
export const CallEvent = entity('callEvents', {
  singular: 'Call event',
  plural: 'Call events',
  appendOnly: true,
  fields: {
    callId: ref('calls'),
    eventType: choice({
      ringing: 'Ringing',
      answered: 'Answered',
      held: 'Held',
      resumed: 'Resumed',
      transferred: 'Transferred',
      muted: 'Muted',
      recordingStarted: 'Recording started',
      recordingPaused: 'Recording paused',
      recordingStopped: 'Recording stopped',
      monitored: 'Listened to by a supervisor',
      partyDropped: 'Party dropped',
      disconnected: 'Ended by a supervisor',
      ended: 'Ended',
      failed: 'Failed',
    }),
    at: instant({ label: 'Time' }),
    userId: optional(ref('users')),
    details: optional(json(free)),
  },
  title: 'eventType',
  columns: ['at', 'eventType', 'userId'],
  visibility: { kind: 'parent', of: ['callId'] },
  view: 'calls.view',
  indexes: [['callId', 'at']],
  retention: { months: 1 },
});
export interface CallEvent extends RowOf<typeof CallEvent> {}
