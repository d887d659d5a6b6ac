import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, duration, fallback, optional, text } from '#domain/kernel/field.ts';

/** Why an agent is not ready. */
export const AgentStateReason = entity('agentStateReasons', {
  singular: 'Agent state reason',
  plural: 'Agent state reasons',
  fields: {
    name: text({ min: 1, search: 'A' }),
    code: text({ min: 1 }),
    countsAsWork: fallback(boolean(), false),
    maxDuration: optional(duration({ label: 'Longest time' })),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'code', 'countsAsWork', 'maxDuration', 'isActive'],
  visibility: { kind: 'tenant' },
  view: 'queues.view',
  unique: [['code']],
  standard: { capability: 'telephony.manage', mode: 'online' },
});
export interface AgentStateReason extends RowOf<typeof AgentStateReason> {}
