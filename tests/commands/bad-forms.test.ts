import { expect, test } from 'vitest';
import type { AnyRow } from '#domain/kernel/entity.ts';
import { parseArgs } from '#domain/kernel/execute.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { allEntities, commandOf } from '#domain/registry.ts';
import { faultOf, isAtFault } from '../../renderer/records/field-fault.ts';
import { actsOn, formOf, makerOf } from '../../renderer/records/questions.ts';
import { badValuesOf } from '../support/bad-values.ts';
import { rowOf } from '../support/row-of.ts';
import { idOf } from '../support/stage.ts';
import { drawFrom, valueOf } from '../support/value-of.ts';

const draw = drawFrom(5);

/** Words of the schemas, which nobody who fills in a form should read. */
const raw = /expected|invalid|regex|pattern|undefined|too (?:big|small)/i;

const forms = allEntities.flatMap((entity) => {
  const row = { ...rowOf(entity, { draw, refer: () => idOf(5) }), id: idOf(1), deletedAt: null } as unknown as AnyRow;
  const maker = makerOf(entity);
  const made = maker && formOf(maker, entity, null);
  const all = [...(made ? [made] : []), ...actsOn(entity, row).flatMap((command) => formOf(command, entity, row) ?? [])];
  return all.map((form) => [entity.name, form.command, form] as const);
});

test.each(forms)('the form of %s for %s says what is wrong at the field that is wrong', (_entity, name, form) => {
  const command = commandOf.get(name);
  if (!command) throw new Error(`There is no command ${name}`);
  const refusalOf = (answers: Readonly<Record<string, unknown>>) => {
    try {
      parseArgs(command, form.argsOf(answers));
      return null;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  };
  const good = { ...Object.fromEntries(form.questions.map(({ name: question, field }) => [question, valueOf(field.schema, draw)])), ...form.initial };
  const isWhole = refusalOf(good) === null;
  const wrong: string[] = [];
  for (const { name: question, field } of form.questions)
    for (const { why, value } of badValuesOf(field)) {
      const refusal = refusalOf({ ...good, [question]: value });
      if (refusal === null) continue;
      const told = form.questions.filter((each) => isAtFault(each.name, refusal.field)).map((each) => each.name);
      // Where the rest is not whole, something else may be named first; whatever is named stands in the form.
      if (isWhole ? !told.includes(question) : told.length === 0) wrong.push(`${question}, ${why}: said of ${refusal.field}`);
      const words = told.includes(question) ? faultOf(field, value, refusal) : '';
      if (field.kind !== 'json' && raw.test(words)) wrong.push(`${question}, ${why}: ${words}`);
    }
  expect(wrong).toEqual([]);
});
