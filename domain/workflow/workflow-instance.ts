import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { anyRef, choice, fallback, instant, json, optional, ref, text } from '#domain/kernel/field.ts';
import { free } from '#domain/kernel/schemas.ts';

/** One run of a workflow on one record. */
export const WorkflowInstance = entity('workflowInstances', {
  singular: 'Workflow run',
  plural: 'Workflow runs',
  fields: {
    workflowId: ref('workflows'),
    triggerId: optional(ref('workflowTriggers', 'clear')),
    ...anyRef('subject'),
    currentStage: text(),
    data: optional(json(free)),
    status: fallback(choice({ running: 'Running', waiting: 'Waiting', completed: 'Completed', failed: 'Failed', cancelled: 'Cancelled' }), 'running'),
    startedAt: instant(),
    completedAt: optional(instant()),
  },
  title: 'currentStage',
  columns: ['workflowId', 'subjectType', 'currentStage', 'status', 'startedAt', 'completedAt'],
  visibility: { kind: 'parent', of: ['subjectId'] },
  view: 'cases.view',
  unique: [{ on: ['workflowId', 'subjectType', 'subjectId'], when: { field: 'status', is: 'running' } }],
  retention: { months: 12, after: 'completedAt' },
  transitions: {
    status: {
      initial: ['running'],
      running: ['waiting', 'completed', 'failed', 'cancelled'],
      waiting: ['running', 'cancelled'],
      completed: [],
      failed: ['running'],
      cancelled: [],
    },
  },
});
export interface WorkflowInstance extends RowOf<typeof WorkflowInstance> {}
