import type { Context, Drawn } from '#domain/kernel/context.ts';
import { parseArgs } from '#domain/kernel/execute.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import type { Id } from '#domain/kernel/names.ts';
import type { LocalSource } from '#domain/kernel/query.ts';
import { viewerOf } from '#domain/sync/viewer.ts';
import type { SessionAnswer } from '#domain/sync/wire.ts';
import { commandOf } from '#domain/registry.ts';
import type { WriteDb } from '../replica/open.ts';
import { createStore, type Store } from '../replica/store.ts';
import { createCovers, type Covers } from './covers.ts';
import { runLocally, type LocalRun, type Reading } from './local-run.ts';
import { createPendingIndex, entityOfKey, idOfKey, type Footprint, type Key, type PendingCommand, type PendingIndex } from './pending.ts';
import { createPositions, type Positions } from './positions.ts';
import { createRebase, type Incoming, type Rebase } from './rebase.ts';
import { giveWay } from './right-of-way.ts';
import { createSettling, type Settling } from './settling.ts';
import { createTransact, type Transact } from './transaction.ts';
import type { WriterEvent } from './writer-api.ts';

/** Where a test may end the process. */
export type CrashPoint = 'answers.applied' | 'answers.before' | 'batch.marked' | 'index.step' | 'reconcile.end' | 'rows.applied' | 'rows.before' | 'send.after' | 'send.before';

/** What the parts of the writer share: the replica, what is pending on it, and who is signed in. */
export interface State {
  readonly db: WriteDb;
  readonly store: Store;
  readonly pending: PendingIndex;
  readonly covers: Covers;
  readonly settling: Settling;
  readonly positions: Positions;
  readonly rebase: Rebase;
  readonly transact: Transact;
  readonly letJournalGrow: (grows: boolean) => void;
  readonly session: () => SessionAnswer;
  readonly setSession: (session: SessionAnswer) => void;
  /** The server's time, as well as this desk knows it. */
  readonly now: () => number;
  readonly meta: (key: string) => string | null;
  readonly setMeta: (key: string, value: string) => void;
  /** Says that a local source changed; announced with the rows after the commit. */
  readonly touched: (source: LocalSource) => void;
  readonly run: (command: Pick<PendingCommand, 'args' | 'at' | 'drawn' | 'id' | 'name'>, reading: Reading) => LocalRun;
  /** Rebases what came, settles what it settles; called inside a transaction. */
  readonly absorb: (incoming: readonly Incoming[], also?: Iterable<Key>, rerun?: readonly string[]) => void;
  readonly saveFootprint: (command: PendingCommand, footprint: Footprint, outOfSight: boolean) => void;
  /** Shapes whose rows have a hole and must be fetched anew. */
  readonly takeGaps: () => readonly Incoming['entity'][];
  readonly crashAt: (point: CrashPoint) => void;
  readonly stop: () => void;
}

interface Options {
  readonly db: WriteDb;
  readonly session: SessionAnswer;
  readonly clock: () => number;
  readonly emit: (event: WriterEvent) => void;
  readonly onSettled: (ids: readonly string[]) => void;
  readonly crashAt: (point: CrashPoint) => void;
}

