import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, date, fallback, instant, integer, optional, optionalMoney, ref, text } from '#domain/kernel/field.ts';

const stages = ['lead', 'qualified', 'proposal', 'negotiation'] as const;

/** A deal in the pipeline. */
export const Opportunity = entity('opportunities', {
  singular: 'Opportunity',
  plural: 'Opportunities',
  fields: {
    name: text({ min: 1, search: 'A' }),
    leadId: optional(ref('leads', 'clear')),
    accountId: optional(ref('accounts', 'cascade')),
    contactId: optional(ref('contacts', 'cascade')),
    projectId: optional(ref('inventoryProjects', 'clear', { label: 'Development' })),
    unitId: optional(ref('inventoryUnits', 'clear')),
    stage: fallback(choice({ lead: 'Lead', qualified: 'Qualified', proposal: 'Proposal', negotiation: 'Negotiation', won: 'Won', lost: 'Lost' }), 'lead'),
    ...optionalMoney('value'),
    probability: optional(integer({ min: 0, max: 100, label: 'Probability (%)' })),
    expectedCloseDate: optional(date()),
    nextAction: optional(text({ search: 'C' })),
    assignedTo: optional(ref('users')),
    teamId: optional(ref('teams', 'clear')),
    lostReasonId: optional(ref('referenceItems', 'clear')),
    closedAt: optional(instant()),
  },
  title: 'name',
  columns: ['name', 'contactId', 'stage', 'valueMinor', 'assignedTo', 'expectedCloseDate'],
  visibility: { kind: 'keys', users: ['assignedTo'], teams: ['teamId'] },
  view: 'pipeline.view',
  checks: [{ that: 'some', of: ['contactId', 'accountId'] }],
  indexes: [['assignedTo', 'stage']],
  retention: { months: 24, after: 'closedAt' },
  transitions: {
    stage: {
      initial: [...stages, 'won', 'lost'],
      lead: ['qualified', 'lost'],
      qualified: ['lead', 'proposal', 'lost'],
      proposal: ['qualified', 'negotiation', 'lost'],
      negotiation: ['proposal', 'won', 'lost'],
      won: ['negotiation'],
      lost: stages,
    },
  },
  activity: { caseId: null },
});
export interface Opportunity extends RowOf<typeof Opportunity> {}
