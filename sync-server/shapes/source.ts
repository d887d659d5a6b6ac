import type { EntityName } from '#domain/kernel/names.ts';
import type { ShapeEngine } from '../engine/types.ts';
import type { AccessChange } from '../auth/access.ts';
import type { ShapeUpstream } from './gatekeeper.ts';
import { accessChangesIn, newsOf } from './news.ts';
import { entityOfTable } from './shape.ts';
import type { News } from './wake.ts';

/** Where shapes come from, and the news of them: the embedded engine, or Electric. */
export interface ShapeSource {
  readonly upstream: ShapeUpstream;
  readonly onNews: (listener: (lsn: bigint, news: readonly News[]) => void) => void;
  /** Changes of access that stand in the same order as the rows: told before a row that was written after them is answered. */
  readonly onAccess: (listener: (change: AccessChange) => void) => void;
  /** The tenants that have a desk here; of others no news are needed. */
  readonly follow: (tenants: ReadonlySet<string>) => void;
  readonly lastLsn: () => bigint;
  /** What has news after a position, whoever may see it; null where the source cannot tell. */
  readonly changedSince: (lsn: bigint) => readonly EntityName[] | null;
  /** Changes when the source begins another history. */
  readonly generation: () => string;
  readonly isHealthy: () => boolean;
  readonly stop: () => Promise<void>;
}

/** The embedded engine as a source. */
export const engineSource = (engine: ShapeEngine): ShapeSource => ({
  upstream: engine.handle,
  onNews: (listener) => void engine.onTransaction((lsn, changes) => listener(lsn, newsOf(changes))),
  onAccess: (listener) => void engine.onTransaction((_lsn, changes) => accessChangesIn(changes).forEach(listener)),
  follow: () => {},
  lastLsn: engine.lastLsn,
  changedSince: (lsn) => engine.changedSince(lsn)?.flatMap((table) => entityOfTable(table) ?? []) ?? null,
  generation: engine.generation,
  isHealthy: () => engine.stats().connected,
  stop: engine.stop,
});
