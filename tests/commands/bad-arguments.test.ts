import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { AnyCommand } from '#domain/kernel/command.ts';
import { parseArgs } from '#domain/kernel/execute.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { writableFields } from '#domain/kernel/standard.ts';
import { allCommands, allEntities } from '#domain/registry.ts';
import { rowOf } from '../support/row-of.ts';
import { createStage, idOf } from '../support/stage.ts';
import { drawFrom, valueOf } from '../support/value-of.ts';

const draw = drawFrom(11);
type Values = Readonly<Record<string, unknown>>;

/** Values that some argument or other must not take. */
const bad: readonly unknown[] = [
  7.5,
  -1,
  1e300,
  'nonsense',
  '',
  true,
  null,
  {},
  [],
  [{}],
  ['a', 7],
  '2026-13-45',
  'a\u0000b',
  'a\ud800',
  'x'.repeat(100_001),
  { $ne: null },
  'constructor',
];

/** Every argument of a command, those inside others too, with the schema that it is held to. */
function argumentsIn(schema: z.core.$ZodType, path: readonly string[] = []): readonly { readonly path: readonly string[]; readonly schema: z.ZodType }[] {
  const inner = unwrapped(schema);
  const own = path.length > 0 ? [{ path, schema: schema as z.ZodType }] : [];
  if (!(inner instanceof z.ZodObject) || path.length > 2) return own;
  return [...own, ...Object.entries(inner.shape).flatMap(([key, each]) => argumentsIn(each as z.ZodType, [...path, key]))];
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodReadonly) return unwrapped(schema.unwrap());
  return schema instanceof z.ZodDefault ? unwrapped(schema.unwrap()) : schema;
}

function put(values: Values, [key = '', ...rest]: readonly string[], value: unknown): Values {
  return { ...values, [key]: rest.length === 0 ? value : put(Object(values[key]) as Values, rest, value) };
}

function without(values: Values, [key = '', ...rest]: readonly string[]): Values {
  if (rest.length > 0) return { ...values, [key]: without(Object(values[key]) as Values, rest) };
  const { [key]: _gone, ...others } = values;
  return others;
}

/** What is said of arguments: null where they are taken. */
function refusalOf(command: AnyCommand, args: unknown): { readonly code: string; readonly field: string | undefined } | null {
  try {
    parseArgs(command, args);
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { code: error.code, field: error.field };
  }
}

const named = allCommands.map((command) => [command.name, command] as const);

test.each(named)('%s refuses every bad value of every argument by the name of the argument', (_name, command) => {
  const good = valueOf(command.args, draw) as Values;
  expect(refusalOf(command, good)).toBeNull();
  const wrong: string[] = [];
  const all = argumentsIn(command.args);
  const schemas = new Map(all.map((one) => [one.path.join('.'), one.schema]));
  const held = (what: string, args: unknown, path: readonly string[]) => {
    const said = refusalOf(command, args);
    const field = said?.field ?? '';
    // A value of an object is wrong by the first thing inside that is; one rule about two arguments names either.
    const isNamed = field === path.join('.') || field.startsWith(`${path.join('.')}.`) || (field !== '' && path.join('.').startsWith(`${field}.`));
    if (said?.code !== 'field.invalid' || !isNamed) wrong.push(`${path.join('.')} ${what}: ${JSON.stringify(said)}`);
  };
  for (const { path, schema } of all) {
    // Inside of what was left out nothing can be wrong.
    const filled = path.reduce<Values>((values, _key, depth) => {
      const above = path.slice(0, depth + 1);
      const inner = schemas.get(above.join('.'));
      const at = above.reduce<unknown>((value, key) => Object(value)[key], values);
      return inner && (at === undefined || at === null) ? put(values, above, valueOf(unwrapped(inner) as z.ZodType, draw)) : values;
    }, good);
    for (const value of bad) if (!schema.safeParse(value).success) held(JSON.stringify(value)?.slice(0, 40) ?? 'undefined', put(filled, path, value), path);
    if (!schema.safeParse(undefined).success) held('left out', without(filled, path), path);
  }
  for (const key of ['nothing', 'tenantId', '__proto__x']) held('not an argument', { ...good, [key]: 'x' }, [key]);
  for (const value of ['text', 7, null, [], true]) expect([value, refusalOf(command, value)?.code]).toEqual([value, 'field.invalid']);
  expect(wrong).toEqual([]);
});

describe('an edit of what somebody else has changed', () => {
  const me = idOf(1);
  const edited = allEntities.filter(({ standard }) => standard && (standard.only ?? ['update']).includes('update'));

  test.each(edited.map((entity) => [entity.name, entity] as const))('of %s is a conflict that names the field, and nothing is written', (name, entity) => {
    const stage = createStage(me);
    const values = rowOf(entity, { draw, refer: (target) => (target === 'users' ? me : idOf(5)) });
    const id = stage.add(name, { ...values, visibleTo: null });
    // A text, for its value can be told apart from any other.
    const found = writableFields(entity).find(([, field]) => field.kind === 'text' && !field.choices && !field.target && !field.typedBy && field.sensitivity !== 'secret');
    if (!found) return;
    const [key, { schema }] = found;
    const [mine, base] = [valueOf(schema, draw), valueOf(schema, draw)];
    const before = stage.row(name, id);
    if (new Set([mine, base, before[key]]).size < 3) return;
    expect(stage.outcome(`${name}.update`, { id, patch: { [key]: mine }, base: { [key]: base } }, { role: 'owner' })).toBe('conflict');
    expect(stage.row(name, id)).toEqual(before);
  });
});
