import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, integer, json, longText, number, optional, ref, text } from '#domain/kernel/field.ts';
import { free } from '#domain/kernel/schemas.ts';

const personal = { sensitivity: 'personal' } as const;

/** Assigned work on a case, project or contact. */
export const Task = entity('tasks', {
  singular: 'Task',
  plural: 'Tasks',
  fields: {
    title: text({ min: 1, search: 'A' }),
    description: optional(longText({ ...personal, search: 'C' })),
    caseId: optional(ref('cases', 'cascade')),
    projectId: optional(ref('projects', 'cascade')),
    milestoneId: optional(ref('milestones', 'clear')),
    engagementId: optional(ref('engagements', 'clear', { computed: true })),
    contactId: optional(ref('contacts', 'clear')),
    assignedTo: optional(ref('users')),
    teamId: optional(ref('teams', 'clear')),
    taskType: fallback(choice({ manual: 'Manual', system: 'System', ppSync: 'PracticePanther', followUp: 'Follow-up' }), 'manual'),
    status: fallback(choice({ todo: 'To do', inProgress: 'In progress', review: 'In review', completed: 'Completed', cancelled: 'Cancelled' }), 'todo'),
    priority: fallback(choice({ low: 'Low', medium: 'Medium', high: 'High', urgent: 'Urgent' }), 'medium'),
    dueAt: optional(instant()),
    completedAt: optional(instant({ computed: true })),
    estimatedHours: optional(number({ min: 0 })),
    actualHours: optional(number({ min: 0 })),
    ppTaskId: optional(text()),
    ppData: optional(json(free, { ...personal, label: 'PracticePanther data' })),
    metadata: optional(json(free)),
    lastSyncAt: optional(instant({ computed: true })),
    sortOrder: optional(integer()),
  },
  title: 'title',
  columns: ['title', 'status', 'priority', 'assignedTo', 'dueAt', 'caseId'],
  visibility: { kind: 'parent', of: ['caseId', 'projectId', 'engagementId'], users: ['assignedTo', 'createdBy'], teams: ['teamId'] },
  view: 'tasks.view',
  unique: [['ppTaskId']],
  indexes: [['assignedTo', 'status', 'dueAt'], ['caseId', 'status'], ['projectId', 'status'], ['dueAt']],
  retention: { months: 3, after: 'completedAt' },
  transitions: {
    status: {
      initial: ['todo', 'inProgress', 'completed', 'cancelled'],
      todo: ['inProgress', 'cancelled'],
      inProgress: ['review', 'todo', 'completed', 'cancelled'],
      review: ['completed', 'inProgress', 'cancelled'],
      completed: ['inProgress', 'cancelled'],
      cancelled: ['todo'],
    },
  },
  activity: { caseId: 'caseId' },
});
export interface Task extends RowOf<typeof Task> {}
