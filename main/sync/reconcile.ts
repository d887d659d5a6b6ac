import type { EntityName } from '#domain/kernel/names.ts';
import { keyOf } from './pending.ts';
import type { Incoming } from './rebase.ts';
import type { ShapePart } from './shape-reader.ts';
import { incomingOf, overlaysUpTo, positionAfter } from './shape-writer.ts';
import type { State } from './state.ts';

const step = 2000;

/** A shape fetched anew beside the rows that are there: nothing goes blank, and what was not seen goes at the end. */
export interface Reconcile {
  readonly take: (part: ShapePart) => Promise<void>;
}

/**
 * Begins a reconciliation. Until its end the replica keeps its old position, which the hub no longer knows:
 * a crash on the way begins it again.
 */
export function beginReconcile(state: State, entity: EntityName, pause: () => Promise<void>): Reconcile {
  const { positions, covers, store } = state;
  const seen = new Set<string>();
  const before = positions.get(entity);
  // A stored snapshot may be older than what this desk has seen; after a restore, older is right.
  const keepsNewer = before !== undefined && before.generation === state.session().generation;
  const isOlder = ({ id, row }: Incoming): boolean => {
    const held = keepsNewer && row['version'] !== undefined ? covers.base(keyOf(entity, id)) : null;
    return held !== null && Number(held['version']) > Number(row['version']);
  };
  const finish = (part: ShapePart) => {
    const stale = [...covers.held(entity)].filter((id) => !seen.has(id));
    const removals = (ids: readonly string[]) => ids.map((id): Incoming => ({ entity, id, kind: 'remove', row: {} }));
    let rest = stale;
    for (; rest.length > step; rest = rest.slice(step)) {
      const gone = removals(rest.slice(0, step));
      state.transact(false, () => state.absorb(gone));
    }
    state.crashAt('reconcile.end');
    state.transact(false, () => {
      const position = { ...positionAfter(state, entity, part), rows: seen.size };
      positions.set(entity, position);
      state.settling.sawUpTo(entity, position.lsn);
      state.absorb(removals(rest), overlaysUpTo(state, entity, position.lsn));
      store.changed(entity, '');
    });
  };
  return {
    take: async (part) => {
      for (let at = 0; at < part.changes.length; at += step) {
        const incoming = part.changes.slice(at, at + step).map((change) => incomingOf(state, entity, change));
        for (const { id, kind } of incoming)
          if (kind === 'remove') seen.delete(id);
          else seen.add(id);
        state.transact(false, () => state.absorb(incoming.filter((change) => !isOlder(change))));
        await pause();
      }
      if (part.isUpToDate) finish(part);
    },
  };
}
