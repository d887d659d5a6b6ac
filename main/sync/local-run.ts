import type { AnyCommand } from '#domain/kernel/command.ts';
import type { Context } from '#domain/kernel/context.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import { execute, subjectOf, type Write } from '#domain/kernel/execute.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { gather, type Need } from '#domain/kernel/rows.ts';
import { visibleTo } from '#domain/kernel/visible-to.ts';
import { entityOf, ledger } from '#domain/registry.ts';
import type { Store } from '../replica/store.ts';
import { isSynced } from '../replica/synced.ts';
import { entityOfKey, idOfKey, keyOf, type Footprint, type Key, type Lookup } from './pending.ts';

/** What a command does to the rows of this replica, not yet written. */
export interface LocalRun extends Footprint {
  readonly effects: readonly Write[];
  readonly subject: ReturnType<typeof subjectOf>;
}

/** What a command read before it failed, so that it is tried again when that changes. */
export interface Reading {
  readonly reads: Set<Key>;
  readonly lookups: Lookup[];
}

/** Runs a command on the rows of the replica; throws what the domain throws. `reading` is filled also when it fails. */
export function runLocally(store: Store, command: AnyCommand, args: unknown, context: Context, reading: Reading): LocalRun {
  const rows = gather(command, args, context, (need) => ({ need, rows: loadNeed(store, need, reading) }));
  const writes = execute(command, args, rows, context, ledger).filter(({ entity }) => isSynced(entity.name));
  const keys = (of: readonly Write[]) => new Set(of.map(({ entity, id }) => keyOf(entity.name, id)));
  return { ...reading, writes: keys(writes), made: keys(writes.filter(({ before }) => !before)), effects: writes, subject: subjectOf(writes) };
}

/** Writes what a command does, with the audience that the rows get by their declaration. */
export function writeRun(store: Store, writes: readonly Write[], cover: (key: Key) => void): void {
  for (const { entity, id, after } of writes) {
    cover(keyOf(entity.name, id));
    store.put(entity.name, id, store.codec(entity.name).toStored(after));
  }
  const source = {
    row: (name: Write['entity']['name'], id: string) => readRow(store, name, id),
    find: (name: Write['entity']['name'], where: Need['where']) => store.find(name, where),
    entity: (name: Write['entity']['name']) => entityOf[name],
  };
  for (const { entity, id, after } of writes) {
    const keys = visibleTo(entity, after, source);
    if (keys) store.patch(entity.name, id, { visible_to: JSON.stringify(keys) });
  }
}

/** A row of the replica in the product's terms. */
export function readRow(store: Store, name: Write['entity']['name'], id: string): AnyRow | undefined {
  if (!isSynced(name)) return undefined;
  const stored = store.get(name, id);
  return stored ? store.codec(name).fromStored(stored) : undefined;
}

function loadNeed(store: Store, { entity, where }: Need, { reads, lookups }: Reading): readonly AnyRow[] {
  if (!isSynced(entity.name)) throw new Refusal('online.required', entity.name, `This works only with the server: a desk holds no ${entity.plural.toLowerCase()}.`);
  const id = where['id'];
  if (id === undefined) {
    lookups.push({ entity: entity.name, where });
    const found = store.find(entity.name, where);
    for (const row of found) reads.add(keyOf(entity.name, row.id));
    return found;
  }
  reads.add(keyOf(entity.name, id));
  const row = readRow(store, entity.name, id);
  return row ? [row] : [];
}

/** What a failed command asked for by id and this desk does not hold, as people call it. */
export function lackedRow(store: Store, reads: ReadonlySet<Key>): string | null {
  const lacked = [...reads].find((key) => !store.get(entityOfKey(key), idOfKey(key)));
  return lacked ? entityOf[entityOfKey(lacked)].singular : null;
}
