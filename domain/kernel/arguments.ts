import * as z from 'zod';
import type { AnyCommand } from './command.ts';
import type { AnyEntity } from './entity.ts';
import { boolean, choice, date, idTargets, instant, integer, json, labelOf, longText, number, ref, tags, text, looseId, type Field } from './field.ts';
import { entityNames, type EntityName } from './names.ts';

/** One thing that a command asks for: where it lies in the arguments, and the field that says what it is. */
export interface Argument {
  readonly path: readonly string[];
  readonly field: Field;
  readonly label: string;
  readonly isRequired: boolean;
  /** It must be said, be it that there is none. */
  readonly isSaid: boolean;
  /** What it is where nothing is said. */
  readonly fallback?: unknown;
}

interface Inside {
  readonly schema: z.core.$ZodType;
  readonly isRequired: boolean;
  readonly isNullable: boolean;
  readonly fallback?: unknown;
}

/** What is inside the wrappers that make a schema optional, absent or preset. */
function inside(schema: z.core.$ZodType): Inside {
  if (schema instanceof z.ZodOptional) return { ...inside(schema.unwrap()), isRequired: false };
  if (schema instanceof z.ZodNullable) return { ...inside(schema.unwrap()), isNullable: true };
  if (schema instanceof z.ZodReadonly) return inside(schema.unwrap());
  if (schema instanceof z.ZodDefault) return { ...inside(schema.unwrap()), isRequired: false, fallback: schema.def.defaultValue };
  return { schema, isRequired: true, isNullable: false };
}

