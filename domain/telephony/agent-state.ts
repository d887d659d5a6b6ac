import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, looseId, optional, ref, several } from '#domain/kernel/field.ts';

/** Availability periods of an agent; a period is closed, never changed, when the next begins. */
export const AgentState = entity('agentStates', {
  singular: 'Agent state',
  plural: 'Agent states',
  fields: {
    userId: ref('users'),
    state: choice({ offline: 'Offline', available: 'Available', ringing: 'Ringing', onCall: 'On call', wrapUp: 'Wrap-up', break: 'Break', away: 'Away' }),
    reasonId: optional(ref('agentStateReasons', 'clear')),
    fromAt: instant(),
    untilAt: optional(instant()),
    callId: optional(looseId()),
    deviceId: optional(ref('devices', 'clear')),
    /** Those to which the agent belonged when the period began: their leads see it. */
    teamIds: fallback(several('teams', { label: 'Teams' }), []),
  },
  title: 'state',
  columns: ['userId', 'state', 'reasonId', 'fromAt', 'untilAt'],
  visibility: { kind: 'keys', users: ['userId'], leads: ['teamIds'], open: { field: 'untilAt', is: null }, all: 'agentStates.setOther' },
  view: 'queues.view',
  indexes: [['userId', 'fromAt']],
  retention: { months: 1 },
  // From the state of one period to that of the next.
  transitions: {
    state: {
      initial: ['offline', 'available', 'ringing', 'onCall', 'wrapUp', 'break', 'away'],
      offline: ['available'],
      available: ['ringing', 'onCall', 'break', 'away', 'offline'],
      ringing: ['onCall', 'available'],
      onCall: ['wrapUp', 'available'],
      wrapUp: ['available', 'break', 'offline'],
      break: ['available', 'offline'],
      away: ['available', 'offline'],
    },
  },
});
export interface AgentState extends RowOf<typeof AgentState> {}
