import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, duration, fallback, instant, longText, optional, phone, ref, several, text } from '#domain/kernel/field.ts';

const personal = { sensitivity: 'personal' } as const;

/** A telephone call, live or past. */
export const Call = entity('calls', {
  singular: 'Call',
  plural: 'Calls',
  fields: {
    pbx: text({ min: 1, label: 'PBX' }),
    linkedId: optional(text({ label: 'Linked ID' })),
    /** The softphone's Call-ID until the Linkedid is known. */
    callId: optional(text({ label: 'SIP Call-ID' })),
    direction: choice({ inbound: 'Inbound', outbound: 'Outbound', internal: 'Internal' }),
    status: fallback(
      choice(
        {
          queued: 'Queued',
          ringing: 'Ringing',
          answered: 'Answered',
          held: 'Held',
          completed: 'Completed',
          missed: 'Missed',
          abandoned: 'Abandoned',
          failed: 'Failed',
        },
        { computed: true },
      ),
      'ringing',
    ),
    /** Absent where the caller withheld it; what was sent instead is kept raw. */
    callerNumber: optional(phone({ search: 'A' })),
    callerNumberRaw: optional(text(personal)),
    callerName: optional(text({ ...personal, search: 'A' })),
    calledNumber: optional(phone()),
    calledNumberRaw: optional(text(personal)),
    agentId: optional(ref('users')),
    queueId: optional(ref('queues', 'clear')),
    /** The team of the queue when the call entered it: its members see the call. */
    teamId: optional(ref('teams', 'clear')),
    /** Those of the agents whom it rang, or who made it: who looks after them sees what comes by no queue too. */
    teamIds: fallback(several('teams', { label: 'Teams of its agents' }), []),
    phoneNumberId: optional(ref('phoneNumbers', 'clear')),
    contactId: optional(ref('contacts', 'clear')),
    caseId: optional(ref('cases', 'clear')),
    leadId: optional(ref('leads', 'clear')),
    startedAt: instant(),
    answeredAt: optional(instant()),
    endedAt: optional(instant()),
    duration: optional(duration({ computed: true })),
    dispositionId: optional(ref('dispositions')),
    wrapUpNote: optional(longText({ ...personal, search: 'B' })),
    deviceId: optional(ref('devices', 'clear')),
    madeOffline: fallback(boolean(), false),
  },
  title: 'callerNumber',
  columns: ['startedAt', 'direction', 'callerNumber', 'contactId', 'agentId', 'status'],
  visibility: { kind: 'parent', of: ['caseId'], users: ['agentId', 'createdBy'], teams: ['teamId', 'teamIds'], members: { entity: 'callLegs', by: 'callId', user: 'userId' } },
  view: 'calls.view',
  unique: [['pbx', 'linkedId']],
  indexes: [['contactId', 'startedAt'], ['agentId', 'startedAt'], ['queueId', 'status'], ['callerNumber'], ['callId'], ['startedAt']],
  retention: { months: 3 },
  // Steps may be missed or come late, so a call may go to any later state.
  transitions: {
    status: {
      initial: ['ringing', 'queued', 'answered', 'held', 'completed', 'missed', 'abandoned', 'failed'],
      queued: ['ringing', 'answered', 'held', 'completed', 'missed', 'abandoned', 'failed'],
      ringing: ['answered', 'held', 'completed', 'missed', 'abandoned', 'failed'],
      answered: ['held', 'completed', 'failed'],
      held: ['answered', 'completed', 'failed'],
      completed: [],
      // A leg that was answered may be told later than those that were not.
      missed: ['answered', 'held', 'completed'],
      abandoned: ['answered', 'held', 'completed'],
      failed: ['answered', 'held', 'completed'],
    },
  },
  activity: { caseId: 'caseId' },
});
export interface Call extends RowOf<typeof Call> {}
