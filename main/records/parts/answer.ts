import type { LocalSource, Query } from '#domain/kernel/query.ts';
import type * as z from 'zod';
import type { Read, Reader } from './read.ts';

/** How the desk answers a query. */
export interface Answering {
  readonly contract: Query;
  /** What the answer depends on beside what the contract reads: rows that say whether they are pending follow the outbox. */
  readonly also: readonly LocalSource[];
  run(db: Read, args: unknown, reader: Reader): unknown;
}

/** Binds a query to its answer from the replica. */
export function answer<Name extends string, Args extends z.ZodType, Result>(
  contract: Query<Name, Args, Result>,
  run: (db: Read, args: z.output<Args>, reader: Reader) => Result,
  also: readonly LocalSource[] = [],
): Answering {
  // The dispatcher has parsed the arguments by this very contract.
  return { contract, also, run: (db, args, reader) => run(db, args as z.output<Args>, reader) };
}
