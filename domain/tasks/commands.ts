import { Case } from '#domain/cases/case.ts';
import { Contact } from '#domain/contacts/contact.ts';
import { command, insert, remove, update } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { edit } from '#domain/kernel/merge.ts';
import { patchOf } from '#domain/kernel/patch.ts';
import { toRead, toWrite, type Rows } from '#domain/kernel/rows.ts';
import { notify } from '#domain/notifications/notice.ts';
import { checkActive, memberNeed } from '#domain/people/rules.ts';
import { Milestone } from '#domain/tasks/milestone.ts';
import { Project } from '#domain/tasks/project.ts';
import { TaskComment } from '#domain/tasks/task-comment.ts';
import { TaskDependency } from '#domain/tasks/task-dependency.ts';
import { Task } from '#domain/tasks/task.ts';
import * as z from 'zod';

const editable = ['title', 'description', 'priority', 'dueAt', 'estimatedHours', 'actualHours', 'milestoneId', 'sortOrder'] as const;
const taskToWrite = ({ id }: { readonly id: string }) => [toWrite(Task, { id })];
const own = ({ args, rows }: { readonly args: { readonly id: Task['id'] }; readonly rows: Rows }) => [rows.get(Task, args.id)];
const isOver = ({ status }: Pick<Task, 'status'>) => status === 'completed' || status === 'cancelled';

/** Adds a task to a case, a project or a contact. It is its maker's unless another is named. */
export const createTask = command('tasks.create', {
  title: 'Add a task',
  args: z.strictObject({
    title: z.string().trim().min(1).max(255),
    description: z.string().max(100_000).nullish(),
    caseId: idOf('cases').nullish(),
    projectId: idOf('projects').nullish(),
    milestoneId: idOf('milestones').nullish(),
    contactId: idOf('contacts').nullish(),
    assignedTo: idOf('users').nullish(),
    teamId: idOf('teams').nullish(),
    taskType: z.enum(['manual', 'followUp']).default('manual'),
    priority: Task.fields.priority.schema.optional(),
    dueAt: Task.fields.dueAt.schema.nullish(),
    estimatedHours: Task.fields.estimatedHours.schema.nullish(),
  }),
  mode: 'offline',
  capability: 'tasks.edit',
  needs: ({ caseId, projectId, milestoneId, contactId, assignedTo }) => [
    ...(caseId ? [toRead(Case, { id: caseId })] : []),
    ...(projectId ? [toRead(Project, { id: projectId })] : []),
    ...(milestoneId ? [toRead(Milestone, { id: milestoneId })] : []),
    ...(contactId ? [toRead(Contact, { id: contactId })] : []),
    ...memberNeed(assignedTo),
  ],
  on: ({ args, rows }) => (args.caseId ? [rows.get(Case, args.caseId)] : args.projectId ? [rows.get(Project, args.projectId)] : []),
  run: ({ args, rows, context }) => {
    const { taskType, priority, ...rest } = args;
    const project = args.projectId ? rows.get(Project, args.projectId) : null;
    if (args.milestoneId && rows.get(Milestone, args.milestoneId).projectId !== args.projectId)
      throw new Refusal('field.invalid', 'milestoneId', 'The milestone is of another project.');
    if (args.contactId) rows.get(Contact, args.contactId);
    checkActive(rows, args.assignedTo, 'assignedTo');
    const id = idFrom<'tasks'>(context, 0);
    const assignedTo = args.assignedTo === undefined && !args.teamId ? context.userId : (args.assignedTo ?? null);
    return [
      insert(Task, id, { ...rest, assignedTo, taskType, engagementId: project?.engagementId ?? null, ...(priority ? { priority } : {}) }),
      ...notify({ to: assignedTo, type: 'taskAssigned', title: args.title, subject: { type: 'tasks', id } }, context),
    ];
  },
});

