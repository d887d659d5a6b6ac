import * as fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { createStage, idOf, type Stage } from '../support/stage.ts';

const [me, other, gone] = [idOf(700_001), idOf(700_002), idOf(700_003)] as const;
let stage: Stage;

beforeEach(() => {
  stage = createStage(me);
  for (const userId of [me, other, gone]) stage.add('memberships', { userId, displayName: 'x', isActive: userId !== gone });
});

const task = (title: string, more: object = {}) => {
  stage.run('tasks.create', { title, ...more }, { role: 'manager' });
  return String(stage.rows('tasks', { title })[0]?.id);
};

test('a task is its maker’s unless another is named, who is told', () => {
  expect(stage.row('tasks', task('mine'))).toMatchObject({ assignedTo: me, status: 'todo' });
  const theirs = task('theirs', { assignedTo: other });
  expect(stage.rows('notifications')).toMatchObject([{ userId: other, notificationType: 'taskAssigned', subjectType: 'tasks', subjectId: theirs }]);
  expect(stage.outcome('tasks.create', { title: 'x', assignedTo: gone })).toBe('member.inactive assignedTo');
  expect(stage.outcome('tasks.create', { title: ' ' })).toBe('field.invalid title');
});

test('a task moves by its states only, and keeps when it was completed', () => {
  const id = task('a');
  expect(stage.outcome('tasks.setStatus', { id, status: 'completed' })).toBe('state.forbidden status');
  stage.run('tasks.setStatus', { id, status: 'inProgress' });
  stage.run('tasks.setStatus', { id, status: 'completed' });
  expect(stage.row('tasks', id)).toMatchObject({ completedAt: '2026-03-02T10:00:00.000Z' });
  stage.run('tasks.setStatus', { id, status: 'inProgress' });
  expect(stage.row('tasks', id)).toMatchObject({ completedAt: null });
});

test('an agent takes and releases tasks, and hands on only what they made', () => {
  const id = task('free', { assignedTo: null, teamId: null });
  expect(stage.outcome('tasks.assign', { id, userId: me })).toBe('done');
  const [theirs, made] = [other, me].map((createdBy) => stage.add('tasks', { title: 'x', assignedTo: other, createdBy }));
  stage.add('tasks', { ...stage.row('tasks', String(theirs)), teamId: idOf(1) });
  expect(stage.outcome('tasks.assign', { id: theirs, userId: me }, { teamIds: [idOf(1)] as never, grants: { 'tasks.view': 'team', 'tasks.assign': 'own' } })).toBe(
    'auth.denied tasks.assign',
  );
  expect(stage.outcome('tasks.assign', { id: made, userId: null })).toBe('done');
});

test('a task waits for what it depends on, in each of the four ways', () => {
  const cases = [
    ['finishToStart', 'inProgress', 'todo', 'inProgress', true],
    ['finishToStart', 'inProgress', 'completed', 'inProgress', false],
    ['startToStart', 'inProgress', 'todo', 'inProgress', true],
    ['startToStart', 'inProgress', 'inProgress', 'inProgress', false],
    ['finishToFinish', 'inProgress', 'todo', 'inProgress', false],
    ['finishToFinish', 'completed', 'inProgress', 'completed', true],
    ['startToFinish', 'completed', 'todo', 'completed', true],
    ['startToFinish', 'completed', 'inProgress', 'completed', false],
  ] as const;
  cases.forEach(([dependencyType, to, otherStatus, , isBlocked], n) => {
    const first = stage.add('tasks', { title: `first ${n}`, status: otherStatus, assignedTo: me });
    const second = stage.add('tasks', { title: `second ${n}`, status: to === 'completed' ? 'inProgress' : 'todo', assignedTo: me });
    stage.run('tasks.addDependency', { id: second, dependsOnId: first, dependencyType });
    expect([dependencyType, stage.outcome('tasks.setStatus', { id: second, status: to })]).toEqual([dependencyType, isBlocked ? 'task.blockedByDependency status' : 'done']);
  });
});

test('no tasks wait for each other, however they were tied', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 25 }), (ties) => {
      const here = createStage(me);
      const ids = Array.from({ length: 6 }, (_, n) => here.add('tasks', { title: `t${n}`, assignedTo: me }));
      for (const [from, to] of ties) here.outcome('tasks.addDependency', { id: ids[from], dependsOnId: ids[to] });
      const after = new Map(ids.map((id) => [id, here.rows('taskDependencies', { taskId: id }).map((row) => String(row['dependsOnId']))]));
      const walk = (id: string, path: readonly string[]): boolean => path.includes(id) || (after.get(id) ?? []).some((next) => walk(next, [...path, id]));
      return ids.every((id) => !walk(id, []));
    }),
    { numRuns: 200 },
  );
});

