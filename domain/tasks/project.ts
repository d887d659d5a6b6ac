import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, date, fallback, optional, ref, text } from '#domain/kernel/field.ts';

/** Work container of an engagement. */
export const Project = entity('projects', {
  singular: 'Project',
  plural: 'Projects',
  fields: {
    engagementId: ref('engagements', 'cascade'),
    templateId: optional(ref('projectTemplates', 'clear')),
    name: text({ min: 1, search: 'A' }),
    status: fallback(choice({ notStarted: 'Not started', inProgress: 'In progress', completed: 'Completed', onHold: 'On hold', cancelled: 'Cancelled' }), 'notStarted'),
    startsOn: optional(date()),
    dueOn: optional(date()),
    ownerId: optional(ref('users')),
  },
  title: 'name',
  columns: ['name', 'status', 'engagementId', 'ownerId', 'dueOn'],
  visibility: { kind: 'parent', of: ['engagementId'], users: ['ownerId'] },
  view: 'tasks.view',
  indexes: [['dueOn']],
  retention: { months: 12 },
  transitions: {
    status: {
      initial: ['notStarted'],
      notStarted: ['inProgress', 'onHold', 'cancelled'],
      inProgress: ['onHold', 'completed', 'cancelled'],
      onHold: ['inProgress', 'cancelled'],
      completed: [],
      cancelled: [],
    },
  },
  activity: { caseId: null },
});
export interface Project extends RowOf<typeof Project> {}
