import { Engagement } from '#domain/engagements/engagement.ts';
import { command, insert } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { idOf } from '#domain/kernel/field.ts';
import { toRead } from '#domain/kernel/rows.ts';
import { Milestone } from '#domain/tasks/milestone.ts';
import { ProjectTemplate } from '#domain/tasks/project-template.ts';
import { Project } from '#domain/tasks/project.ts';
import { TaskDependency } from '#domain/tasks/task-dependency.ts';
import { Task } from '#domain/tasks/task.ts';
import * as z from 'zod';

const day = 86_400_000;
const dateAfter = (start: string, days: number) => new Date(Date.parse(`${start}T00:00:00.000Z`) + days * day).toISOString().slice(0, 10);

/** Begins a project of an engagement, with the milestones and tasks of a template. */
export const createProject = command('projects.create', {
  title: 'Add a project',
  args: z.strictObject({
    engagementId: idOf('engagements'),
    templateId: idOf('projectTemplates').nullish(),
    name: z.string().trim().min(1).max(255),
    startsOn: z.iso.date().optional(),
    dueOn: z.iso.date().nullish(),
  }),
  mode: 'offline',
  capability: 'projects.manage',
  needs: ({ engagementId, templateId }) => [toRead(Engagement, { id: engagementId }), ...(templateId ? [toRead(ProjectTemplate, { id: templateId })] : [])],
  on: ({ args, rows }) => [rows.get(Engagement, args.engagementId)],
  run: ({ args, rows, context }) => {
    const engagement = rows.get(Engagement, args.engagementId);
    const template = args.templateId ? rows.get(ProjectTemplate, args.templateId) : null;
    const projectId = idFrom<'projects'>(context, 0);
    const startsOn = args.startsOn ?? context.at.slice(0, 10);
    const milestones = (template?.milestonesTemplate ?? []).map((each, place) => ({ ...each, id: idFrom<'milestones'>(context, 1 + place), place }));
    const tasks = (template?.tasksTemplate ?? []).map((each, place) => ({ ...each, id: idFrom<'tasks'>(context, 1000 + place), place }));
    return [
      insert(Project, projectId, { engagementId: engagement.id, templateId: template?.id ?? null, name: args.name, startsOn, dueOn: args.dueOn ?? null, ownerId: context.userId }),
      ...milestones.map(({ id, name, offsetDays, billable, place }) =>
        insert(Milestone, id, { projectId, name, dueOn: dateAfter(startsOn, offsetDays), billable, sortOrder: place }),
      ),
      ...tasks.map(({ id, title, offsetDays, milestoneKey, place }) =>
        insert(Task, id, {
          title,
          projectId,
          engagementId: engagement.id,
          milestoneId: milestones.find(({ key }) => key === milestoneKey)?.id ?? null,
          dueAt: `${dateAfter(startsOn, offsetDays)}T17:00:00.000Z`,
          taskType: 'system',
          sortOrder: place,
        }),
      ),
      ...tasks.flatMap(({ id, dependsOn = [], place }) =>
        dependsOn.flatMap((title, nth) => {
          const other = tasks.find((each) => each.title === title && each.id !== id);
          return other ? [insert(TaskDependency, idFrom(context, 5000 + place * 50 + nth), { taskId: id, dependsOnId: other.id })] : [];
        }),
      ),
    ];
  },
});
