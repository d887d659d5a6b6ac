import { afterAll, beforeAll, expect, test } from 'vitest';
import { Case } from '#domain/cases/case.ts';
import { command, type AnyCommand } from '#domain/kernel/command.ts';
import { commandOf } from '#domain/registry.ts';
import * as z from 'zod';
import { newId } from '../../sync-server/db/new-id.ts';
import { envelope, idIn, openOffice, problemIn, type Office } from '../support/office.ts';

let moods: ('breaks' | 'works')[] = [];
const fragile = command('test.fragile', {
  title: 'Fail now and then',
  args: z.strictObject({}),
  mode: 'online',
  capability: 'self',
  needs: () => [],
  run: () => {
    if (moods.shift() === 'breaks') throw new Error('broken on purpose');
    return [];
  },
});
const unneeded = command('test.unneeded', {
  title: 'Forget a need',
  args: z.strictObject({}),
  mode: 'online',
  capability: 'self',
  needs: () => [],
  run: ({ rows }) => [rows.get(Case, newId(0))] as never,
});

let office: Office;
beforeAll(async () => {
  office = await openOffice({ commands: new Map<string, AnyCommand>([...commandOf, [fragile.name, fragile], [unneeded.name, unneeded]]) });
});
afterAll(() => office.close());

const countOf = async (table: string, id: string) => Number((await office.rows(`SELECT count(*) AS n FROM ${table} WHERE id = $1`, [id]))[0]?.['n']);

test('the same id is answered as the first time, and written once', async () => {
  const caller = await office.as('agent');
  const sent = envelope('cases.open', office.caseArgs());
  const first = await office.service.run(caller, sent);
  const second = await office.service.run(caller, sent);
  expect(second).toEqual({ ...first, lsn: second.lsn });
  expect(BigInt(second.lsn)).toBeGreaterThanOrEqual(BigInt(first.lsn));
  expect(await countOf('cases', idIn(first, 'cases'))).toBe(1);
});

test('the same id from many requests at once is written once, and all are answered alike', async () => {
  const caller = await office.as('agent');
  for (let round = 0; round < 10; round++) {
    const sent = envelope('cases.open', office.caseArgs({ title: `Round ${round}` }));
    const answers = await Promise.all(Array.from({ length: 8 }, () => office.service.run(caller, sent)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['accepted']));
    expect(new Set(answers.map((answer) => idIn(answer, 'cases'))).size).toBe(1);
    expect(await office.rows('SELECT version FROM cases WHERE title = $1', [`Round ${round}`])).toEqual([{ version: 1 }]);
    expect(await office.rows('SELECT count(*)::int AS n FROM audit_events WHERE command_id = $1 AND subject_type = $2', [sent.id, 'cases'])).toEqual([{ n: 1 }]);
  }
});

test('a refusal is remembered, too: what has become possible since does not change it', async () => {
  const caller = await office.as('agent');
  const id = await office.openCase('agent', 'North');
  const sent = envelope('cases.reopen', { id, reason: 'x' });
  expect(problemIn(await office.service.run(caller, sent))).toBe('auth.denied');
  expect(problemIn(await office.service.run(caller, sent))).toBe('auth.denied');
  expect(await office.rows('SELECT success, action FROM audit_events WHERE command_id = $1', [sent.id])).toEqual([{ success: false, action: 'cases.reopen' }]);
});

test('an id that another person or device has used is refused to everybody else', async () => {
  const sent = envelope('cases.open', office.caseArgs());
  expect((await office.service.run(await office.as('agent'), sent)).status).toBe('accepted');
  expect(problemIn(await office.service.run(await office.as('second'), sent))).toBe('command.foreign');
  expect(problemIn(await office.service.run(await office.as('agent', 'another device'), sent))).toBe('command.foreign');
});

test('what became of commands can be asked for without running them', async () => {
  const caller = await office.as('agent');
  const accepted = envelope('cases.open', office.caseArgs());
  const refused = envelope('cases.open', office.caseArgs({ title: '' }));
  const unsent = newId(0);
  await office.service.run(caller, accepted);
  await office.service.run(caller, refused);
  const answers = await office.service.outcomes(caller, [accepted.id, refused.id, unsent]);
  expect(answers.map(({ id, status }) => [id, status])).toEqual([
    [accepted.id, 'accepted'],
    [refused.id, 'refused'],
    [unsent, 'unknown'],
  ]);
});

