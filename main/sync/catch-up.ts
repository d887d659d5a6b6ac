import { syncOf } from '#domain/kernel/entity.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises';
import { indexStep, mergeStep } from './bulk.ts';
import type { HubClient } from './hub-client.ts';
import type { Incoming } from './rebase.ts';
import { beginReconcile } from './reconcile.ts';
import { readShape, type ShapeAnswer } from './shape-reader.ts';
import { applyParts, concernsSent, loadPart, type Delivery } from './shape-writer.ts';
import type { State } from './state.ts';

/** Rows up to which the news of several shapes are one transaction. */
const together = 10_000;

interface Parts {
  readonly state: State;
  readonly hub: HubClient;
  readonly signal: AbortSignal;
  /** Waits until no command is under way whose outcome is unknown. */
  readonly outcomesKnown: () => Promise<void>;
  readonly onProgress: () => void;
}

/** Brings shapes up to date, each from where it stands. */
export interface CatchUp {
  /** Whether a shape has yet to be loaded for the first time. */
  readonly isNew: (entity: EntityName) => boolean;
  /** Fetches what is new in shapes at least up to a position; what came of them is applied together. */
  readonly fetch: (wanted: ReadonlyMap<EntityName, bigint>) => Promise<void>;
  readonly load: (entity: EntityName) => Promise<void>;
  /** Makes one part of each search index that was built in many: nobody waits for it. */
  readonly tidy: () => Promise<void>;
  readonly reconcile: (entity: EntityName) => Promise<void>;
  /** Asks a shape that is followed live only how far it is. */
  readonly poke: (entity: EntityName) => Promise<void>;
}

/** Catching up with one hub. */
export function createCatchUp({ state, hub, signal, outcomesKnown, onProgress }: Parts): CatchUp {
  const pause = async () => {
    onProgress();
    await immediate();
    signal.throwIfAborted();
  };
  const read = (entity: EntityName, at: { readonly handle: string; readonly offset: string } | null) => readShape(hub, entity, at, signal);

  const inParts = new Set<EntityName>();
  const load = async (entity: EntityName): Promise<void> => {
    const start = state.positions.get(entity);
    let next: ReturnType<typeof read> | null = read(entity, start && start.offset !== '-1' ? start : null);
    while (next) {
      const part: ShapeAnswer = await next;
      if (part === 'denied') return deny(state, entity);
      if (part === 'gone') return reconcile(entity);
      // The next part is on its way while this one is written.
      next = part.isUpToDate ? null : read(entity, part);
      next?.catch(() => {});
      if (next) state.letJournalGrow(true);
      await loadPart(state, entity, part, pause);
    }
    const wasDeferred = state.positions.get(entity)?.phase !== 'ready';
    while (!indexStep(state, entity)) await pause();
    if (wasDeferred) inParts.add(entity);
    state.letJournalGrow(false);
    onProgress();
  };

  const reconcile = async (entity: EntityName): Promise<void> => {
    const work = beginReconcile(state, entity, pause);
    let at: { readonly handle: string; readonly offset: string } | null = null;
    for (;;) {
      const part: ShapeAnswer = await read(entity, at);
      if (part === 'denied') return deny(state, entity);
      if (part === 'gone') return reconcile(entity);
      await outcomesKnown();
      signal.throwIfAborted();
      await work.take(part);
      if (part.isUpToDate) break;
      at = part;
    }
    while (!indexStep(state, entity)) await pause();
  };

  /** The last part of what is new in a shape; parts before it are applied on the way. */
  const gather = async (entity: EntityName, upTo: bigint): Promise<Delivery | null> => {
    if (state.positions.get(entity)?.offset === '-1') await reconcile(entity);
    for (let attempts = 0; ;) {
      const part = await read(entity, state.positions.get(entity) ?? null);
      if (part === 'denied') deny(state, entity);
      if (part === 'gone') await reconcile(entity);
      if (part === 'denied' || part === 'gone') return null;
      if (part.isUpToDate && (part.lsn === null || part.lsn >= upTo || attempts++ >= 20)) return { entity, part };
      await apply([{ entity, part }]);
      // The shape has not got that far itself.
      if (part.isUpToDate) await sleep(25, undefined, { signal });
    }
  };
  const apply = async (deliveries: readonly Delivery[]) => {
    if (concernsSent(state, deliveries)) await outcomesKnown();
    signal.throwIfAborted();
    applyParts(state, deliveries);
  };

  return {
    isNew: (entity) => (state.positions.get(entity)?.phase ?? 'loading') !== 'ready',
    load,
    tidy: async () => {
      for (const entity of inParts) for (let isFirst = true; !mergeStep(state, entity, isFirst); isFirst = false) await pause();
      inParts.clear();
    },
    reconcile,
    fetch: async (wanted) => {
      const deliveries: Delivery[] = [];
      await fourAtATime([...wanted], async ([entity, upTo]) => {
        const delivery = await gather(entity, upTo);
        if (delivery) deliveries.push(delivery);
      });
      const rows = deliveries.reduce((sum, { part }) => sum + part.changes.length, 0);
      if (rows <= together) await apply(deliveries);
      // Parents first: screens tolerate an absent parent, but need not.
      else for (const delivery of deliveries.toSorted((one, other) => order(one.entity) - order(other.entity))) await apply([delivery]);
      for (const entity of state.takeGaps()) await reconcile(entity);
    },
    poke: async (entity) => {
      const before = state.positions.get(entity);
      if (!before) return;
      const part = await read(entity, before);
      if (part === 'denied' || part === 'gone' || part.changes.length > 0 || !part.isUpToDate) return;
      // What the live stream took meanwhile is newer than this.
      if (state.positions.get(entity)?.offset === before.offset) applyParts(state, [{ entity, part: { ...part, handle: before.handle, offset: before.offset } }]);
    },
  };
}

/** The member may see nothing of this entity any more. */
function deny(state: State, entity: EntityName): void {
  while (!indexStep(state, entity)) continue;
  state.transact(false, () => {
    state.absorb([...state.covers.held(entity)].map((id): Incoming => ({ entity, id, kind: 'remove', row: {} })));
    state.positions.delete(entity);
  });
}

/** Works through a list in its order, four at a time. */
export async function fourAtATime<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
}

const names = Object.keys(entityOf);
const order = (entity: EntityName): number => names.indexOf(entity);

/** Whether a shape is followed live. */
export const isHot = (entity: EntityName): boolean => syncOf(entityOf[entity]) === 'hot';
