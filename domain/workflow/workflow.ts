import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, fallback, integer, json, longText, optional, text } from '#domain/kernel/field.ts';
import { actionSpecs, stages, workflowTransitions } from '#domain/kernel/schemas.ts';

/** A versioned definition of a process for one type of record. */
export const Workflow = entity('workflows', {
  singular: 'Workflow',
  plural: 'Workflows',
  fields: {
    name: text({ min: 1, search: 'A' }),
    description: optional(longText()),
    entityType: fallback(
      choice({ cases: 'Cases', tasks: 'Tasks', leads: 'Leads', opportunities: 'Opportunities', documents: 'Documents', invoices: 'Invoices', bills: 'Bills' }, { label: 'For' }),
      'cases',
    ),
    stages: json(stages),
    transitions: json(workflowTransitions),
    actions: optional(json(actionSpecs)),
    revision: fallback(integer({ min: 1 }), 1),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'entityType', 'revision', 'isActive', 'updatedAt'],
  visibility: { kind: 'tenant' },
  view: 'people.view',
  unique: [['name', 'revision']],
  standard: { capability: 'workflows.design', mode: 'online' },
});
export interface Workflow extends RowOf<typeof Workflow> {}
