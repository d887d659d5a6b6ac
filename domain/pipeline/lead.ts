import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, json, looseId, optional, ref, tags, text } from '#domain/kernel/field.ts';
import { customFieldValues } from '#domain/kernel/schemas.ts';

/** A commercial context of one person before a case exists. */
export const Lead = entity('leads', {
  singular: 'Lead',
  plural: 'Leads',
  fields: {
    leadNumber: optional(text({ max: 60, search: 'A', label: 'Number', computed: true })),
    contactId: ref('contacts'),
    accountId: optional(ref('accounts', 'clear')),
    sourceSystem: text({ search: 'D', label: 'Source' }),
    sourceRef: optional(text({ label: 'Source reference' })),
    status: fallback(choice({ open: 'Open', converted: 'Converted', disqualified: 'Disqualified' }), 'open'),
    stage: fallback(choice({ lead: 'Lead', prospect: 'Prospect' }), 'lead'),
    budgetBand: fallback(choice({ unknown: 'Unknown', low: 'Low', mid: 'Middle', high: 'High', premium: 'Premium' }), 'unknown'),
    urgency: fallback(choice({ low: 'Low', medium: 'Medium', high: 'High', immediate: 'Immediate' }), 'medium'),
    assignedTo: optional(ref('users')),
    teamId: optional(ref('teams', 'clear')),
    nextAction: optional(text({ search: 'C' })),
    nextActionAt: optional(instant({ label: 'Next action due' })),
    disqualifyReasonId: optional(ref('referenceItems', 'clear')),
    convertedCaseId: optional(looseId()),
    convertedAt: optional(instant()),
    convertedBy: optional(ref('users')),
    customFields: optional(json(customFieldValues, { sensitivity: 'personal' })),
    tags: fallback(tags(), []),
  },
  title: 'leadNumber',
  columns: ['leadNumber', 'contactId', 'stage', 'urgency', 'assignedTo', 'nextActionAt'],
  visibility: { kind: 'keys', users: ['assignedTo'], teams: ['teamId'] },
  view: 'pipeline.view',
  unique: [['leadNumber'], ['sourceSystem', 'sourceRef']],
  indexes: [
    ['assignedTo', 'status'],
    ['contactId', 'status'],
  ],
  retention: { months: 12, after: 'convertedAt' },
  transitions: {
    status: { initial: ['open', 'disqualified'], open: ['converted', 'disqualified'], disqualified: ['open'], converted: ['open'] },
    stage: { initial: ['lead', 'prospect'], lead: ['prospect'], prospect: ['lead'] },
  },
  activity: { caseId: null },
});
export interface Lead extends RowOf<typeof Lead> {}
