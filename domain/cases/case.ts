import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, fallback, instant, json, longText, optional, ref, tags, text } from '#domain/kernel/field.ts';
import { customFieldValues } from '#domain/kernel/schemas.ts';

const personal = { sensitivity: 'personal' } as const;

/** A matter a contact brought to the service, followed from intake to closure. */
export const Case = entity('cases', {
  singular: 'Case',
  plural: 'Cases',
  fields: {
    caseNumber: optional(text({ max: 60, search: 'A', label: 'Number' })),
    provisionalNumber: optional(text({ max: 60 })),
    kindId: ref('caseKinds'),
    title: text({ min: 1, max: 200, search: 'A' }),
    description: optional(longText({ ...personal, search: 'C' })),
    status: fallback(choice({ pending: 'Pending', open: 'Open', onHold: 'On hold', resolved: 'Resolved', closed: 'Closed', cancelled: 'Cancelled' }), 'open'),
    priorityId: ref('priorities'),
    categoryId: ref('caseCategories'),
    workflowId: optional(ref('workflows')),
    stage: optional(text()),
    stageChangedAt: optional(instant({ computed: true })),
    stageChangedBy: optional(ref('users')),
    assignedTo: optional(ref('users')),
    teamId: optional(ref('teams', 'clear')),
    coordinatorId: optional(ref('users')),
    primaryContactId: optional(ref('contacts', 'clear')),
    accountId: optional(ref('accounts', 'clear')),
    leadId: optional(ref('leads', 'clear')),
    opportunityId: optional(ref('opportunities', 'clear')),
    engagementId: optional(ref('engagements', 'clear')),
    locationId: optional(ref('locations', 'clear')),
    sourceSystem: optional(text()),
    openedAt: instant(),
    dueAt: optional(instant()),
    resolvedAt: optional(instant()),
    closedAt: optional(instant()),
    closeReasonId: optional(ref('referenceItems', 'clear')),
    resolution: optional(longText({ ...personal, search: 'C' })),
    notificationsEnabled: fallback(boolean(), true),
    customFields: fallback(json(customFieldValues, personal), {}),
    tags: fallback(tags(), []),
    ppMatterId: optional(text({ label: 'PracticePanther matter' })),
  },
  title: 'title',
  columns: ['caseNumber', 'title', 'status', 'priorityId', 'assignedTo', 'dueAt'],
  visibility: {
    kind: 'keys',
    users: ['assignedTo', 'coordinatorId'],
    teams: ['teamId'],
    members: { entity: 'caseParticipants', by: 'caseId', user: 'userId', active: 'isActive' },
  },
  view: 'cases.view',
  sync: 'hot',
  unique: [['caseNumber'], ['ppMatterId']],
  indexes: [['caseNumber'], ['openedAt'], ['status', 'openedAt'], ['assignedTo', 'status'], ['teamId', 'status', 'dueAt'], ['kindId', 'stage'], ['dueAt'], ['title']],
  transitions: {
    status: {
      initial: ['pending', 'open'],
      pending: ['open', 'cancelled'],
      open: ['onHold', 'resolved', 'closed', 'cancelled'],
      onHold: ['open', 'closed', 'cancelled'],
      resolved: ['open', 'closed'],
      closed: ['open'],
      cancelled: ['open'],
    },
  },
  retention: { months: 12, after: 'closedAt' },
  standard: { capability: 'cases.delete', mode: 'online', only: ['archive', 'restore'] },
  history: 'id',
  activity: { caseId: 'id' },
});
export interface Case extends RowOf<typeof Case> {}
