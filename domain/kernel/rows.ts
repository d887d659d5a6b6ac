import type { AnyCommand } from './command.ts';
import type { Context } from './context.ts';
import type { AnyEntity, AnyRow, RowOf } from './entity.ts';
import { Refusal } from './failure.ts';
import type { EntityName } from './names.ts';
import { inSentence } from './words.ts';

/** Rows a command asks for, by id or by equality on indexed fields. Rows it writes are asked for with `write`. */
export interface Need {
  readonly entity: AnyEntity;
  readonly where: Readonly<Record<string, string>>;
  readonly write: boolean;
  /** The rows are found though the member may not see them yet: those that a command joins, such as a call that rings elsewhere too. */
  readonly joins?: true;
  /** Not more rows than this are read; `1` asks only whether there is any. */
  readonly atMost?: number;
}

export const toRead = (entity: AnyEntity, where: Need['where']): Need => ({ entity, where, write: false });
/** Asks for rows that the command joins, whoever may see them. */
export const toJoin = (entity: AnyEntity, where: Need['where']): Need => ({ entity, where, write: true, joins: true });
/** Asks whether there is any such row. */
export const toAsk = (entity: AnyEntity, where: Need['where']): Need => ({ entity, where, write: false, atMost: 1 });
export const toWrite = (entity: AnyEntity, where: Need['where']): Need => ({ entity, where, write: true });

/** The rows that a command's needs found, as both sides hand them to it. */
export interface Rows {
  /** The row, or the refusal `row.missing` when it is absent, deleted or out of sight. */
  readonly get: <E extends AnyEntity>(entity: E, id: string) => RowOf<E>;
  readonly find: <E extends AnyEntity>(entity: E, where: Need['where']) => readonly RowOf<E>[];
  /** Rows of any kind that were loaded, deleted ones included; none where nothing asked for them. */
  readonly known: (entity: AnyEntity, where: Need['where']) => readonly AnyRow[];
  /** A row of any kind, deleted ones included, for the executor. */
  readonly raw: (entity: EntityName, id: string) => AnyRow | undefined;
  readonly writable: (entity: EntityName, id: string) => boolean;
}

/** One need and what was found for it. */
export interface Loaded {
  readonly need: Need;
  readonly rows: readonly AnyRow[];
}

/** Collects what was loaded; a row that no need named is a fault of the command. */
export function createRows(loaded: readonly Loaded[]): Rows {
  const byEntity = new Map<string, Map<string, AnyRow>>();
  const writable = new Set<string>();
  for (const { need, rows } of loaded)
    for (const row of rows) {
      const ofEntity = byEntity.get(need.entity.name) ?? new Map<string, AnyRow>();
      byEntity.set(need.entity.name, ofEntity.set(row.id, row));
      if (need.write) writable.add(`${need.entity.name}/${row.id}`);
    }
  const find = (entity: AnyEntity, where: Need['where']) => {
    const keys = Object.keys(where);
    const asked = loaded.some(({ need }) => need.entity.name === entity.name && Object.entries(need.where).every(([key, value]) => where[key] === value));
    if (!asked) throw new Error(`A command looks for ${entity.name} by ${keys.join(', ')} without a need for it`);
    return [...(byEntity.get(entity.name)?.values() ?? [])].filter((row) => row['deletedAt'] === null && keys.every((key) => row[key] === where[key]));
  };
  return {
    get: (entity, id) => {
      const [row] = find(entity, { id });
      if (!row) throw new Refusal('row.missing', entity.name, `There is no such ${inSentence(entity.singular)}, or you may not see it.`);
      // The loaders parse what they read by the same declaration.
      return row as RowOf<typeof entity>;
    },
    find: <E extends AnyEntity>(entity: E, where: Need['where']) => find(entity, where) as readonly unknown[] as readonly RowOf<E>[],
    known: (entity, where) => [...(byEntity.get(entity.name)?.values() ?? [])].filter((row) => Object.keys(where).every((key) => row[key] === where[key])),
    raw: (entity, id) => byEntity.get(entity)?.get(id),
    writable: (entity, id) => writable.has(`${entity}/${id}`),
  };
}

/** Rows that hang on each other are followed so far: tasks that wait for tasks, cases under cases. */
const roundsAtMost = 100;

/** Loads what a command needs, in rounds until it asks for nothing new. */
export function* rounds(command: AnyCommand, args: unknown, context: Context): Generator<readonly Need[], readonly Loaded[], readonly Loaded[]> {
  const nameOf = ({ entity, where, write }: Need) => `${entity.name} ${JSON.stringify(where)} ${write}`;
  const asked = new Set<string>();
  let loaded: readonly Loaded[] = [];
  let needs = command.needs(args, context);
  for (let round = 0; round < roundsAtMost; round++) {
    const fresh = needs.filter((need) => !asked.has(nameOf(need)) && asked.add(nameOf(need)));
    if (fresh.length === 0 && round > 0) return loaded;
    loaded = [...loaded, ...(yield fresh)];
    needs = command.andThen?.({ args, rows: createRows(loaded), context }) ?? [];
  }
  throw new Refusal('batch.tooLarge', undefined, `More than ${roundsAtMost} records hang on each other here: “${command.title}” cannot look through them all.`);
}

/** The same where the rows are at hand. */
export function gather(command: AnyCommand, args: unknown, context: Context, load: (need: Need) => Loaded): Rows {
  const asking = rounds(command, args, context);
  let round = asking.next();
  while (!round.done) round = asking.next(round.value.map(load));
  return createRows(round.value);
}
