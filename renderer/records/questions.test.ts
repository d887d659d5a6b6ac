import { allEntities, commandOf, entityOf } from '#domain/registry.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { expect, test } from 'vitest';
import { actsOn, formOf, makerOf } from './questions.ts';

const row = { id: '0195000a-0000-7000-8000-000000000001', userId: '0195000a-0000-7000-8000-000000000002', name: 'Old', deletedAt: null };
const offered = (name: EntityName) => actsOn(entityOf[name], row).map((command) => command.name);
const argsOf = (command: string, name: EntityName, answers: object) => formOf(commandOf.get(command) ?? expect.fail(command), entityOf[name], row)?.argsOf({ ...answers });

test('every standard command can be asked in a form, and is offered where it belongs', () => {
  const verbs = ['create', 'update', 'archive', 'restore'] as const;
  const standard = allEntities.flatMap((entity) => verbs.flatMap((verb) => (entity.standard ? [{ entity, verb, command: commandOf.get(`${entity.name}.${verb}`) }] : [])));
  const declared = standard.flatMap(({ command, ...rest }) => (command ? [{ ...rest, command }] : []));
  expect(declared.length).toBeGreaterThan(120);
  for (const { entity, verb, command } of declared) {
    expect(formOf(command, entity, verb === 'create' ? null : row), command.name).not.toBeNull();
    if (verb === 'create') expect(makerOf(entity), command.name).not.toBeNull();
    else expect(offered(entity.name).includes(command.name), command.name).toBe(verb !== 'restore');
  }
});

test('what is done to a record is offered on it, wherever the command has its name from', () => {
  expect(offered('inventoryUnits')).toEqual(expect.arrayContaining(['units.hold', 'units.release', 'units.setPrice']));
  expect(offered('memberships')).toEqual(expect.arrayContaining(['members.update', 'members.deactivate', 'roles.assign']));
  expect(offered('tenants')).toContain('tenants.update');
  expect(offered('memberships')).not.toContain('platform.grantRole');
});

test('only a deleted record can be restored, and nothing else can be done with it', () => {
  const gone = { ...row, deletedAt: '2026-03-01T09:30:00.000Z' };
  expect(actsOn(entityOf['priorities'], gone).map(({ name }) => name)).toEqual(['priorities.restore']);
  expect(offered('priorities')).not.toContain('priorities.restore');
});

test('an edit sends what changed with what was seen, and a member is named by the user', () => {
  expect(argsOf('priorities.update', 'priorities', { 'patch.name': 'New' })).toEqual({ id: row.id, patch: { name: 'New' }, base: { name: 'Old' } });
  expect(argsOf('members.deactivate', 'memberships', {})).toEqual({ userId: row.userId });
  expect(argsOf('tasks.assign', 'tasks', {})).toEqual({ id: row.id, userId: null });
});