/** The state over an open replica. */
export function createState({ db, session: first, clock, emit, onSettled, crashAt }: Options): State {
  let session = first;
  db.function('give_way', () => {
    giveWay();
    return 1;
  });
  const sources = new Set<LocalSource>();
  const gaps = new Set<Incoming['entity']>();
  const settledIds: string[] = [];
  const store = createStore(db);
  const pending = createPendingIndex(db);
  const covers = createCovers(db, store);
  const positions = createPositions(db);
  const settling = createSettling(db, positions.seen);
  const readMeta = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck();
  const writeMeta = db.prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value');
  const run: State['run'] = (command, reading) => {
    const known = commandOf.get(command.name);
    if (!known) throw new Refusal('command.unknown', 'name', `This version of Holdfast does not know “${command.name}”.`);
    return runLocally(store, known, parseArgs(known, JSON.parse(command.args)), contextOf(session, command.id, command.at, JSON.parse(command.drawn)), reading);
  };
  const saveFootprint = createFootprints(db, pending);
  const rebase = createRebase({
    store,
    pending,
    covers,
    run,
    keep: saveFootprint,
    isSeen: (key, overlay) => {
      if (positions.seen(entityOfKey(key)) >= overlay.lsn) return true;
      const row = store.get(entityOfKey(key), idOfKey(key));
      return overlay.row ? row !== null && Number(row['version']) >= overlay.version : row === null;
    },
    onGap: (entity) => gaps.add(entity),
  });
  const { transact, letJournalGrow, stop } = createTransact(db, {
    onCommit: (isOwn) => {
      const entities = store.takeChanges();
      if (Object.keys(entities).length > 0 || sources.size > 0) emit({ kind: 'changed', entities, sources: [...sources], isOwn });
      sources.clear();
      if (settledIds.length > 0) onSettled(settledIds.splice(0));
    },
    onRollback: () => {
      settledIds.length = 0;
      store.takeChanges();
      sources.clear();
      for (const part of [pending, covers, positions, settling]) part.reload();
    },
  });
  const finish = createFinish(db, settling, (ids) => {
    sources.add('outbox');
    settledIds.push(...ids);
  });
  return {
    db,
    store,
    pending,
    covers,
    settling,
    positions,
    rebase,
    transact,
    letJournalGrow,
    stop,
    session: () => session,
    setSession: (next) => {
      session = next;
    },
    now: () => clock() + Number(readMeta.get('clockOffset') ?? '0'),
    meta: (key) => readMeta.get(key) ?? null,
    setMeta: (key, value) => void writeMeta.run(key, value),
    touched: (source) => void sources.add(source),
    run,
    absorb: (incoming, also, rerun) => {
      const scope = rebase.scopeOf(incoming, also, rerun);
      rebase.apply(incoming, scope);
      settling.sawRows(scope.keys, covers.base);
      finish(new Date(clock()).toISOString());
      if (scope.commands.length > 0) sources.add('outbox');
    },
    saveFootprint,
    takeGaps: () => {
      const taken = [...gaps];
      gaps.clear();
      return taken;
    },
    crashAt,
  };
}

/** The context in which a command of this desk runs. */
function contextOf(session: SessionAnswer, commandId: string, at: string, drawn: Drawn): Context {
  return {
    commandId,
    // The session was parsed when it came: its ids are ids.
    tenantId: session.tenantId as Id<'tenants'>,
    ...viewerOf(session),
    deviceId: session.deviceId as Id<'devices'>,
    at,
    drawn,
  };
}

function createFootprints(db: WriteDb, pending: PendingIndex): State['saveFootprint'] {
  const clear = db.prepare('DELETE FROM outbox_rows WHERE command_id = ?');
  const add = db.prepare('INSERT OR REPLACE INTO outbox_rows (command_id, entity, row_id, wrote, made) VALUES (?, ?, ?, ?, ?)');
  const update = db.prepare('UPDATE outbox SET lookups = ?, out_of_sight = ? WHERE id = ?');
  return (command, { reads: all, writes, made, lookups }, outOfSight) => {
    const reads = new Set([...all].filter((key) => !writes.has(key)));
    update.run(JSON.stringify(lookups), outOfSight ? 1 : 0, command.id);
    const known = pending.commands.get(command.id);
    if (known && known.lookups.length === lookups.length && isSameSet(known.reads, reads) && isSameSet(known.writes, writes) && isSameSet(known.made, made)) return;
    clear.run(command.id);
    for (const key of reads) add.run(command.id, entityOfKey(key), idOfKey(key), 0, 0);
    for (const key of writes) add.run(command.id, entityOfKey(key), idOfKey(key), 1, made.has(key) ? 1 : 0);
    pending.set({ ...command, reads, writes, made, lookups });
  };
}

const isSameSet = (one: ReadonlySet<Key>, other: ReadonlySet<Key>): boolean => one.size === other.size && [...one].every((key) => other.has(key));

function createFinish(db: WriteDb, settling: Settling, onSettled: (ids: readonly string[]) => void): (at: string) => void {
  const move = db.prepare(
    `INSERT OR REPLACE INTO settled (seq, id, name, args, at, drawn, "after", entity, row_id, settled_at)
     SELECT seq, id, name, args, at, drawn, "after", entity, row_id, ? FROM outbox WHERE id = ?`,
  );
  const leave = db.prepare('DELETE FROM outbox WHERE id = ?');
  return (at) => {
    const ids = settling.takeSettled();
    for (const id of ids) {
      move.run(at, id);
      leave.run(id);
    }
    if (ids.length > 0) onSettled(ids);
  };
}
