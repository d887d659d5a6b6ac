import type * as z from 'zod';
import type { EntityName } from './names.ts';

/** A type carried by a value: what a query answers. */
export interface Returns<Result> {
  readonly type?: Result;
}
export const many = <Row>(): Returns<readonly Row[]> => ({});
export const one = <Row>(): Returns<Row | null> => ({});
export const exactly = <Result>(): Returns<Result> => ({});

/** What a query may depend on beside entities: the desk's own state. */
export type LocalSource = 'desk' | 'drafts' | 'outbox' | 'review';

export interface Query<Name extends string = string, Args extends z.ZodType = z.ZodType, Result = unknown> {
  readonly name: Name;
  readonly args: Args;
  /** The entities whose changes make the answer stale; `all` for those that name their entity in the arguments. */
  readonly reads: readonly (EntityName | LocalSource)[] | 'all';
  readonly returns: Returns<Result>;
}

/** Declares a named read. The desk answers it; the renderer asks it. */
export function query<const Name extends string, Args extends z.ZodType, Result>(name: Name, rest: Omit<Query<Name, Args, Result>, 'name'>): Query<Name, Args, Result> {
  return { name, ...rest };
}
