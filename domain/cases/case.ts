import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, fallback, instant, json, longText, optional, ref, tags, text } from '#domain/kernel/field.ts';
import * as z from 'zod';

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
    assignedTo: optional(ref('users')),
    teamId: optional(ref('teams', 'clear')),
    coordinatorId: optional(ref('users')),
    primaryContactId: optional(ref('contacts', 'clear')),
    sourceSystem: optional(text()),
    openedAt: instant(),
    dueAt: optional(instant()),
    resolvedAt: optional(instant()),
    closedAt: optional(instant()),
    closeReasonId: optional(ref('referenceItems', 'clear')),
    resolution: optional(longText({ ...personal, search: 'C' })),
    notificationsEnabled: fallback(boolean(), true),
    customFields: fallback(json(z.record(z.string(), z.unknown()), personal), {}),
    tags: fallback(tags(), []),
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
  unique: [['caseNumber']],
  indexes: [['caseNumber'], ['openedAt'], ['status', 'openedAt'], ['assignedTo', 'status'], ['teamId', 'status', 'dueAt'], ['dueAt'], ['title']],
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
  history: 'id',
  activity: { caseId: 'id' },
});
export interface Case extends RowOf<typeof Case> {}
