import type { AnyCommand } from '#domain/kernel/command.ts';
import { baseFields, type AnyEntity } from '#domain/kernel/entity.ts';
import type { Field } from '#domain/kernel/field.ts';
import { entityNames, type EntityName } from '#domain/kernel/names.ts';
import { allCommands, allEntities, registry } from '#domain/registry.ts';
import * as z from 'zod';

/** Rows of one entity under a row that they refer to. */
export interface Nested {
  readonly name: string;
  readonly entity: AnyEntity;
  /** The fields that may refer to it; any of them will do. */
  readonly by: readonly string[];
}

/** An entity as the API offers it, with the commands behind its methods. */
export interface Resource {
  readonly entity: AnyEntity;
  readonly path: string;
  readonly create: AnyCommand | null;
  readonly update: AnyCommand | null;
  readonly archive: AnyCommand | null;
  readonly restore: AnyCommand | null;
  readonly nested: readonly Nested[];
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const lastWord = (name: string) => kebab(name).split('-').at(-1) ?? name;

/** Where an entity lies under `/api/v1/`. */
export const pathOf = ({ name, path }: AnyEntity): string => path ?? kebab(name);

/** The fields of an entity that may leave the server: nothing secret, and not the keys by which it decides who looks. */
export const shownFields = ({ fields }: AnyEntity): readonly (readonly [key: string, field: Field])[] =>
  Object.entries(fields).filter(([key, { sensitivity }]) => sensitivity !== 'secret' && key !== 'visibleTo');

/** The arguments of a command by their names; none where it takes no object. */
export const argsOf = ({ args }: AnyCommand): Readonly<Record<string, z.ZodType>> => (args instanceof z.ZodObject ? (args.shape as Readonly<Record<string, z.ZodType>>) : {});

/** The verbs that make a row, change it, take it away and bring it back, the most telling first. */
const verbs = {
  create: ['create', 'open', 'add', 'log', 'logManual', 'record', 'book', 'schedule', 'send', 'set', 'define', 'save', 'upload'],
  update: ['update', 'edit', 'save', 'define'],
  archive: ['archive', 'remove'],
  restore: ['restore'],
} as const;

/** The entity that a command's name is about: `participants.add` makes case participants, as no other entity ends so. */
function subjectOf(command: AnyCommand): EntityName | undefined {
  const [noun = ''] = command.name.split('.');
  const exact = entityNames.find((name) => name === noun);
  if (exact) return exact;
  const ending = noun.charAt(0).toUpperCase() + noun.slice(1);
  const [only, ...others] = entityNames.filter((name) => name.endsWith(ending));
  return others.length === 0 ? only : undefined;
}

const commandsByEntity = Map.groupBy(allCommands, subjectOf);

function commandFor(name: EntityName, kind: keyof typeof verbs): AnyCommand | null {
  const own = commandsByEntity.get(name) ?? [];
  const takesId = (command: AnyCommand) => argsOf(command)['id']?.safeParse(undefined).success === false;
  // Of two commands of one name the one written by hand comes first.
  const found = verbs[kind].map((verb) => own.find((command) => command.name.endsWith(`.${verb}`) && takesId(command) === (kind !== 'create')));
  return found.find((command) => command !== undefined) ?? null;
}

const isPublic = ({ global }: AnyEntity) => !global;

function nestedOf(parent: AnyEntity): readonly Nested[] {
  const refers = registry.dependentsOf(parent.name).filter(({ entity, field }) => isPublic(entity) && !baseFields.has(field));
  const byChild = [...Map.groupBy(refers, ({ entity }) => entity)];
  const meant = Map.groupBy(byChild, ([entity]) => lastWord(entity.name));
  return byChild.map(([entity, uses]) => {
    // The shortest name is the route's; where two would share it, each has its whole name.
    const isAlone = meant.get(lastWord(entity.name))?.length === 1;
    return { name: isAlone ? lastWord(entity.name) : kebab(entity.name), entity, by: uses.map(({ field }) => field) };
  });
}

/** Every entity of a tenant as a resource, in the order of the glossary. */
export const resources: readonly Resource[] = allEntities.filter(isPublic).map((entity) => ({
  entity,
  path: pathOf(entity),
  create: entity.appendOnly ? null : commandFor(entity.name, 'create'),
  update: entity.appendOnly ? null : commandFor(entity.name, 'update'),
  archive: entity.appendOnly ? null : commandFor(entity.name, 'archive'),
  restore: entity.appendOnly ? null : commandFor(entity.name, 'restore'),
  nested: nestedOf(entity),
}));
