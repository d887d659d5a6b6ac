import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLog } from '../../sync-server/engine/log.ts';
import { createDue, dueWork } from '../../sync-server/notifications/due.ts';
import { openBusy, type Busy } from '../support/busy.ts';
import { everybody, idIn } from '../support/office.ts';

let office: Busy;
beforeAll(async () => {
  office = await openBusy();
});
afterAll(() => office.close());

/** Who was told what by rules, on a channel. */
async function told(channel: string): Promise<readonly object[]> {
  const names = new Map(await Promise.all(everybody.map(async ({ name }) => [await office.user(name), name] as const)));
  const rows = await office.rows('SELECT user_id, title, message FROM notifications WHERE rule_id IS NOT NULL AND channel = $1 ORDER BY title', [channel]);
  return rows.map(({ user_id: id, title, message }) => ({ to: names.get(String(id)), title, message }));
}

/** Two hubs at once look at what is due, and tell of it. */
async function lookAt(now: number): Promise<readonly object[]> {
  const watches = [1, 2].map(() => createDue({ identity: office.admin, serve: office.pool, log: silentLog, now: () => now }));
  await Promise.all(watches.map(({ round }) => round()));
  await Promise.all(watches.map(({ stop }) => stop()));
  await office.workOff(
    dueWork(() => now),
    false,
  );
  return told('inApp');
}

test('all that fell due while no hub ran for days is told in one notice to each, and once', async () => {
  const started = Date.now();
  const after = (days: number, hours = 0) => started + days * 86_400_000 + hours * 3_600_000;
  const rule = { name: 'Late', triggerEvent: 'taskOverdue', recipients: [{ kind: 'assignee' }], channels: ['inApp', 'email'], template: 'Late: {{title}}' };
  await office.accepted('admin', 'notificationRules.create', rule);
  const caseId = await office.openCase('lead', 'North');
  for (const name of ['second', 'agent']) await office.accepted('lead', 'cases.assign', { id: caseId, userId: await office.user(name) });
  const task = async (title: string, to: string, due: number) =>
    idIn(await office.accepted('lead', 'tasks.create', { caseId, title, assignedTo: await office.user(to), dueAt: new Date(due).toISOString() }), 'tasks');
  for (const n of [2, 1, 3]) await task(`Task ${n}`, 'second', after(0, n));
  await task('Only one', 'agent', after(1));
  const done = await task('Done', 'second', after(1));
  for (const status of ['inProgress', 'completed']) await office.accepted('second', 'tasks.setStatus', { id: done, status });
  const lately = await task('Lately', 'second', after(3, 12));

  const notices = [
    { to: 'second', title: '3 things are overdue', message: ['Task 1: Late: Task 1', 'Task 2: Late: Task 2', 'Task 3: Late: Task 3'].join('\n') },
    { to: 'second', title: 'Lately', message: 'Late: Lately' },
    { to: 'agent', title: 'Only one', message: 'Late: Only one' },
  ];
  expect(await lookAt(after(4))).toEqual(notices);
  expect(await lookAt(after(4))).toEqual(notices);
  // What is about many things at once does not leave the house.
  expect(await told('email')).toEqual(notices.slice(1));

  // Not what is longer ago than events are remembered, nor what passed before there was the rule.
  await office.rows('DELETE FROM outbox_events');
  expect(await lookAt(after(26))).toEqual(notices);
  await office.rows(`UPDATE tasks SET created_at = created_at - interval '9 days', due_at = $1 WHERE id = $2`, [new Date(after(-2)), lately]);
  expect(await lookAt(started)).toEqual(notices);
  await office.rows(`UPDATE notification_rules SET updated_at = updated_at - interval '9 days'`);
  expect(await lookAt(started)).toHaveLength(notices.length + 1);
});
