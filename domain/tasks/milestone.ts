import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, date, fallback, instant, integer, optional, optionalMoney, ref, text } from '#domain/kernel/field.ts';

/** Checkpoint of a project, trigger of invoicing. */
export const Milestone = entity('milestones', {
  singular: 'Milestone',
  plural: 'Milestones',
  fields: {
    projectId: ref('projects', 'cascade'),
    name: text({ min: 1, search: 'A' }),
    dueOn: optional(date()),
    reachedAt: optional(instant()),
    sortOrder: optional(integer()),
    billable: fallback(boolean(), false),
    ...optionalMoney('amount'),
  },
  title: 'name',
  columns: ['name', 'projectId', 'dueOn', 'reachedAt', 'billable', 'amountMinor'],
  visibility: { kind: 'parent', of: ['projectId'] },
  view: 'tasks.view',
  indexes: [['projectId', 'sortOrder']],
  retention: { as: 'projectId' },
  standard: { capability: 'projects.manage', mode: 'offline' },
});
export interface Milestone extends RowOf<typeof Milestone> {}