const shapeOf = (schema: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType>> | null => (schema instanceof z.ZodObject ? schema.shape : null);

/** The entity whose ids a schema takes. */
export function targetOf(schema: z.core.$ZodType): EntityName | undefined {
  return idTargets.get(inside(schema).schema as z.ZodType)?.target;
}

/** The argument by which a command names the row that it acts on; null where it makes one, or acts on none in particular. */
export function subjectArgument({ args }: Pick<AnyCommand, 'args'>): { readonly key: string; readonly target: EntityName } | null {
  const shape = shapeOf(args) ?? {};
  const ids = Object.entries(shape).flatMap(([key, schema]) => {
    const target = targetOf(schema);
    return target && (key === 'id' || inside(schema).isRequired) ? [{ key, target }] : [];
  });
  return ids.find(({ key }) => key === 'id') ?? ids[0] ?? null;
}

/** What a command asks for beside the row it acts on, by the fields of the entity it is about where their names agree; null where it asks for something no form can. */
export function argumentsOf({ args }: Pick<AnyCommand, 'args'>, entity: AnyEntity, given: readonly string[] = []): readonly Argument[] | null {
  const shape = shapeOf(args);
  return shape ? listed(shape, entity, [], given, true) : null;
}

function listed(
  shape: Readonly<Record<string, z.core.$ZodType>>,
  entity: AnyEntity,
  at: readonly string[],
  given: readonly string[],
  isRequired: boolean,
): readonly Argument[] | null {
  const found: Argument[] = [];
  for (const [key, schema] of Object.entries(shape)) {
    if (given.includes(key) || (at.length === 0 && key === 'base')) continue;
    const { schema: core, isNullable, ...rest } = inside(schema);
    const needed = isRequired && rest.isRequired;
    const field = fieldOf(key, core, entity);
    if (field) {
      const label = labelOf(key, field);
      found.push({
        path: [...at, key],
        field: { ...field, optional: isNullable || !rest.isRequired },
        label,
        isRequired: needed && !isNullable,
        isSaid: needed,
        ...('fallback' in rest ? { fallback: rest.fallback } : {}),
      });
      continue;
    }
    const nested = shapeOf(core);
    const below = nested && listed(nested, entity, [...at, key], [], needed);
    if (below) found.push(...below);
    else if (needed) return null;
  }
  return found;
}

/** A part of a structured value: its key, and the field that says what it is. */
export interface Part {
  readonly key: string;
  readonly field: Field;
  readonly label: string;
  readonly isRequired: boolean;
}

/** The named parts of which a structured value, or each item of a list of such, consists; null where it has none that are known. */
export function partsOf(schema: z.core.$ZodType): { readonly isList: boolean; readonly parts: readonly Part[] } | null {
  const { schema: core } = inside(schema);
  const isList = core instanceof z.ZodArray;
  const shape = isList ? shapeOf(inside(core.element).schema) : (shapeOf(core) ?? recordOf(core));
  if (!shape) return null;
  const typedBy = 'kind' in shape ? 'kind' : 'type';
  const parts = Object.entries(shape).map(([key, each]) => {
    const { schema: part, isRequired } = inside(each);
    const field = fieldOf(key, part, { fields: {} }) ?? (isText(part) ? text() : json(part as z.ZodType));
    const named = entityNames.find((name) => key === `${name.slice(0, -1)}Id`);
    const known = field.typedBy ? { ...field, typedBy } : named && part instanceof z.ZodUUID ? ref(named) : field;
    return { key, field: { ...known, schema: part as z.ZodType, optional: !isRequired }, label: labelOf(known.typedBy ? 'which' : key, known), isRequired };
  });
  return { isList, parts };
}

const isText = (schema: z.core.$ZodType): boolean =>
  schema instanceof z.ZodUnion
    ? schema.options.every(isText)
    : schema instanceof z.ZodLiteral
      ? [...schema.values].every((value) => typeof value === 'string')
      : schema instanceof z.ZodString;

/** A record under a fixed set of keys. */
const recordOf = (schema: z.core.$ZodType) =>
  schema instanceof z.ZodRecord && schema.keyType instanceof z.ZodEnum
    ? Object.fromEntries(schema.keyType.options.map((key) => [key, z.optional(schema.valueType as z.ZodType)] as const))
    : null;

/** The field that an argument is asked by; null for what has several parts. */
function fieldOf(key: string, schema: z.core.$ZodType, entity: Pick<AnyEntity, 'fields'>): Field | null {
  const own = entity.fields[key];
  const target = idTargets.get(schema as z.ZodType)?.target;
  if (own && (own.kind !== 'id' || own.target === target || own.typedBy)) return own;
  if (target) return ref(target);
  if (schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral) return chosen(schema instanceof z.ZodEnum ? schema.options : [...schema.values], entity);
  if (schema instanceof z.ZodISODateTime) return instant();
  if (schema instanceof z.ZodISODate) return date();
  if (schema instanceof z.ZodString || schema instanceof z.ZodEmail) return (schema.maxLength ?? 0) > 500 ? longText({ max: schema.maxLength ?? 1000 }) : text();
  if (schema instanceof z.ZodNumber) return schema.isInt ? integer() : number();
  if (schema instanceof z.ZodBoolean) return boolean();
  if (schema instanceof z.ZodPipe) return looseId();
  // The rest of a `{type, id}` that names a row of any entity.
  if (schema instanceof z.ZodUUID) return { ...looseId(), ...(key === 'id' ? { typedBy: 'type' } : {}) };
  if (schema instanceof z.ZodRecord) return recordOf(schema) ? json(schema) : json(z.record(z.string(), z.unknown()));
  if (!(schema instanceof z.ZodArray)) return null;
  const of = targetOf(schema.element);
  if (of) return { ...tags(), target: of };
  const item = inside(schema.element).schema;
  if (item instanceof z.ZodEnum) return { ...tags(), ...chosen(item.options, entity), kind: 'tags', schema: tags().schema };
  return item instanceof z.ZodString ? tags() : json(schema);
}

/** A choice among values: in the words of the entity's field of the same values, else in their own. */
function chosen(values: readonly unknown[], { fields }: Pick<AnyEntity, 'fields'>): Field {
  const keys = values.map(String);
  if (keys.every((key) => entityNames.some((name) => name === key))) return { ...text(), entities: keys as unknown as readonly EntityName[] };
  const known = Object.values(fields).find(({ choices }) => choices && keys.every((key) => key in choices))?.choices ?? {};
  return choice(Object.fromEntries(keys.map((key) => [key, known[key] ?? labelOf(key, {})])));
}

/** The arguments that answers make: each at its place, and nothing where nothing was said. */
export function argumentsFrom(list: readonly Argument[], answers: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const made: Record<string, unknown> = {};
  for (const { path } of list) {
    const value = answers[path.join('.')];
    if (value === undefined) continue;
    let place = made;
    for (const key of path.slice(0, -1)) place = (place[key] ??= {}) as Record<string, unknown>;
    place[path.at(-1) ?? ''] = value;
  }
  return made;
}
