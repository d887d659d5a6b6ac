import { expect, test } from 'vitest';
import { deviations, figures, missingFrom, otherwise, whyOtherwise } from './report.ts';
import { readSpecification } from './specification.ts';

const specification = readSpecification();
if (!specification) console.warn('skipped: the specification is not beside this checkout, so nothing is compared with it');

test('the figures count what is declared', () => {
  const { commandsByMode, commands, entities, shapes } = figures();
  expect(Object.values(shapes).flat().length).toBe(entities);
  expect(Object.values(commandsByMode).reduce((sum, n) => sum + n, 0)).toBe(commands);
});

test.skipIf(!specification)('the specification is read whole', () => {
  expect(specification?.entities.length).toBe(157);
  expect(specification?.entities.filter(({ fields }) => fields.length === 0).map(({ name }) => name)).toEqual([]);
  expect(specification?.matrix.size).toBeGreaterThan(100);
  expect(specification?.commands.length).toBeGreaterThan(250);
  expect(specification?.entities.flatMap(({ moves }) => moves).length).toBeGreaterThan(250);
});

test.skipIf(!specification)('entities, fields, states, capabilities and modes are as specified, or differ with reason', () => {
  if (!specification) return;
  const { capabilities, entities, fields, modes, moves } = missingFrom(specification);
  expect({ capabilities, entities, modes, moves }).toEqual({ capabilities: [], entities: [], modes: [], moves: [] });
  const differing = fields.map((line) => line.split(':')[0]);
  expect(differing.toSorted()).toEqual(Object.keys(deviations).toSorted());
});

test.skipIf(!specification)('every command of the specification is there, or is otherwise with reason', () => {
  if (!specification) return;
  const missing = Object.values(missingFrom(specification).commands).flat();
  expect(missing.filter((name) => whyOtherwise(name) === undefined)).toEqual([]);
  // A reason for what is there by now is none.
  const isLacking = (reasoned: string) => missing.some((name) => name === reasoned || name.split('.')[0] === reasoned);
  expect(Object.keys(otherwise).filter((name) => !isLacking(name))).toEqual([]);
});
