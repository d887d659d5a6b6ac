import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { anyRef, choice, fallback, json, optional, ref, tags, text } from '#domain/kernel/field.ts';
import { free } from '#domain/kernel/schemas.ts';

/** Append-only record of what policy said about an attempted write. */
export const PolicyDecision = entity('policyDecisions', {
  singular: 'Policy decision',
  plural: 'Policy decisions',
  appendOnly: true,
  fields: {
    policy: text(),
    ...anyRef('subject'),
    actorId: optional(ref('users')),
    agentRunId: optional(ref('agentRuns', 'clear')),
    decision: choice({ allow: 'Allowed', deny: 'Denied', requireApproval: 'Needs approval' }),
    reasons: fallback(tags(), []),
    inputs: optional(json(free, { sensitivity: 'personal' })),
  },
  title: 'policy',
  columns: ['createdAt', 'policy', 'subjectType', 'actorId', 'decision', 'reasons'],
  visibility: { kind: 'restricted' },
  view: 'audit.view',
  indexes: [['subjectType', 'subjectId', 'createdAt']],
  retention: { months: 12 },
});
export interface PolicyDecision extends RowOf<typeof PolicyDecision> {}
