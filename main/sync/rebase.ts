import { Refusal } from '#domain/kernel/failure.ts';
import { snake, type EntityName } from '#domain/kernel/names.ts';
import type { StoredRow } from '../replica/rows.ts';
import type { Store } from '../replica/store.ts';
import type { Covers, Overlay } from './covers.ts';
import type { LocalRun, Reading } from './local-run.ts';
import { writeRun } from './local-run.ts';
import { entityOfKey, idOfKey, keyOf, type Footprint, type Key, type PendingCommand, type PendingIndex } from './pending.ts';

/** One change that the server sent: a whole row, some columns of one, or its end. */
export interface Incoming {
  readonly entity: EntityName;
  readonly id: string;
  readonly kind: 'patch' | 'put' | 'remove';
  readonly row: StoredRow;
}

/** What must be worked out anew: rows, and the unanswered commands that touch them, in order. */
export interface Scope {
  readonly keys: ReadonlySet<Key>;
  readonly commands: readonly PendingCommand[];
}

export interface Rebase {
  /** `rerun` names commands that are to be run whatever they touch. */
  readonly scopeOf: (incoming: readonly Incoming[], also?: Iterable<Key>, rerun?: readonly string[]) => Scope;
  /**
   * Puts the server's rows back, applies what came, lays answers over it, and runs the unanswered commands again,
   * for the rows that are concerned and no others. Called inside a transaction.
   */
  readonly apply: (incoming: readonly Incoming[], scope: Scope) => void;
}

interface Parts {
  readonly store: Store;
  readonly pending: PendingIndex;
  readonly covers: Covers;
  /** Runs a command here; throws what the domain throws. */
  readonly run: (command: PendingCommand, reading: Reading) => LocalRun;
  /** Keeps what a command now touches, and whether its row is out of sight. */
  readonly keep: (command: PendingCommand, footprint: Footprint, outOfSight: boolean) => void;
  /** Whether the replica has what an answer said. */
  readonly isSeen: (key: Key, overlay: Overlay) => boolean;
  /** An update came for a row that the replica does not hold. */
  readonly onGap: (entity: EntityName) => void;
}

/** Rebases what this desk has done onto what the server says. */
export function createRebase({ store, pending, covers, run, keep, isSeen, onGap }: Parts): Rebase {
  const scopeOf = (incoming: readonly Incoming[], also: Iterable<Key> = [], rerun: readonly string[] = []): Scope => {
    const keys = new Set<Key>(also);
    for (const { entity, id } of incoming) keys.add(keyOf(entity, id));
    if (pending.commands.size === 0) return { keys, commands: [] };
    const rowsByKey = Map.groupBy(incoming, ({ entity, id }) => keyOf(entity, id));
    const found = new Map<string, PendingCommand>();
    const add = (id: string) => {
      const command = pending.commands.get(id);
      if (!command || found.has(id)) return;
      found.set(id, command);
      for (const key of command.writes) keys.add(key);
      // What it read under another command's hand is worked out again as well, so that the order stays theirs.
      for (const key of command.reads) if (covers.isCovered(key)) keys.add(key);
    };
    for (const id of rerun) add(id);
    // A set is walked in order of insertion, so keys added on the way are walked too.
    for (const key of keys) {
      for (const id of pending.touching(key)) add(id);
      const looking = [...pending.lookingIn(entityOfKey(key))].filter((id) => !found.has(id));
      if (looking.length === 0) continue;
      const forms = [store.get(entityOfKey(key), idOfKey(key)), covers.base(key), ...(rowsByKey.get(key) ?? []).map(({ row }) => row)];
      for (const id of looking)
        if (pending.commands.get(id)?.lookups.some((lookup) => lookup.entity === entityOfKey(key) && forms.some((row) => matches(row, lookup.where)))) add(id);
    }
    return { keys, commands: [...found.values()].toSorted((one, other) => one.seq - other.seq) };
  };
  const applyOne = ({ entity, id, kind, row }: Incoming) => {
    if (kind === 'put') store.put(entity, id, row);
    else if (kind === 'remove') store.remove(entity, id);
    else if (!store.patch(entity, id, row)) onGap(entity);
  };
  return {
    scopeOf,
    apply: (incoming, { keys, commands }) => {
      for (const key of keys) covers.uncover(key);
      for (const change of incoming) applyOne(change);
      for (const key of keys) {
        const overlay = covers.overlays.get(key);
        if (!overlay) continue;
        if (isSeen(key, overlay)) {
          covers.dropOverlay(key);
          continue;
        }
        covers.cover(key);
        if (overlay.row) store.put(entityOfKey(key), idOfKey(key), overlay.row);
        else store.remove(entityOfKey(key), idOfKey(key));
      }
      for (const command of commands) {
        const reading: Reading = { reads: new Set(), lookups: [] };
        const outcome = attempt(() => run(command, reading));
        if (outcome.ok) writeRun(store, outcome.run.effects, covers.cover);
        const footprint = outcome.ok ? outcome.run : { ...reading, writes: new Set<Key>(), made: new Set<Key>() };
        keep(command, footprint, outcome.ok ? false : outcome.missing);
      }
    },
  };
}

type Attempt = { readonly ok: true; readonly run: LocalRun } | { readonly ok: false; readonly missing: boolean };

function attempt(run: () => LocalRun): Attempt {
  try {
    return { ok: true, run: run() };
  } catch (error) {
    // Whatever stops it here, the server decides; until it has, the command has no effect on this desk.
    return { ok: false, missing: error instanceof Refusal && error.code === 'row.missing' };
  }
}

const matches = (row: StoredRow | null, where: Readonly<Record<string, string>>): boolean =>
  row !== null && Object.entries(where).every(([key, value]) => String(row[snake(key)]) === value);
