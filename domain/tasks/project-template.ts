import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, fallback, json, text } from '#domain/kernel/field.ts';
import { milestoneTemplates, taskTemplates } from '#domain/kernel/schemas.ts';

/** Reusable structure of tasks and milestones. */
export const ProjectTemplate = entity('projectTemplates', {
  singular: 'Project template',
  plural: 'Project templates',
  fields: {
    name: text({ min: 1, search: 'A' }),
    tasksTemplate: json(taskTemplates, { label: 'Tasks' }),
    milestonesTemplate: json(milestoneTemplates, { label: 'Milestones' }),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'isActive', 'updatedAt'],
  visibility: { kind: 'tenant' },
  view: 'people.view',
  unique: [['name']],
  standard: { capability: 'projects.manage', mode: 'online' },
});
export interface ProjectTemplate extends RowOf<typeof ProjectTemplate> {}
