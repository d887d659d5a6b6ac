import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, instant, integer, json, optional, ref, text } from '#domain/kernel/field.ts';
import { free } from '#domain/kernel/schemas.ts';

/** A step within a run of a workflow, with retries. */
export const WorkflowAction = entity('workflowActions', {
  singular: 'Workflow step',
  plural: 'Workflow steps',
  fields: {
    instanceId: ref('workflowInstances', 'cascade', { label: 'Workflow run' }),
    actionType: text(),
    params: optional(json(free, { label: 'Parameters' })),
    status: fallback(choice({ pending: 'Pending', running: 'Running', succeeded: 'Succeeded', failed: 'Failed', skipped: 'Skipped' }), 'pending'),
    attempts: fallback(integer({ min: 0 }), 0),
    maxAttempts: fallback(integer({ min: 1 }), 5),
    nextAttemptAt: optional(instant()),
    lastError: optional(text({ max: 1000 })),
    idempotencyKey: text(),
  },
  title: 'actionType',
  columns: ['actionType', 'instanceId', 'status', 'attempts', 'nextAttemptAt', 'lastError'],
  visibility: { kind: 'restricted' },
  view: 'workflows.design',
  unique: [['idempotencyKey']],
  indexes: [['status', 'nextAttemptAt']],
  retention: { months: 3 },
  transitions: {
    status: { initial: ['pending'], pending: ['running', 'skipped'], running: ['succeeded', 'failed'], succeeded: [], failed: ['pending'], skipped: [] },
  },
});
export interface WorkflowAction extends RowOf<typeof WorkflowAction> {}
