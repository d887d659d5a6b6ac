import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { anyRef, choice, fallback, instant, json, looseId, optional, ref } from '#domain/kernel/field.ts';
import { activityMeta } from '#domain/kernel/schemas.ts';

/** Append-only timeline of what happened to a record, for people to read. */
export const ActivityEvent = entity('activityEvents', {
  singular: 'Activity',
  plural: 'Activity',
  appendOnly: true,
  fields: {
    ...anyRef('subject'),
    engagementId: optional(ref('engagements')),
    caseId: optional(ref('cases')),
    contactId: optional(looseId()),
    type: choice({
      created: 'Created',
      updated: 'Updated',
      deleted: 'Deleted',
      statusChanged: 'Status changed',
      signed: 'Signed',
      sent: 'Sent',
      viewed: 'Viewed',
      paid: 'Paid',
      approved: 'Approved',
      rejected: 'Rejected',
      comment: 'Comment',
    }),
    actorId: optional(ref('users')),
    actorKind: choice({ member: 'Member', external: 'External', system: 'System', agent: 'Agent' }),
    happenedAt: instant(),
    metadata: fallback(json(activityMeta, { sensitivity: 'personal' }), {}),
  },
  title: 'type',
  columns: ['happenedAt', 'type', 'subjectType', 'actorId'],
  visibility: { kind: 'parent', of: ['caseId', 'subjectId'] },
  view: 'cases.view',
  indexes: [['createdAt'], ['subjectType', 'subjectId'], ['caseId', 'happenedAt'], ['engagementId', 'happenedAt']],
  retention: { months: 6 },
});
export interface ActivityEvent extends RowOf<typeof ActivityEvent> {}