test('what builds on a refused command is refused with it; on one that waits, it waits', async () => {
  const caller = await office.as('agent');
  const parent = envelope('cases.open', office.caseArgs({ title: '' }));
  await office.service.run(caller, parent);
  const child = envelope('notes.add', { subject: { caseId: newId(0) }, body: 'x' }, { after: [parent.id] });
  expect(problemIn(await office.service.run(caller, child))).toBe('parent.refused');

  moods = ['breaks'];
  const waiting = envelope(fragile.name, {});
  expect((await office.service.run(caller, waiting)).status).toBe('retry');
  const next = envelope('cases.open', office.caseArgs(), { after: [waiting.id] });
  expect(await office.service.run(caller, next)).toMatchObject({ status: 'retry', problem: { code: 'parent.pending' } });
  expect((await office.service.run(caller, waiting)).status).toBe('accepted');
  expect((await office.service.run(caller, next)).status).toBe('accepted');
});

test('the third failure of the hub is the last; a command of the same batch goes on', async () => {
  const caller = await office.as('agent');
  const sent = envelope(fragile.name, {});
  moods = ['breaks', 'breaks', 'breaks', 'works'];
  const answers = [];
  for (let n = 0; n < 4; n++) answers.push((await office.service.run(caller, sent)).status);
  expect(answers).toEqual(['retry', 'retry', 'fault', 'fault']);
  expect(moods).toEqual(['works']);
  expect((await office.run('agent', unneeded.name, {})).status).toBe('retry');
  expect((await office.run('agent', 'cases.open', office.caseArgs())).status).toBe('accepted');
});

test('a command that this hub does not know can be sent again after an update', async () => {
  const sent = envelope('cases.teleport', {});
  expect(problemIn(await office.service.run(await office.as('agent'), sent))).toBe('command.unknown');
  expect(await countOf('command_log', sent.id)).toBe(0);
});

test('a command older than the log is refused, and never runs', async () => {
  const at = new Date(Date.now() - 61 * 86_400_000).toISOString();
  const sent = envelope('cases.open', office.caseArgs({ title: 'Ancient' }), { at });
  expect(problemIn(await office.service.run(await office.as('agent'), sent))).toBe('command.tooOld');
  expect(await office.rows(`SELECT 1 FROM cases WHERE title = 'Ancient'`)).toEqual([]);
});

test('a clock two days ahead is taken for now, one two days behind is believed', async () => {
  const day = 86_400_000;
  const before = Date.now();
  const ahead = await office.run('agent', 'cases.open', office.caseArgs(), { at: new Date(before + 2 * day).toISOString() });
  const behindAt = new Date(before - 2 * day).toISOString();
  const behind = await office.run('agent', 'cases.open', office.caseArgs(), { at: behindAt });
  const created = async (id: string) => (await office.rows('SELECT created_at, accepted_at FROM cases WHERE id = $1', [id]))[0];
  const early = await created(idIn(ahead, 'cases'));
  expect(early?.['created_at']).toEqual(early?.['accepted_at']);
  expect((await created(idIn(behind, 'cases')))?.['created_at']).toEqual(new Date(behindAt));
});

test('rights are those of the moment of the command, not of the session', async () => {
  const caller = await office.as('second');
  expect((await office.service.run(caller, envelope('cases.open', office.caseArgs()))).status).toBe('accepted');
  await office.admin.query('UPDATE memberships SET is_active = false WHERE user_id = $1', [caller.userId]);
  const sent = envelope('cases.open', office.caseArgs());
  expect(problemIn(await office.service.run(caller, sent))).toBe('auth.denied');
  expect(await office.rows('SELECT success, action, actor_id FROM audit_events WHERE command_id = $1', [sent.id])).toEqual([
    { success: false, action: 'cases.open', actor_id: caller.userId },
  ]);
  await office.admin.query('UPDATE memberships SET is_active = true WHERE user_id = $1', [caller.userId]);
  await office.admin.query(`UPDATE devices SET status = 'revoked' WHERE id = $1`, [caller.deviceId]);
  expect(problemIn(await office.service.run(caller, envelope('cases.open', office.caseArgs())))).toBe('auth.denied');
});
