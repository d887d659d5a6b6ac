import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, integer, number, optional, ref, text } from '#domain/kernel/field.ts';

/** One agent's, device's or trunk's part in a call: three agents that ring are three legs of one call. */
export const CallLeg = entity('callLegs', {
  singular: 'Call leg',
  plural: 'Call legs',
  fields: {
    callId: ref('calls', 'cascade'),
    userId: optional(ref('users')),
    deviceId: optional(ref('devices', 'clear')),
    extensionId: optional(ref('extensions', 'clear')),
    sipCallId: text({ min: 1 }),
    channel: optional(text()),
    direction: choice({ inbound: 'Inbound', outbound: 'Outbound', internal: 'Internal' }),
    outcome: fallback(
      choice({
        ringing: 'Ringing',
        answered: 'Answered',
        missed: 'Missed',
        rejected: 'Rejected',
        cancelled: 'Cancelled',
        busy: 'Busy',
        failed: 'Failed',
        deviceFailure: 'Device failure',
      }),
      'ringing',
    ),
    hangupCause: optional(integer()),
    startedAt: instant(),
    answeredAt: optional(instant()),
    endedAt: optional(instant()),
    mos: optional(number({ min: 0, max: 5, label: 'Voice quality (MOS)' })),
  },
  title: 'outcome',
  columns: ['startedAt', 'userId', 'direction', 'outcome', 'answeredAt', 'endedAt'],
  visibility: { kind: 'parent', of: ['callId'] },
  view: 'calls.view',
  unique: [['callId', 'sipCallId']],
  indexes: [['userId', 'startedAt']],
  retention: { as: 'callId' },
  transitions: {
    outcome: {
      initial: ['ringing', 'answered', 'missed', 'rejected', 'cancelled', 'busy', 'failed', 'deviceFailure'],
      ringing: ['answered', 'missed', 'rejected', 'cancelled', 'busy', 'failed', 'deviceFailure'],
      answered: [],
      missed: [],
      rejected: [],
      cancelled: [],
      busy: [],
      failed: [],
      deviceFailure: [],
    },
  },
});
export interface CallLeg extends RowOf<typeof CallLeg> {}
