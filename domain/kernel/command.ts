import type * as z from 'zod';
import type { Capability } from './capability.ts';
import type { Context } from './context.ts';
import type { AnyEntity, Base, NewRow, RowOf } from './entity.ts';
import type { EntityName, Id } from './names.ts';
import type { Need, Rows } from './rows.ts';

/** One row written. A command says what changes; each side stores it in its own database. */
export interface Change {
  readonly kind: 'blank' | 'insert' | 'remove' | 'restore' | 'update';
  readonly entity: AnyEntity;
  readonly id: Id;
  readonly values: Readonly<Record<string, unknown>>;
  readonly reason?: string;
}

export function insert<const E extends AnyEntity>(entity: E, id: Id<E['name']>, values: NewRow<E>): Change {
  return { kind: 'insert', entity, id, values: { ...values } };
}

/** Some of the values; what is undefined is not given. */
type Given<Values> = { readonly [K in keyof Values]?: Values[K] | undefined };

export function update<const E extends AnyEntity>(entity: E, id: Id<E['name']>, values: Given<Omit<RowOf<E>, Base>>, reason?: string): Change {
  return { kind: 'update', entity, id, values: { ...values }, ...(reason === undefined ? {} : { reason }) };
}

/** Marks a row deleted. */
export function remove<const E extends AnyEntity>(entity: E, id: Id<E['name']>, reason?: string): Change {
  return { kind: 'remove', entity, id, values: {}, ...(reason === undefined ? {} : { reason }) };
}

/** Brings back a row that was marked deleted. */
export function restore<const E extends AnyEntity>(entity: E, id: Id<E['name']>, reason?: string): Change {
  return { kind: 'restore', entity, id, values: {}, ...(reason === undefined ? {} : { reason }) };
}

/** Overwrites values of a row that may be marked deleted, and leaves that mark as it is: what must be forgotten is forgotten there too. */
export function blank<const E extends AnyEntity>(entity: E, id: Id<E['name']>, values: Given<Omit<RowOf<E>, Base>>, reason?: string): Change {
  return { ...update(entity, id, values, reason), kind: 'blank' };
}

/** Where a command may run: `offline` and `provisional` at once on the desk, `online` on the server only. */
export type Mode = 'offline' | 'online' | 'provisional';

interface Input<Args> {
  readonly args: Args;
  readonly rows: Rows;
  readonly context: Context;
}

interface Declaration<Args extends z.ZodType> {
  readonly title: string;
  readonly args: Args;
  readonly mode: Mode;
  /** What is drawn before it first runs and kept for every later run: the number of the case it opens, of the kind in its arguments. */
  readonly draws?: 'caseNumber';
  /** The right it takes; `self` where every member may do it to their own rows. */
  readonly capability: Capability | 'self';
  /** It works across tenants: a platform role must hold the capability, a role of a tenant does not do. */
  readonly platform?: true;
  /** The rows it reads or writes; `andThen` asks for more by what was found, until it asks for nothing new. */
  readonly needs: (args: z.output<Args>, context: Context) => readonly Need[];
  readonly andThen?: (input: Input<z.output<Args>>) => readonly Need[];
  /** The rows on which the capability's scope is checked; none means that any scope will do. */
  readonly on?: (input: Input<z.output<Args>>) => readonly Target[];
  /** The row that the audit names where nothing is written: one that was looked at. */
  readonly about?: (args: z.output<Args>) => { readonly type: EntityName; readonly id: string };
  readonly run: (input: Input<z.output<Args>>) => readonly Change[];
}

/** A row whose keys decide whether a scope reaches it. */
export interface Target {
  readonly visibleTo: readonly string[] | null;
  readonly createdBy: string | null;
  readonly id?: string;
  readonly caseId?: string | null;
}

export interface Command<Name extends string = string, Args extends z.ZodType = z.ZodType> extends Declaration<Args> {
  readonly name: Name;
}

/** A command whose arguments are not known, for code that works on all of them. */
export interface AnyCommand {
  readonly name: string;
  readonly title: string;
  readonly args: z.ZodType;
  readonly mode: Mode;
  readonly draws?: 'caseNumber';
  readonly capability: Capability | 'self';
  readonly platform?: true;
  needs(args: unknown, context: Context): readonly Need[];
  andThen?(input: Input<unknown>): readonly Need[];
  on?(input: Input<unknown>): readonly Target[];
  about?(args: unknown): { readonly type: EntityName; readonly id: string };
  run(input: Input<unknown>): readonly Change[];
}

/** Declares a named write: a pure function that runs on the desk at once and again on the server. */
export function command<const Name extends string, Args extends z.ZodType>(name: Name, declaration: Declaration<Args>): Command<Name, Args> {
  return { name, ...declaration };
}
