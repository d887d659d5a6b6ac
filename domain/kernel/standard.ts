import * as z from 'zod';
import { command, insert, remove, restore, update, type AnyCommand, type Change, type Mode } from './command.ts';
import { idFrom } from './context.ts';
import { baseFields, type AnyEntity, type AnyRow } from './entity.ts';
import { Refusal } from './failure.ts';
import { idOf, type DeleteRule, type Field } from './field.ts';
import { edit } from './merge.ts';
import type { EntityName } from './names.ts';
import { toAsk, toRead, toWrite, type Need, type Rows } from './rows.ts';
import { inSentence, withArticle } from './words.ts';

/** A field by which rows of one entity refer to those of another. */
export interface Dependent {
  readonly entity: AnyEntity;
  readonly field: string;
  readonly rule: DeleteRule;
}

type Values = Readonly<Record<string, unknown>>;

/** What the standard commands ask of the registry. */
export interface Registry {
  readonly entityOf: (name: EntityName) => AnyEntity;
  readonly dependentsOf: (name: EntityName) => readonly Dependent[];
  /** How values of a tenant's own fields are checked. */
  readonly custom: {
    readonly needs: (entity: AnyEntity, values: Values) => readonly Need[];
    readonly check: (entity: AnyEntity, rows: Rows, values: Values) => void;
  };
}

/** How many rows one archive or restore may take with it. */
export const archivedAtMost = 2000;

/** The fields that a person may write: not the base, nothing computed, nothing a state machine guards. */
export function writableFields({ fields, transitions = {} }: AnyEntity): readonly (readonly [key: string, field: Field])[] {
  return Object.entries(fields).filter(([key, { computed }]) => !baseFields.has(key) && !computed && !(key in transitions));
}

/** `create`, `update`, `archive` and `restore` of an entity that declares `standard`. */
export function standardCommands(entity: AnyEntity, registry: Registry): readonly AnyCommand[] {
  const { name, standard } = entity;
  if (!standard) return [];
  const { capability, mode } = standard;
  const word = inSentence(entity.singular);
  const shared = { mode: mode satisfies Mode, capability };
  const id = idOf(name);
  const writable = writableFields(entity);
  const value = ({ optional, schema }: Field) => (optional ? schema.nullable() : schema);
  const fresh = z.strictObject(Object.fromEntries(writable.map(([key, field]) => [key, field.optional || 'fallback' in field ? value(field).optional() : value(field)])));
  const patch = z.strictObject(Object.fromEntries(writable.map(([key, field]) => [key, value(field).optional()])));
  const row = ({ rows, id: of }: { readonly rows: Rows; readonly id: string }) => rows.get(entity, of) as AnyRow;

  const create = command(`${name}.create`, {
    ...shared,
    title: `Add ${withArticle(entity.singular)}`,
    args: fresh,
    needs: (args) => [...references(entity, args, registry), ...registry.custom.needs(entity, args)],
    run: ({ args, rows, context }) => {
      checkReferences(entity, args, rows, registry);
      registry.custom.check(entity, rows, args);
      return [insert(entity, idFrom(context, 0), defined(args) as never)];
    },
  });
  const change = command(`${name}.update`, {
    ...shared,
    title: `Edit the ${word}`,
    args: z.strictObject({ id, patch, base: patch.optional() }),
    needs: (args) => [toWrite(entity, { id: args.id }), ...references(entity, args.patch, registry), ...registry.custom.needs(entity, args.patch)],
    on: ({ args, rows }) => [row({ rows, id: args.id }) as never],
    run: ({ args, rows }) => {
      checkReferences(entity, args.patch, rows, registry);
      const values = edit(entity, row({ rows, id: args.id }), defined(args.patch), defined(args.base ?? {}));
      registry.custom.check(entity, rows, values);
      return [update(entity, args.id as never, values as never)];
    },
  });
  const archive = command(`${name}.archive`, {
    ...shared,
    title: `Delete the ${word}`,
    args: z.strictObject({ id, reason: z.string().max(1000).optional() }),
    needs: (args) => [toWrite(entity, { id: args.id }), ...below(entity, args.id, registry)],
    andThen: ({ args, rows }) => rowsBelow(entity, args.id, rows, registry).flatMap((each) => below(each.entity, each.row.id, registry)),
    on: ({ args, rows }) => [row({ rows, id: args.id }) as never],
    run: ({ args, rows }) => archived(entity, args.id, rows, registry, args.reason),
  });
  const bringBack = command(`${name}.restore`, {
    ...shared,
    title: `Restore the ${word}`,
    args: z.strictObject({ id }),
    needs: (args) => [toWrite(entity, { id: args.id }), ...cascades(entity, args.id, registry)],
    andThen: ({ args, rows }) => deletedBelow(entity, args.id, rows, registry).flatMap((each) => cascades(each.entity, each.row.id, registry)),
    on: ({ args, rows }) => [target(rows.raw(name, args.id))],
    run: ({ args, rows }) => {
      const gone = rows.raw(name, args.id);
      if (!gone) throw new Refusal('row.missing', name, `There is no such ${word}, or you may not see it.`);
      return [restore(entity, args.id as never), ...deletedBelow(entity, args.id, rows, registry).map((each) => restore(each.entity, each.row.id as never))];
    },
  });
  const all = { create, update: change, archive, restore: bringBack } as unknown as Readonly<Record<'archive' | 'create' | 'restore' | 'update', AnyCommand>>;
  return (standard.only ?? (['create', 'update', 'archive', 'restore'] as const)).map((verb) => all[verb]);
}