/** Changes fields of a task; `base` holds the values the editor saw. */
export const updateTask = command('tasks.update', {
  title: 'Edit the task',
  args: z.strictObject({ id: idOf('tasks'), patch: patchOf(Task, editable), base: patchOf(Task, editable).default({}) }),
  mode: 'offline',
  capability: 'tasks.edit',
  needs: ({ id, patch }) => [...taskToWrite({ id }), ...(patch.milestoneId ? [toRead(Milestone, { id: patch.milestoneId })] : [])],
  on: own,
  run: ({ args, rows }) => {
    const row = rows.get(Task, args.id);
    if (args.patch.milestoneId && rows.get(Milestone, args.patch.milestoneId).projectId !== row.projectId)
      throw new Refusal('field.invalid', 'milestoneId', 'The milestone is of another project.');
    return [update(Task, row.id, edit(Task, row, args.patch, args.base))];
  },
});

/** Hands a task to a member or back to nobody. */
export const assignTask = command('tasks.assign', {
  title: 'Assign the task',
  args: z.strictObject({ id: idOf('tasks'), userId: idOf('users').nullable(), teamId: idOf('teams').nullish() }),
  mode: 'offline',
  capability: 'tasks.assign',
  needs: ({ id, userId }) => [...taskToWrite({ id }), ...memberNeed(userId)],
  on: ({ args, rows, context }) => (context.grants['tasks.assign'] === 'own' ? [] : [rows.get(Task, args.id)]),
  run: ({ args, rows, context }) => {
    const row = rows.get(Task, args.id);
    const mine = (userId: string | null) => userId === null || userId === context.userId;
    if (context.grants['tasks.assign'] === 'own' && !(mine(row.assignedTo) && mine(args.userId)) && row.createdBy !== context.userId)
      throw new Refusal('auth.denied', 'tasks.assign', 'You may only take a free task, release your own or hand on what you made.');
    checkActive(rows, args.userId);
    return [
      update(Task, row.id, { assignedTo: args.userId, ...(args.teamId === undefined ? {} : { teamId: args.teamId }) }),
      ...notify({ to: args.userId, type: 'taskAssigned', title: row.title, subject: { type: 'tasks', id: row.id } }, context),
    ];
  },
});

/** Moves a task on; it is not begun before what it waits for is done. */
export const setTaskStatus = command('tasks.setStatus', {
  title: 'Move the task',
  args: z.strictObject({ id: idOf('tasks'), status: Task.fields.status.schema }),
  mode: 'offline',
  capability: 'tasks.edit',
  needs: ({ id }) => [...taskToWrite({ id }), toRead(TaskDependency, { taskId: id })],
  andThen: ({ args, rows }) => rows.find(TaskDependency, { taskId: args.id }).map(({ dependsOnId }) => toRead(Task, { id: dependsOnId })),
  on: own,
  run: ({ args, rows, context }) => {
    const row = rows.get(Task, args.id);
    const waitsFor = rows.find(TaskDependency, { taskId: row.id }).filter(({ dependencyType, dependsOnId }) => {
      const [other] = rows.find(Task, { id: dependsOnId });
      if (!other || other.status === 'cancelled') return false;
      const begins = args.status === 'inProgress' && row.status === 'todo';
      if (dependencyType === 'finishToStart') return (begins || args.status === 'completed') && other.status !== 'completed';
      if (dependencyType === 'startToStart') return begins && other.status === 'todo';
      if (dependencyType === 'finishToFinish') return args.status === 'completed' && other.status !== 'completed';
      return args.status === 'completed' && other.status === 'todo';
    });
    if (waitsFor.length > 0) throw new Refusal('task.blockedByDependency', 'status', 'Another task must be done first.');
    return [update(Task, row.id, { status: args.status, completedAt: args.status === 'completed' ? context.at : null })];
  },
});

/** Says something about a task. */
export const commentTask = command('tasks.comment', {
  title: 'Comment on the task',
  args: z.strictObject({ id: idOf('tasks'), content: z.string().trim().min(1).max(100_000), isInternal: z.boolean().default(true) }),
  mode: 'offline',
  capability: 'tasks.edit',
  needs: ({ id }) => [toRead(Task, { id })],
  on: own,
  run: ({ args, rows, context }) => {
    const row = rows.get(Task, args.id);
    return [
      insert(TaskComment, idFrom(context, 0), { taskId: row.id, content: args.content, isInternal: args.isInternal }),
      ...notify({ to: row.assignedTo, type: 'mention', title: row.title, message: args.content.slice(0, 500), subject: { type: 'tasks', id: row.id } }, context),
    ];
  },
});

