import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, fallback, longText, ref } from '#domain/kernel/field.ts';

/** Remark on a task. */
export const TaskComment = entity('taskComments', {
  singular: 'Comment',
  plural: 'Comments',
  fields: {
    taskId: ref('tasks', 'cascade'),
    content: longText({ min: 1, sensitivity: 'personal' }),
    isInternal: fallback(boolean({ label: 'Internal' }), true),
  },
  title: 'content',
  columns: ['content', 'taskId', 'createdBy', 'createdAt'],
  visibility: { kind: 'parent', of: ['taskId'] },
  view: 'tasks.view',
  indexes: [['taskId', 'createdAt']],
  retention: { as: 'taskId' },
});
export interface TaskComment extends RowOf<typeof TaskComment> {}
