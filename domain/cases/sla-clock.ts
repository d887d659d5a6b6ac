import { entity, type RowOf, withCase } from '#domain/kernel/entity.ts';
import { choice, duration, fallback, instant, optional, ref } from '#domain/kernel/field.ts';

/** A running target for one case. */
export const SlaClock = entity('slaClocks', {
  singular: 'SLA clock',
  plural: 'SLA clocks',
  fields: {
    caseId: ref('cases', 'cascade'),
    metric: choice({ firstResponse: 'First response', resolution: 'Resolution' }),
    policyId: optional(ref('slaPolicies', 'clear')),
    state: fallback(choice({ running: 'Running', paused: 'Paused', met: 'Met', breached: 'Breached', cancelled: 'Cancelled' }), 'running'),
    startedAt: instant(),
    dueAt: instant(),
    pausedAt: optional(instant()),
    pausedSeconds: fallback(duration({ label: 'Paused for' }), 0),
    endedAt: optional(instant()),
    warnedAt: optional(instant()),
  },
  title: 'metric',
  columns: ['caseId', 'metric', 'state', 'startedAt', 'dueAt', 'policyId'],
  visibility: withCase,
  view: 'cases.view',
  // A reopened case starts a fresh clock beside the ended one.
  unique: [{ on: ['caseId', 'metric'], when: { field: 'endedAt', is: null } }],
  indexes: [['state', 'dueAt']],
  retention: { as: 'caseId' },
  transitions: {
    state: {
      initial: ['running'],
      running: ['paused', 'met', 'breached', 'cancelled'],
      paused: ['running', 'met', 'cancelled'],
      breached: ['met'],
      met: [],
      cancelled: [],
    },
  },
});
export interface SlaClock extends RowOf<typeof SlaClock> {}
