import type { Log } from './log.ts';

/** A request for a shape, freed from any HTTP framework. */
export interface ShapeRequest {
  readonly method: string;
  readonly search: URLSearchParams;
  readonly body?: unknown;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** What a shape answer's body may be; an iterable is read only as fast as the reader takes it. */
export type ShapeBody = Buffer | string | AsyncIterable<Buffer | string> | null;

/** The answer to a shape request. */
export interface ShapeResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ShapeBody;
}

/** A row as Postgres printed it; a value is decoded when asked for. */
export interface Tuple {
  readonly get: (column: string) => string | null;
}

/** What a transaction did. */
export type RowOperation = 'insert' | 'update' | 'delete' | 'truncate';

/** One change of one row, or a truncation of a table. */
export interface RowChange {
  readonly table: string;
  readonly operation: RowOperation;
  readonly old: Tuple | null;
  readonly new: Tuple | null;
}

/** Hears of each stored transaction in commit order; a very large one comes in several calls with one LSN. */
export type TransactionListener = (lsn: bigint, changes: readonly RowChange[]) => void;

/** The engine's figures for health pages and benches. */
export interface EngineStats {
  readonly lastLsn: bigint;
  readonly transactions: number;
  readonly changes: number;
  readonly commits: number;
  readonly shapes: number;
  readonly waiting: number;
  readonly logBytes: number;
  readonly windowBytes: number;
  readonly connected: boolean;
}

/** Serves shapes from one Postgres database. */
export interface ShapeEngine {
  readonly handle: (request: ShapeRequest) => Promise<ShapeResponse>;
  /** Announces each stored transaction, in commit order, for wake-up streams. */
  readonly onTransaction: (listener: TransactionListener) => () => void;
  /** Identifies this run of history: changes when the database was restored, rewound or replaced. */
  readonly generation: () => string;
  /** The last transaction that is processed and stored. */
  readonly lastLsn: () => bigint;
  /** Names of tables whose rows or definition changed after a position; null where the log does not reach back so far. */
  readonly changedSince: (lsn: bigint) => readonly string[] | null;
  readonly stats: () => EngineStats;
  readonly stop: () => Promise<void>;
}

/** How long and how much of the log is kept. */
export interface Retention {
  readonly maxBytes: number;
  readonly maxAgeMs: number;
}

/** What an engine needs to start. */
export interface ShapeEngineOptions {
  readonly databaseUrl: string;
  readonly directory: string;
  readonly publication: string;
  readonly slot: string;
  readonly log: Log;
  readonly retention?: Retention;
  /** How long a live request waits; the protocol's 20 s unless a test is in a hurry. */
  readonly liveTimeoutMs?: number;
  readonly keepAliveMs?: number;
  readonly now?: () => number;
}
