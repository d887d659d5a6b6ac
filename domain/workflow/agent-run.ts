import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, integer, json, optional, optionalMoney, optionalRef, ref, text } from '#domain/kernel/field.ts';
import { evidenceRefs, free } from '#domain/kernel/schemas.ts';

/** One execution of an AI agent. */
export const AgentRun = entity('agentRuns', {
  singular: 'Agent run',
  plural: 'Agent runs',
  fields: {
    agentName: text({ label: 'Agent' }),
    model: optional(text()),
    purpose: text(),
    ...optionalRef('subject'),
    branchId: optional(ref('workflowBranches', 'clear')),
    status: fallback(choice({ queued: 'Queued', running: 'Running', succeeded: 'Succeeded', failed: 'Failed', cancelled: 'Cancelled' }), 'queued'),
    startedAt: optional(instant()),
    endedAt: optional(instant()),
    inputRefs: optional(json(evidenceRefs, { label: 'Input' })),
    output: optional(json(free, { sensitivity: 'personal' })),
    tokenCount: optional(integer({ min: 0, label: 'Tokens' })),
    ...optionalMoney('cost'),
    error: optional(text({ max: 1000 })),
  },
  title: 'purpose',
  columns: ['createdAt', 'agentName', 'purpose', 'status', 'tokenCount', 'costMinor'],
  visibility: { kind: 'restricted' },
  view: 'agentRuns.start',
  retention: { months: 6 },
  transitions: {
    status: { initial: ['queued'], queued: ['running', 'cancelled'], running: ['succeeded', 'failed', 'cancelled'], succeeded: [], failed: [], cancelled: [] },
  },
});
export interface AgentRun extends RowOf<typeof AgentRun> {}
