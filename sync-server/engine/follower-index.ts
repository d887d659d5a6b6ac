import type { Change, ShapeMessage } from './change.ts';
import type { News, Reading } from './news.ts';
import type { Shape } from './shape.ts';
import { parseArray } from './where/values.ts';

/** A shape that somebody follows live, with its most recent messages. */
export interface Follower {
  readonly shape: Shape;
  /** The window holds every message after this commit. */
  from: number;
  messages: ShapeMessage[];
  bytes: number;
  usedAt: number;
  readonly waiters: Set<(reading: Reading) => void>;
  readonly memo: Map<string, News>;
  /** Messages of the batch that is being brought. */
  fresh: ShapeMessage[];
}

interface TableIndex {
  readonly all: Set<Follower>;
  /** Followers that name no value: each change must ask them. */
  readonly unindexed: Set<Follower>;
  readonly terms: Map<number, { readonly scalars: Map<string, Set<Follower>>; readonly members: Map<string, Set<Follower>> }>;
}

/** Finds the followers that a change may concern without asking each. */
export interface FollowerIndex {
  readonly add: (follower: Follower) => void;
  readonly remove: (follower: Follower) => void;
  readonly ofTable: (tableId: number) => ReadonlySet<Follower>;
  readonly ofChange: (change: Change) => ReadonlySet<Follower>;
}

const nobody: ReadonlySet<Follower> = new Set();

/** Creates an empty index. */
export function createFollowerIndex(): FollowerIndex {
  const tables = new Map<number, TableIndex>();

  const update = (follower: Follower, act: (set: Set<Follower>) => void) => {
    const { table, filter } = follower.shape;
    const index = tables.get(table.id) ?? { all: new Set(), unindexed: new Set(), terms: new Map() };
    tables.set(table.id, index);
    act(index.all);
    if (filter.terms === null) act(index.unindexed);
    for (const { column, inArray, key } of filter.terms ?? []) {
      const terms = index.terms.get(column) ?? { scalars: new Map<string, Set<Follower>>(), members: new Map<string, Set<Follower>>() };
      index.terms.set(column, terms);
      const keys = inArray ? terms.members : terms.scalars;
      const set = keys.get(key) ?? new Set();
      keys.set(key, set);
      act(set);
      if (set.size === 0) keys.delete(key);
      if (terms.members.size + terms.scalars.size === 0) index.terms.delete(column);
    }
    if (index.all.size === 0) tables.delete(table.id);
  };

  return {
    add: (follower) => update(follower, (set) => set.add(follower)),
    remove: (follower) => update(follower, (set) => set.delete(follower)),
    ofTable: (tableId) => tables.get(tableId)?.all ?? nobody,
    ofChange: (change) => {
      const index = tables.get(change.table.id);
      if (index === undefined) return nobody;
      if (index.terms.size === 0) return index.unindexed;
      const found = new Set(index.unindexed);
      const { raw } = change;
      for (const [column, { scalars, members }] of index.terms) {
        for (const row of [raw.old, raw.new]) {
          const text = row?.text(column) ?? null;
          if (text === null) continue;
          for (const follower of scalars.get(text) ?? nobody) found.add(follower);
          if (members.size === 0) continue;
          for (const element of parseArray(text)) {
            if (element !== null) for (const follower of members.get(element) ?? nobody) found.add(follower);
          }
        }
      }
      return found;
    },
  };
}
