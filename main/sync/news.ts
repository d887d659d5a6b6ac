import type { EntityName } from '#domain/kernel/names.ts';
import type { WakeEvent } from '#domain/sync/wire.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { visibleEntities } from './audience.ts';
import { createCatchUp, fourAtATime, isHot } from './catch-up.ts';
import { followLive } from './follow.ts';
import type { HubClient } from './hub-client.ts';
import { entityOfKey } from './pending.ts';
import { overlaysUpTo } from './shape-writer.ts';
import type { State } from './state.ts';
import type { Status } from './status.ts';

/** Milliseconds over which desks spread their questions after a gap, and between two looks at what has not settled. */
const spread = 200;
const lookEvery = 400;
const lookAtMost = 10_000;
const writeEvery = 500;
/** Milliseconds after which a beat shows anew that everything is here. */
const calmEvery = 15_000;

interface Parts {
  readonly state: State;
  readonly hub: HubClient;
  readonly signal: AbortSignal;
  readonly status: Status;
  readonly outcomesKnown: () => Promise<void>;
  readonly random: () => number;
  /** Everything has been fetched once on this line. */
  readonly onCaughtUp: () => Promise<void>;
}

/** What the hub has that this desk has not: fetched once after a gap, then whenever the hub says so. */
export interface News {
  readonly add: (event: WakeEvent) => void;
  /** The position from which on the hub is to say what is new; null before everything has been fetched once. */
  readonly since: string | null;
  /** A sign of life: nothing is new. */
  readonly beat: () => void;
  readonly run: () => Promise<void>;
}

/** The news of one connection. */
export function createNews({ state, hub, signal, status, outcomesKnown, random, onCaughtUp }: Parts): News {
  const wanted = new Map<EntityName, bigint>();
  let wakeUp = () => {};
  let isCaughtUp = false;
  let isBehind = false;
  let told = 0n;
  const begun = Promise.withResolvers<WakeEvent>();
  begun.promise.catch(() => {});
  signal.addEventListener('abort', () => begun.reject(signal.reason), { once: true });
  const completeness = createCompleteness(state);
  let isBusy = false;
  let calmAt = -Infinity;
  const entities = visibleEntities(state.session()).map(({ name }) => name);
  const progress = createProgress(state, status, entities);
  const calm = () => {
    // After a change of rights what was fetched under the old ones is complete no more.
    if (!isCaughtUp || isBusy || wanted.size > 0 || signal.aborted) return;
    calmAt = performance.now();
    if (!isBehind) completeness.reached(told);
    status.caughtUp();
  };
  const catchUp = createCatchUp({ state, hub, signal, outcomesKnown, onProgress: progress });
  const want = (entity: EntityName, lsn: bigint) => {
    // A hot shape brings its news itself.
    if (!entities.includes(entity) || isHot(entity)) return;
    wanted.set(entity, lsn > (wanted.get(entity) ?? 0n) ? lsn : (wanted.get(entity) ?? 0n));
    wakeUp();
  };

  const follow = async (entity: EntityName): Promise<void> => {
    while (state.positions.get(entity)) {
      await followLive({ state, hub, signal, outcomesKnown, onCaughtUp: calm }, entity);
      await catchUp.reconcile(entity);
      calm();
    }
  };

  const fetchWanted = async () => {
    while (!signal.aborted) {
      if (wanted.size === 0) {
        calm();
        await new Promise<void>((resolve) => {
          wakeUp = () => {
            signal.removeEventListener('abort', wakeUp);
            resolve();
          };
          signal.addEventListener('abort', wakeUp);
        });
        continue;
      }
      const now = new Map([...wanted].filter(([entity, lsn]) => state.positions.seen(entity) < lsn));
      wanted.clear();
      isBusy = true;
      await catchUp.fetch(now);
      // The hub named a place that its shapes have not reached: nothing is claimed on this line.
      isBehind ||= [...now].some(([entity, lsn]) => state.positions.get(entity) && state.positions.seen(entity) < lsn);
      isBusy = false;
    }
  };

  const settle = async () => {
    for (let wait = lookEvery; !signal.aborted;) {
      await sleep(wait, undefined, { signal });
      const lagging = laggingOf(state);
      wait = lagging.size === 0 ? lookEvery : Math.min(lookAtMost, wait * 1.5);
      for (const [entity, lsn] of lagging)
        if (!entities.includes(entity)) settleWithoutShape(state, entity, lsn);
        else if (isHot(entity)) await catchUp.poke(entity);
        else want(entity, lsn);
    }
  };

  return {
    since: completeness.since,
    add: (event) => {
      begun.resolve(event);
      told = BigInt(event.lsn);
      for (const entity of event.entities) want(entity, told);
    },
    beat: () => {
      if (performance.now() - calmAt >= calmEvery) calm();
    },
    run: async () => {
      const known = entities.filter((entity) => !catchUp.isNew(entity));
      const fresh = entities.filter(catchUp.isNew);
      const { lsn, entities: named, missed } = await begun.promise;
      const lagging = laggingOf(state);
      const isDue = (entity: EntityName) => !missed || named.includes(entity) || isHot(entity) || lagging.has(entity) || state.positions.get(entity)?.offset === '-1';
      const due = known.filter(isDue);
      if (due.length > 0) await sleep(random() * spread, undefined, { signal });
      await catchUp.fetch(new Map(due.map((entity) => [entity, missed ? BigInt(lsn) : 0n])));
      await fourAtATime(fresh, catchUp.load);
      progress();
      isCaughtUp = true;
      await onCaughtUp();
      await Promise.all([fetchWanted(), settle(), catchUp.tidy(), ...entities.filter(isHot).map(follow)]);
    },
  };
}