test('a project comes with the milestones and tasks of its template, and ends when they have', () => {
  const engagementId = stage.add('engagements', { name: 'E', status: 'active', ownerId: me });
  const templateId = stage.add('projectTemplates', {
    name: 'T',
    tasksTemplate: [
      { title: 'Dig', offsetDays: 1, milestoneKey: 'm' },
      { title: 'Build', offsetDays: 5, dependsOn: ['Dig'] },
    ],
    milestonesTemplate: [{ key: 'm', name: 'Ground', offsetDays: 2, billable: true }],
  });
  const by = { role: 'manager' } as const;
  stage.run('projects.create', { engagementId, templateId, name: 'House', startsOn: '2026-03-30' }, by);
  const [project] = stage.rows('projects');
  expect(stage.rows('milestones')).toMatchObject([{ name: 'Ground', dueOn: '2026-04-01', billable: true }]);
  expect(stage.rows('tasks').map(({ title, dueAt }) => [title, dueAt])).toEqual([
    ['Dig', '2026-03-31T17:00:00.000Z'],
    ['Build', '2026-04-04T17:00:00.000Z'],
  ]);
  expect(stage.rows('taskDependencies')).toHaveLength(1);
  stage.run('projects.setStatus', { id: project?.id, status: 'inProgress' }, by);
  expect(stage.outcome('projects.setStatus', { id: project?.id, status: 'completed' }, by)).toBe('project.openTasks status');
  expect(stage.outcome('milestones.reach', { id: stage.rows('milestones')[0]?.id }, by)).toBe('milestone.openTasks id');
  for (const { id } of stage.rows('tasks')) for (const status of ['inProgress', 'completed']) stage.run('tasks.setStatus', { id, status }, by);
  stage.run('milestones.reach', { id: stage.rows('milestones')[0]?.id }, by);
  expect(stage.outcome('projects.setStatus', { id: project?.id, status: 'completed' }, by)).toBe('done');
});

test('an appointment that overlaps another of its host is booked knowingly or not at all', () => {
  const at = (hour: number) => ({ startsAt: `2026-03-03T${String(hour).padStart(2, '0')}:00:00.000Z`, endsAt: `2026-03-03T${String(hour + 1).padStart(2, '0')}:00:00.000Z` });
  stage.run('appointments.book', { title: 'one', ...at(9) });
  expect(stage.outcome('appointments.book', { title: 'next', ...at(10) })).toBe('done');
  expect(stage.outcome('appointments.book', { title: 'two', ...at(9) })).toBe('appointment.overlap startsAt');
  expect(stage.outcome('appointments.book', { title: 'two', ...at(9), despiteOverlap: true })).toBe('done');
  expect(stage.outcome('appointments.book', { title: 'x', startsAt: at(9).endsAt, endsAt: at(9).startsAt })).toBe('field.invalid endsAt');
  const [first] = stage.rows('appointments');
  expect(stage.outcome('appointments.finish', { id: first?.id, outcome: 'completed' })).toBe('state.forbidden status');
  stage.run('appointments.confirm', { id: first?.id });
  expect(stage.outcome('appointments.finish', { id: first?.id, outcome: 'noShow' })).toBe('done');
});

test('a reminder is its owner’s alone to put off and to finish', () => {
  stage.run('reminders.set', { text: 'call back', remindAt: '2026-03-05T09:00:00.000Z' });
  stage.run('reminders.set', { text: 'theirs', remindAt: '2026-03-05T09:00:00.000Z', userId: other });
  const [mine, theirs] = stage.rows('reminders');
  stage.run('reminders.finish', { id: mine?.id, outcome: 'shown' });
  stage.run('reminders.snooze', { id: mine?.id, remindAt: '2026-03-06T09:00:00.000Z' });
  expect(stage.row('reminders', String(mine?.id))).toMatchObject({ status: 'pending', remindAt: '2026-03-06T09:00:00.000Z' });
  expect(stage.outcome('reminders.finish', { id: theirs?.id })).toBe('auth.denied id');
});

test('tasks that wait for each other in a long row take one more, and close no circle', () => {
  const row = Array.from({ length: 40 }, (_, n) => task(`step ${n}`));
  const wait = (id: string | undefined, dependsOnId: string | undefined) => stage.outcome('tasks.addDependency', { id, dependsOnId }, { role: 'manager' });
  for (let n = 1; n < row.length; n++) expect([n, wait(row[n], row[n - 1])]).toEqual([n, 'done']);
  expect(wait(row[0], row.at(-1))).toBe('dependency.cycle dependsOnId');
});
