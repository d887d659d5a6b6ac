import type { AnyEntity, AnyRow, RowOf } from './entity.ts';
import { Refusal } from './failure.ts';
import type { EntityName } from './names.ts';

/** Rows a command asks for, by id or by equality on indexed fields. Rows it writes are asked for with `write`. */
export interface Need {
  readonly entity: AnyEntity;
  readonly where: Readonly<Record<string, string>>;
  readonly write: boolean;
}

export const toRead = (entity: AnyEntity, where: Need['where']): Need => ({ entity, where, write: false });
export const toWrite = (entity: AnyEntity, where: Need['where']): Need => ({ entity, where, write: true });

/** The rows that a command's needs found, as both sides hand them to it. */
export interface Rows {
  /** The row, or the refusal `row.missing` when it is absent, deleted or out of sight. */
  readonly get: <E extends AnyEntity>(entity: E, id: string) => RowOf<E>;
  readonly find: <E extends AnyEntity>(entity: E, where: Need['where']) => readonly RowOf<E>[];
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
      if (!row) throw new Refusal('row.missing', entity.name, `There is no such ${entity.singular.toLowerCase()}, or you may not see it.`);
      // The loaders parse what they read by the same declaration.
      return row as RowOf<typeof entity>;
    },
    find: <E extends AnyEntity>(entity: E, where: Need['where']) => find(entity, where) as readonly unknown[] as readonly RowOf<E>[],
    raw: (entity, id) => byEntity.get(entity)?.get(id),
    writable: (entity, id) => writable.has(`${entity}/${id}`),
  };
}