/** Up to where all shapes are complete, as the replica keeps it; a change of rights begins it anew. */
function createCompleteness(state: State) {
  const { generation } = state.session();
  const [ofGeneration, since] = JSON.parse(state.meta('complete') ?? '[]') as readonly (string | undefined)[];
  let reached = ofGeneration === generation && since !== undefined ? BigInt(since) : 0n;
  const before = reached;
  let writtenAt = 0;
  return {
    since: before > 0n ? String(before) : null,
    reached: (lsn: bigint) => {
      // What is written less often than it is true only has more asked for after the next gap.
      if (lsn <= reached || performance.now() - writtenAt < writeEvery) return;
      reached = lsn;
      writtenAt = performance.now();
      state.transact(false, () => state.setMeta('complete', JSON.stringify([generation, String(lsn)])));
    },
  };
}

/** What some answer still waits for, by shape. */
function laggingOf({ settling, covers, positions }: State): ReadonlyMap<EntityName, bigint> {
  const lagging = new Map(settling.lagging());
  for (const [key, { lsn }] of covers.overlays) if (lsn > (lagging.get(entityOfKey(key)) ?? 0n)) lagging.set(entityOfKey(key), lsn);
  return new Map([...lagging].filter(([entity, lsn]) => positions.seen(entity) < lsn));
}

/** No shape will ever bring these rows to this member: the answer is all there is. */
function settleWithoutShape(state: State, entity: EntityName, lsn: bigint): void {
  state.transact(false, () => {
    state.settling.sawUpTo(entity, lsn);
    const keys = overlaysUpTo(state, entity, lsn);
    for (const key of keys) state.covers.dropOverlay(key);
    state.absorb([], keys);
  });
}

/** Tells how far the first sync is, while some shape has never been complete. */
function createProgress({ positions }: State, status: Status, entities: readonly EntityName[]): () => void {
  // An earlier connection may have broken while it was telling.
  let isTelling = status.read().firstSync !== null;
  return () => {
    const lines = entities.map((entity) => ({ entity, rows: positions.get(entity)?.rows ?? 0, done: positions.get(entity)?.phase === 'ready' }));
    const isFirst = lines.some(({ done }) => !done);
    if (isFirst || isTelling) status.loading(isFirst ? lines : null);
    isTelling = isFirst;
  };
}
