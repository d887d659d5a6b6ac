import { snake, type EntityName } from '#domain/kernel/names.ts';
import { createBulkInsert, deferIndexes } from './bulk.ts';
import { keyOf, type Key } from './pending.ts';
import type { Position } from './positions.ts';
import type { Incoming } from './rebase.ts';
import type { ShapePart, WireChange } from './shape-reader.ts';
import type { State } from './state.ts';

/** Rows from which a first load puts indexes and search off, and rows of one bulk transaction. */
const bulkFrom = 5000;
const bulkStep = 2000;

/** What came of one shape, and where it leaves the replica. */
export interface Delivery {
  readonly entity: EntityName;
  readonly part: ShapePart;
}

/** Applies what came, with the new positions, in one transaction: a crash neither skips nor repeats anything. */
export function applyParts(state: State, deliveries: readonly Delivery[]): void {
  state.crashAt('rows.before');
  state.transact(false, () => {
    const incoming: Incoming[] = [];
    const settledBy = new Set<Key>();
    for (const { entity, part } of deliveries) {
      for (const change of part.changes) incoming.push(incomingOf(state, entity, change));
      const position = positionAfter(state, entity, part);
      state.positions.set(entity, position);
      state.settling.sawUpTo(entity, position.lsn);
      for (const key of overlaysUpTo(state, entity, position.lsn)) settledBy.add(key);
    }
    state.absorb(incoming, settledBy);
  });
  state.crashAt('rows.applied');
}

/** Whether an outcome that is not known yet could be repeated on top of its own effect by applying this. */
export function concernsSent(state: State, deliveries: readonly Delivery[]): boolean {
  if (state.pending.commands.size === 0) return false;
  const keys = deliveries.flatMap(({ entity, part }) => part.changes.map(({ value }) => keyOf(entity, String(value['id']))));
  return keys.some((key) => [...state.pending.touching(key)].some((id) => state.pending.commands.get(id)?.state === 'sent'));
}

/** Applies a part of a first load; large ones go in steps between which the writer serves other work. */
export async function loadPart(state: State, entity: EntityName, part: ShapePart, pause: () => Promise<void>): Promise<void> {
  const isLoading = state.positions.get(entity)?.phase === 'loading';
  const isRows = part.changes.every(({ headers }) => headers.operation === 'insert');
  if (!isRows || (!isLoading && (part.changes.length < bulkFrom || hasManyRows(state, entity)))) return applyParts(state, [{ entity, part }]);
  if (!isLoading)
    state.transact(false, () => {
      // No rows are held at this position yet: a crash here begins the load again.
      state.positions.set(entity, { handle: part.handle, offset: '-1', lsn: 0n, phase: 'loading', rows: 0, generation: state.session().generation });
      deferIndexes(state, entity);
    });
  const insert = createBulkInsert(state.db, entity);
  for (let at = 0; at < part.changes.length || at === 0; at += bulkStep) {
    const changes = part.changes.slice(at, at + bulkStep);
    const isLast = at + bulkStep >= part.changes.length;
    state.transact(false, () => {
      // Rows that a command of this desk stands on are rebased; all others go in as they are.
      const { concerned = [], free = [] } = isUntouched(state)
        ? { free: changes }
        : Object.groupBy(changes, ({ value }) => (isConcerned(state, entity, String(value['id'])) ? 'concerned' : 'free'));
      insert(free);
      if (concerned.length > 0) state.absorb(concerned.map((change) => incomingOf(state, entity, change)));
      const rows = (state.positions.get(entity)?.rows ?? 0) + changes.length;
      const position = isLast ? positionAfter(state, entity, part) : state.positions.get(entity);
      if (position) state.positions.set(entity, { ...position, rows, phase: 'loading' });
      state.store.changed(entity, '');
    });
    state.crashAt('rows.applied');
    await pause();
  }
}

/** Nothing of this desk's own lies over the replica: so it is at nearly every first load. */
const isUntouched = ({ covers, pending }: State): boolean => covers.isEmpty() && pending.commands.size === 0;

const isConcerned = ({ covers, pending }: State, entity: EntityName, id: string): boolean =>
  covers.isCovered(keyOf(entity, id)) || pending.touching(keyOf(entity, id)).size > 0 || pending.lookingIn(entity).size > 0;

/** A change of the wire in the replica's terms. */
export function incomingOf({ store }: State, entity: EntityName, { value, headers }: WireChange): Incoming {
  const kind = headers.operation === 'insert' ? 'put' : headers.operation === 'update' ? 'patch' : 'remove';
  return { entity, id: String(value['id']), kind, row: kind === 'remove' ? {} : store.codec(entity).fromWire(value) };
}

/** Answers of a shape that it has passed. */
export function overlaysUpTo({ covers }: State, entity: EntityName, lsn: bigint): readonly Key[] {
  return [...covers.overlays].filter(([key, overlay]) => overlay.lsn <= lsn && key.startsWith(`${entity}/`)).map(([key]) => key);
}

export function positionAfter({ positions, session }: State, entity: EntityName, { handle, offset, lsn, changes }: ShapePart): Position {
  const before = positions.get(entity);
  const seen = before?.lsn ?? 0n;
  return {
    handle,
    offset,
    lsn: lsn !== null && lsn > seen ? lsn : seen,
    phase: before?.phase ?? 'ready',
    rows: (before?.rows ?? 0) + changes.filter(({ headers }) => headers.operation === 'insert').length,
    generation: session().generation,
  };
}

/** A table that holds more than a few rows of this desk's own keeps its indexes while rows come. */
const hasManyRows = ({ db }: State, entity: EntityName): boolean => db.prepare(`SELECT 1 FROM ${snake(entity)} LIMIT 1 OFFSET 1000`).get() !== undefined;
