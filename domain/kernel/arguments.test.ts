import { commandOf, entityOf } from '#domain/registry.ts';
import { expect, test } from 'vitest';
import type { AnyCommand } from './command.ts';
import type { EntityName } from './names.ts';
import { argumentsFrom, argumentsOf, subjectArgument } from './arguments.ts';

const named = (name: string): AnyCommand => commandOf.get(name) ?? expect.fail(`there is no ${name}`);
const asked = (name: string, entity: EntityName) => argumentsOf(named(name), entityOf[entity], [subjectArgument(named(name))?.key ?? '']) ?? expect.fail(`${name} cannot be asked`);

test('a command says by which argument it names its row', () => {
  expect(subjectArgument(named('tasks.assign'))).toEqual({ key: 'id', target: 'tasks' });
  expect(subjectArgument(named('units.hold'))).toEqual({ key: 'unitId', target: 'inventoryUnits' });
  expect(subjectArgument(named('teams.save'))).toEqual({ key: 'id', target: 'teams' });
  expect(subjectArgument(named('priorities.create'))).toBeNull();
});

test('what a command asks for is told by the fields of its entity', () => {
  expect(asked('priorities.create', 'priorities').map(({ path, isRequired, field }) => [path.join('.'), isRequired, field.kind])).toEqual([
    ['name', true, 'text'],
    ['level', true, 'integer'],
    ['colour', true, 'text'],
    ['slaHours', true, 'integer'],
    ['isActive', false, 'boolean'],
  ]);
  const [user, team] = asked('tasks.assign', 'tasks');
  expect(user).toMatchObject({ path: ['userId'], field: { target: 'users', optional: true }, isRequired: false });
  expect(team).toMatchObject({ field: { target: 'teams' } });
  expect(asked('contactGroups.add', 'contactGroups')).toMatchObject([{ path: ['contactIds'], isRequired: true, field: { kind: 'tags', target: 'contacts' } }]);
});

test('answers are put where the command takes them, and nothing is made of what was not said', () => {
  const list = asked('priorities.update', 'priorities');
  expect(argumentsFrom(list, { 'patch.name': 'High', 'patch.level': null })).toEqual({ patch: { name: 'High', level: null } });
  expect(argumentsFrom(list, {})).toEqual({});
});
