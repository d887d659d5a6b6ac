import { entity, type RowOf, withCase } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, json, looseId, optional, ref, text } from '#domain/kernel/field.ts';
import * as z from 'zod';

/** Append-only timeline of what happened to a record, for people to read. */
export const ActivityEvent = entity('activityEvents', {
  singular: 'Activity',
  plural: 'Activity',
  appendOnly: true,
  fields: {
    subjectType: text({ max: 60 }),
    subjectId: looseId(),
    caseId: optional(ref('cases')),
    type: choice({ created: 'Created', updated: 'Updated', deleted: 'Deleted', statusChanged: 'Status changed' }),
    actorId: optional(ref('users')),
    actorKind: choice({ member: 'Member', external: 'External', system: 'System', agent: 'Agent' }),
    happenedAt: instant(),
    metadata: fallback(json(z.record(z.string(), z.unknown()), { sensitivity: 'personal' }), {}),
  },
  title: 'type',
  columns: ['happenedAt', 'type', 'subjectType', 'actorId'],
  visibility: withCase,
  view: 'cases.view',
  indexes: [
    ['subjectType', 'subjectId'],
    ['caseId', 'happenedAt'],
  ],
});
export interface ActivityEvent extends RowOf<typeof ActivityEvent> {}
