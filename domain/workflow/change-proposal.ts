import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, integer, json, longText, number, optional, optionalRef, ref, text } from '#domain/kernel/field.ts';
import { evidenceRefs, patches } from '#domain/kernel/schemas.ts';

/** A change that an import, an agent, a rule or a member suggests, waiting for a decision. */
export const ChangeProposal = entity('changeProposals', {
  singular: 'Proposed change',
  plural: 'Proposed changes',
  fields: {
    origin: choice({ import: 'Import', oracle: 'Oracle', agent: 'Agent', rule: 'Rule', member: 'Member' }, { label: 'Made by' }),
    ...optionalRef('origin'),
    kind: choice({ create: 'Create', update: 'Update', merge: 'Merge', link: 'Link', delete: 'Delete' }),
    ...optionalRef('target'),
    targetExpectedVersion: optional(integer({ min: 0 })),
    patch: json(patches, { sensitivity: 'personal' }),
    rationale: optional(longText({ sensitivity: 'personal' })),
    evidence: optional(json(evidenceRefs)),
    confidence: optional(number({ min: 0, max: 1 })),
    risk: choice({ low: 'Low', medium: 'Medium', high: 'High' }),
    status: fallback(choice({ proposed: 'Proposed', approved: 'Approved', rejected: 'Rejected', superseded: 'Superseded', expired: 'Expired' }), 'proposed'),
    decidedBy: optional(ref('users')),
    decidedAt: optional(instant({ label: 'Decided' })),
    decisionNote: optional(text({ max: 1000 })),
  },
  title: 'kind',
  columns: ['createdAt', 'origin', 'kind', 'targetType', 'risk', 'status'],
  visibility: { kind: 'parent', of: ['targetId'], users: ['createdBy'] },
  view: 'changeProposals.create',
  indexes: [['status', 'risk', 'createdAt']],
  retention: { months: 12 },
  path: 'proposals-of-change',
  transitions: {
    status: { initial: ['proposed'], proposed: ['approved', 'rejected', 'superseded', 'expired'], approved: [], rejected: [], superseded: [], expired: [] },
  },
});
export interface ChangeProposal extends RowOf<typeof ChangeProposal> {}
