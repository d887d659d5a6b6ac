import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, fallback, json, optional, ref } from '#domain/kernel/field.ts';
import { condition } from '#domain/kernel/schemas.ts';

/** The event that starts a workflow. */
export const WorkflowTrigger = entity('workflowTriggers', {
  singular: 'Workflow trigger',
  plural: 'Workflow triggers',
  fields: {
    workflowId: ref('workflows', 'cascade'),
    event: choice({
      created: 'Created',
      updated: 'Updated',
      statusChanged: 'Status changed',
      stageChanged: 'Stage changed',
      overdue: 'Overdue',
      callEnded: 'Call ended',
      messageReceived: 'Message received',
      schedule: 'Schedule',
      manual: 'By hand',
    }),
    filter: optional(json(condition)),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'event',
  columns: ['workflowId', 'event', 'isActive', 'updatedAt'],
  visibility: { kind: 'restricted' },
  view: 'workflows.design',
  standard: { capability: 'workflows.design', mode: 'online' },
});
export interface WorkflowTrigger extends RowOf<typeof WorkflowTrigger> {}