/** Makes a task wait for another; two tasks never wait for each other, however far round. */
export const addDependency = command('tasks.addDependency', {
  title: 'Make the task wait',
  args: z.strictObject({ id: idOf('tasks'), dependsOnId: idOf('tasks'), dependencyType: TaskDependency.fields.dependencyType.schema.optional() }),
  mode: 'offline',
  capability: 'tasks.edit',
  needs: ({ id, dependsOnId }) => [
    toRead(Task, { id }),
    toRead(Task, { id: dependsOnId }),
    toRead(TaskDependency, { taskId: id }),
    toRead(TaskDependency, { taskId: dependsOnId }),
  ],
  andThen: ({ rows }) => rows.known(TaskDependency, {}).map((row) => toRead(TaskDependency, { taskId: String(row['dependsOnId']) })),
  on: own,
  run: ({ args, rows, context }) => {
    const row = rows.get(Task, args.id);
    rows.get(Task, args.dependsOnId);
    if (rows.find(TaskDependency, { taskId: row.id }).some(({ dependsOnId }) => dependsOnId === args.dependsOnId)) return [];
    if (args.dependsOnId === row.id || reaches(args.dependsOnId, row.id, rows))
      throw new Refusal('dependency.cycle', 'dependsOnId', 'Then the two tasks would wait for each other.');
    return [insert(TaskDependency, idFrom(context, 0), { taskId: row.id, dependsOnId: args.dependsOnId, ...(args.dependencyType ? { dependencyType: args.dependencyType } : {}) })];
  },
});

/** Lets a task no longer wait for another. */
export const removeDependency = command('tasks.removeDependency', {
  title: 'Let the task not wait',
  args: z.strictObject({ id: idOf('tasks'), dependsOnId: idOf('tasks') }),
  mode: 'offline',
  capability: 'tasks.edit',
  needs: ({ id }) => [toRead(Task, { id }), toWrite(TaskDependency, { taskId: id })],
  on: own,
  run: ({ args, rows }) => rows.find(TaskDependency, { taskId: args.id }).flatMap((row) => (row.dependsOnId === args.dependsOnId ? [remove(TaskDependency, row.id)] : [])),
});

/** Moves a project on; it is not completed with tasks open. */
export const setProjectStatus = command('projects.setStatus', {
  title: 'Move the project',
  args: z.strictObject({ id: idOf('projects'), status: Project.fields.status.schema }),
  mode: 'offline',
  capability: 'projects.manage',
  needs: ({ id }) => [toWrite(Project, { id }), toRead(Task, { projectId: id })],
  on: ({ args, rows }) => [rows.get(Project, args.id)],
  run: ({ args, rows }) => {
    const row = rows.get(Project, args.id);
    if (args.status === 'completed' && rows.find(Task, { projectId: row.id }).some((task) => !isOver(task)))
      throw new Refusal('project.openTasks', 'status', 'Tasks of this project are still open.');
    return [update(Project, row.id, { status: args.status })];
  },
});

/** Says that a milestone is reached; its tasks must be done. */
export const reachMilestone = command('milestones.reach', {
  title: 'Reach the milestone',
  args: z.strictObject({ id: idOf('milestones') }),
  mode: 'offline',
  capability: 'projects.manage',
  needs: ({ id }) => [toWrite(Milestone, { id }), toRead(Task, { milestoneId: id })],
  on: ({ args, rows }) => [rows.get(Milestone, args.id)],
  run: ({ args, rows, context }) => {
    const row = rows.get(Milestone, args.id);
    if (rows.find(Task, { milestoneId: row.id }).some((task) => !isOver(task))) throw new Refusal('milestone.openTasks', 'id', 'Tasks of this milestone are still open.');
    return row.reachedAt ? [] : [update(Milestone, row.id, { reachedAt: context.at })];
  },
});

/** Whether waiting leads from one task to another. */
function reaches(from: string, to: string, rows: Rows, seen = new Set<string>()): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  return rows
    .known(TaskDependency, { taskId: from })
    .some((row) => row['deletedAt'] === null && (row['dependsOnId'] === to || reaches(String(row['dependsOnId']), to, rows, seen)));
}
