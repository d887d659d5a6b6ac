import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { choice, fallback, ref } from '#domain/kernel/field.ts';

/** Ordering of two tasks. */
export const TaskDependency = entity('taskDependencies', {
  singular: 'Dependency',
  plural: 'Dependencies',
  fields: {
    taskId: ref('tasks', 'cascade'),
    dependsOnId: ref('tasks', 'cascade'),
    dependencyType: fallback(
      choice({ finishToStart: 'Finish to start', startToStart: 'Start to start', finishToFinish: 'Finish to finish', startToFinish: 'Start to finish' }),
      'finishToStart',
    ),
  },
  title: 'dependencyType',
  columns: ['taskId', 'dependsOnId', 'dependencyType'],
  visibility: { kind: 'parent', of: ['taskId'] },
  view: 'tasks.view',
  unique: [['taskId', 'dependsOnId']],
  checks: [{ that: 'differ', of: ['taskId', 'dependsOnId'] }],
  retention: { as: 'taskId' },
});
export interface TaskDependency extends RowOf<typeof TaskDependency> {}