const defined = (values: Values): Values => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
const target = (row: AnyRow | undefined) => ({ visibleTo: (row?.['visibleTo'] ?? null) as readonly string[] | null, createdBy: (row?.['createdBy'] ?? null) as string | null });

/** The rows that values refer to: a user of the tenant is a membership. */
export function references({ fields }: AnyEntity, values: Values, { entityOf }: Registry): readonly Need[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const name = targetOf(fields[key], values);
    if (!name || typeof value !== 'string') return [];
    return [name === 'users' ? toRead(entityOf('memberships'), { userId: value }) : toRead(entityOf(name), { id: value })];
  });
}

/** Refuses values that refer to rows that are not there, naming the field. */
export function checkReferences({ fields }: AnyEntity, values: Values, rows: Rows, { entityOf }: Registry): void {
  for (const [key, value] of Object.entries(values)) {
    const name = targetOf(fields[key], values);
    if (!name || typeof value !== 'string') continue;
    const found = name === 'users' ? rows.find(entityOf('memberships'), { userId: value }) : rows.find(entityOf(name), { id: value });
    if (found.length === 0) throw new Refusal('row.missing', key, `${key}: there is no such row, or you may not see it.`);
  }
}

function targetOf(field: Field | undefined, values: Values): EntityName | undefined {
  return field?.target ?? (field?.typedBy ? (values[field.typedBy] as EntityName | undefined) : undefined);
}

const cascades = (entity: AnyEntity, id: string, { dependentsOf }: Registry): readonly Need[] =>
  dependentsOf(entity.name).flatMap(({ entity: child, field, rule }) => (rule === 'cascade' ? [most(toWrite(child, { [field]: id }))] : []));

const below = (entity: AnyEntity, id: string, { dependentsOf }: Registry): readonly Need[] =>
  dependentsOf(entity.name).map(({ entity: child, field, rule }) => (rule === 'protect' ? toAsk(child, { [field]: id }) : most(toWrite(child, { [field]: id }))));

const most = (need: Need): Need => ({ ...need, atMost: archivedAtMost + 1 });

interface Below {
  readonly entity: AnyEntity;
  readonly row: AnyRow;
}

/** The live rows that go with a row when it is deleted, as far as they are loaded. */
function rowsBelow(entity: AnyEntity, id: string, rows: Rows, registry: Registry, seen = new Set<string>()): readonly Below[] {
  return registry.dependentsOf(entity.name).flatMap(({ entity: child, field, rule }) => {
    if (rule !== 'cascade') return [];
    const found = rows.known(child, { [field]: id }).filter((row) => row['deletedAt'] === null && !seen.has(row.id));
    for (const row of found) seen.add(row.id);
    return found.flatMap((row) => [{ entity: child, row }, ...rowsBelow(child, row.id, rows, registry, seen)]);
  });
}

/** The rows that were deleted with a row, in the same command. */
function deletedBelow(entity: AnyEntity, id: string, rows: Rows, registry: Registry): readonly Below[] {
  const at = rows.raw(entity.name, id)?.['deletedAt'];
  if (typeof at !== 'string') return [];
  return registry.dependentsOf(entity.name).flatMap(({ entity: child, field, rule }) => {
    if (rule !== 'cascade') return [];
    const found = rows.known(child, { [field]: id }).filter((row) => row['deletedAt'] === at);
    return found.flatMap((row) => [{ entity: child, row }, ...deletedBelow(child, row.id, rows, registry)]);
  });
}

/** Deletes a row with everything that goes with it, clears what referred to it, and refuses where something in use forbids it. */
export function archived(entity: AnyEntity, id: string, rows: Rows, registry: Registry, reason?: string): readonly Change[] {
  const gone: readonly Below[] = [{ entity, row: rows.get(entity, id) as AnyRow }, ...rowsBelow(entity, id, rows, registry)];
  const goes = new Set(gone.map((each) => `${each.entity.name}/${each.row.id}`));
  const stays = ({ entity: of, row }: Below) => !of.appendOnly && !goes.has(`${of.name}/${row.id}`);
  const cleared = gone.flatMap((parent) =>
    registry.dependentsOf(parent.entity.name).flatMap(({ entity: child, field, rule }) => {
      if (rule === 'cascade') return [];
      const using = rows.known(child, { [field]: parent.row.id }).flatMap((row) => (row['deletedAt'] === null && stays({ entity: child, row }) ? [{ entity: child, row }] : []));
      const [first] = using;
      if (first && rule === 'protect')
        throw new Refusal('row.inUse', entity.name, `This ${inSentence(entity.singular)} is in use: ${inSentence(child.plural)} refer to it. Move or delete them first.`);
      return using.map((each) => update(each.entity, each.row.id as never, { [field]: null } as never));
    }),
  );
  if (gone.length + cleared.length > archivedAtMost)
    throw new Refusal('row.inUse', entity.name, `More than ${archivedAtMost} rows hang on this ${inSentence(entity.singular)}; move them first.`);
  return [...gone.filter((each) => !each.entity.appendOnly).map((each) => remove(each.entity, each.row.id as never, reason)), ...cleared];
}
