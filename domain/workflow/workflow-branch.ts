import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, json, optional, ref, text } from '#domain/kernel/field.ts';
import { condition } from '#domain/kernel/schemas.ts';

/** An alternative line of a run: what might be, or what goes on beside it. */
export const WorkflowBranch = entity('workflowBranches', {
  singular: 'Workflow branch',
  plural: 'Workflow branches',
  fields: {
    instanceId: ref('workflowInstances', 'cascade', { label: 'Workflow run' }),
    parentBranchId: optional(ref('workflowBranches', 'clear')),
    name: text({ min: 1 }),
    condition: optional(json(condition)),
    status: fallback(choice({ open: 'Open', chosen: 'Chosen', discarded: 'Discarded', merged: 'Merged' }), 'open'),
  },
  title: 'name',
  columns: ['name', 'instanceId', 'parentBranchId', 'status', 'createdBy'],
  visibility: { kind: 'restricted' },
  view: 'workflows.design',
  retention: { months: 12 },
  transitions: { status: { initial: ['open'], open: ['chosen', 'discarded'], chosen: ['merged'], discarded: [], merged: [] } },
});
export interface WorkflowBranch extends RowOf<typeof WorkflowBranch> {}
