import { update, remove, type Change } from '#domain/kernel/command.ts';
import { uniqueOf, type AnyEntity, type AnyRow, type When } from '#domain/kernel/entity.ts';
import { entityNames, type EntityName } from '#domain/kernel/names.ts';
import { toJoin, type Need, type Rows } from '#domain/kernel/rows.ts';
import type { Registry } from '#domain/kernel/standard.ts';

/** A field by which rows may refer to a row of one entity. */
export interface Pointer {
  readonly entity: AnyEntity;
  readonly field: string;
  readonly where: (id: string) => Need['where'];
}

/** What a merge did to one row that referred to the loser. */
export interface Moved {
  readonly entity: EntityName;
  readonly id: string;
  readonly field: string;
  /** The row's version once it has been moved. */
  readonly version: number;
}

/** What became of all that referred to a loser. */
export interface Moves {
  readonly changes: readonly Change[];
  readonly moved: readonly Moved[];
  /** Rows that the winner has already: they go with the loser. */
  readonly dropped: readonly { readonly entity: EntityName; readonly id: string }[];
  /** Marks that only one row may carry, which the winner's row carries. */
  readonly unmarked: readonly { readonly entity: EntityName; readonly id: string; readonly field: string }[];
}

/** References that are ids only, because what they name comes later in the order of modules. */
const loose: Readonly<Partial<Record<EntityName, readonly (readonly [EntityName, string])[]>>> = { contacts: [['accounts', 'primaryContactId']] };
/** Where a merged row has gone is told by the merge itself. */
const ownTrace = 'mergedIntoId';

/** Every field by which rows that can change refer to rows of an entity: by key, by type and id, or by id alone. */
export function pointersAt(name: EntityName, { entityOf, dependentsOf }: Registry): readonly Pointer[] {
  const keyed = dependentsOf(name).filter(({ field }) => field !== ownTrace);
  const typed = entityNames.flatMap((each) => {
    const entity = entityOf(each);
    return Object.entries(entity.fields).flatMap(([field, { typedBy }]) => {
      const mayName = typedBy && (entity.fields[typedBy]?.entities?.includes(name) ?? true);
      return mayName ? [{ entity, field, where: (id: string) => ({ [typedBy]: name, [field]: id }) }] : [];
    });
  });
  const bare = (loose[name] ?? []).map(([each, field]) => ({ entity: entityOf(each), field }));
  const all = [...[...keyed, ...bare].map(({ entity, field }) => ({ entity, field, where: (id: string) => ({ [field]: id }) })), ...typed];
  return all.filter(({ entity }) => !entity.appendOnly && !entity.global);
}

/** Asks for all that refers to a row, whoever may see it, and not for more than `most` rows of a kind. */
export const pointing = (pointers: readonly Pointer[], id: string, most: number): readonly Need[] =>
  pointers.map(({ entity, where }) => ({ ...toJoin(entity, where(id)), atMost: most }));

/** Moves all that refers to `from` over to `to`; where `to` has the like already, that of `from` is dropped. */
export function moveAll(pointers: readonly Pointer[], from: string, to: string, rows: Rows): Moves {
  const changes: Change[] = [];
  const moved: Moved[] = [];
  const dropped: Moves['dropped'][number][] = [];
  const unmarked: Moves['unmarked'][number][] = [];
  for (const [entity, own] of Map.groupBy(pointers, (pointer) => pointer.entity)) {
    const held = (id: string) => unique(own.flatMap(({ where }) => live(entity, where(id), rows)));
    const staying = new Map(held(to).map((row) => [row.id, row]));
    for (const row of held(from)) {
      const fields = own.filter(({ where }) => Object.entries(where(from)).every(([key, value]) => row[key] === value)).map(({ field }) => field);
      const after = { ...row, ...Object.fromEntries(fields.map((field) => [field, to])) };
      const others = [...staying.values()].filter(({ id }) => id !== row.id);
      const clash = clashOf(entity, after, others);
      if (clash === 'drop') {
        dropped.push({ entity: entity.name, id: row.id });
        changes.push(remove(entity, row.id as never));
        continue;
      }
      const marks = clash.map((field) => [field, false] as const);
      for (const [field] of marks) unmarked.push({ entity: entity.name, id: row.id, field });
      for (const field of fields) moved.push({ entity: entity.name, id: row.id, field, version: Number(row['version']) + 1 });
      const values = { ...Object.fromEntries(fields.map((field) => [field, to])), ...Object.fromEntries(marks) };
      changes.push(update(entity, row.id as never, values as never));
      staying.set(row.id, { ...after, ...values });
    }
  }
  return { changes, moved, dropped, unmarked };
}

/** The rows that were found by a need, and are not deleted. */
const live = (entity: AnyEntity, where: Need['where'], rows: Rows) => rows.known(entity, where).filter((row) => row['deletedAt'] === null);
const unique = (rows: readonly AnyRow[]) => [...new Map(rows.map((row) => [row.id, row])).values()];

/** Whether a row cannot stand beside the others, or which marks it has to give up to do so. */
function clashOf({ unique: keys = [], checks = [] }: AnyEntity, row: AnyRow, others: readonly AnyRow[]): 'drop' | readonly string[] {
  if (checks.some(({ that, of }) => that === 'differ' && isSet(row, of) && new Set(of.map((key) => row[key])).size < of.length)) return 'drop';
  const broken = keys
    .map(uniqueOf)
    .filter(({ on, when }) => isSet(row, on) && holds(when, row) && others.some((other) => holds(when, other) && on.every((key) => other[key] === row[key])));
  const marks = broken.flatMap(({ when }) => (when?.is === true ? [when.field] : []));
  return marks.length < broken.length ? 'drop' : marks;
}

const isSet = (row: AnyRow, keys: readonly string[]) => keys.every((key) => row[key] !== null && row[key] !== undefined);
const holds = (when: When | undefined, row: AnyRow) => when === undefined || row[when.field] === when.is;
