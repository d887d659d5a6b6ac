import * as z from 'zod';
import type { Capability } from './capability.ts';
import { instant, integer, optional, ref, tags, type Defaulted, type Field, type Fields, type ValueOf } from './field.ts';
import type { EntityName } from './names.ts';

/**
 * Which rows a replica may hold, before the scope of the view capability narrows it.
 * - `tenant`: every member holds every row.
 * - `keys`: the row names its users and teams itself; `members` are rows that add a user while active.
 * - `parent`: the keys of the nearest parent that is set; `tenant` where none is.
 * - `restricted`: members who hold the view capability for the whole tenant.
 * - `server`: never leaves Postgres.
 */
export type Visibility<Key extends string = string> =
  | {
      readonly kind: 'keys';
      readonly users: readonly Key[];
      readonly teams?: readonly Key[];
      readonly members?: { readonly entity: EntityName; readonly by: string; readonly user: string; readonly active: string };
    }
  | { readonly kind: 'parent'; readonly of: readonly Key[] }
  | { readonly kind: 'restricted' }
  | { readonly kind: 'server' }
  | { readonly kind: 'tenant' };

/** How a replica follows an entity: live, when woken by news, or not at all. */
export type Sync = 'hot' | 'never' | 'woken';

/** For each state the states that may follow it; `initial` lists those a new row may have. */
export type Transitions = Readonly<Record<string, readonly string[]>> & { readonly initial: readonly string[] };

interface Declaration<F extends Fields> {
  readonly singular: string;
  readonly plural: string;
  readonly fields: F;
  /** The field that names a row to a person. */
  readonly title: keyof F & string;
  /** The fields a list shows, in order. */
  readonly columns: readonly ((keyof F & string) | Base)[];
  readonly visibility: Visibility<keyof F & string>;
  /** The capability whose scope decides who sees a row; `self` is everybody's right to their own rows. */
  readonly view: Capability | 'self';
  readonly sync?: Sync;
  /** Global entities belong to no tenant and live on the server only. */
  readonly global?: boolean;
  /** Rows are written once: no update, no delete. */
  readonly appendOnly?: boolean;
  readonly indexes?: readonly (readonly ((keyof F & string) | Base)[])[];
  /** Unique keys within the tenant; rows with an absent member are not held to it. */
  readonly unique?: readonly (readonly (keyof F & string)[])[];
  /** A second key by which other rows refer to this one; its rows are never removed. */
  readonly key?: keyof F & string;
  readonly transitions?: { readonly [K in keyof F & string]?: Transitions };
  /** The executor writes a `caseHistory` row for each changed field; the field that holds the case. */
  readonly history?: (keyof F & string) | 'id';
  /** The executor writes an activity row for each change; the field that holds the case, if any. */
  readonly activity?: { readonly caseId: (keyof F & string) | 'id' | null };
}

type Row<F extends Fields> = { readonly [K in keyof F]: ValueOf<F[K]> };

export interface Entity<Name extends EntityName, F extends Fields> extends Declaration<F> {
  readonly name: Name;
  readonly row: z.ZodType<Row<F>>;
}

/** Any entity, for code that works on all of them. */
export interface AnyEntity {
  readonly name: EntityName;
  readonly singular: string;
  readonly plural: string;
  readonly fields: Fields;
  readonly title: string;
  readonly columns: readonly string[];
  readonly visibility: Visibility;
  readonly view: Capability | 'self';
  readonly sync?: Sync;
  readonly global?: boolean;
  readonly appendOnly?: boolean;
  readonly indexes?: readonly (readonly string[])[];
  readonly unique?: readonly (readonly string[])[];
  readonly key?: string;
  readonly transitions?: { readonly [field: string]: Transitions | undefined };
  readonly history?: string;
  readonly activity?: { readonly caseId: string | null };
  readonly row: z.ZodType;
}

export type RowOf<E extends Pick<AnyEntity, 'fields'>> = Row<E['fields']>;
/** A row of any entity, for code that works on all of them. */
export type AnyRow = Readonly<Record<string, unknown>> & { readonly id: string };

/** What a command may give a new row; base fields are the executors' own. */
export type NewRow<E extends Pick<AnyEntity, 'fields'>> = Omit<
  { readonly [K in Required_<E['fields']>]: ValueOf<E['fields'][K]> } & { readonly [K in Exclude<keyof E['fields'], Required_<E['fields']>>]?: ValueOf<E['fields'][K]> },
  Base
>;
type Required_<F extends Fields> = { [K in keyof F]: F[K]['optional'] extends true ? never : F[K] extends Defaulted<unknown> ? never : K }[keyof F];

/** The fields every entity has. Only the executors write them. */
const base = <const Name extends EntityName>(name: Name) => ({
  id: ref(name),
  tenantId: ref('tenants'),
  createdAt: instant({ label: 'Created' }),
  createdBy: optional(ref('users')),
  updatedAt: instant({ label: 'Updated' }),
  updatedBy: optional(ref('users')),
  deletedAt: optional(instant()),
  deletedBy: optional(ref('users')),
  /** Counted by the server alone; 0 is a row that no server has seen. */
  version: integer(),
  /** When the server took the last change; null until it has. */
  acceptedAt: optional(instant({ label: 'On server' })),
  archivedAt: optional(instant()),
  /** `user:<id>`, `team:<id>` or `tenant`: who may see the row. Null where every member may. */
  visibleTo: optional(tags()),
});
export type Base = keyof ReturnType<typeof base>;
export const baseFields: ReadonlySet<string> = new Set(Object.keys(base('tenants')));

/** Declares an entity; everything else about it is derived from this. */
export function entity<const Name extends EntityName, const F extends Fields>(name: Name, declaration: Declaration<F>): Entity<Name, ReturnType<typeof base<Name>> & F> {
  const fields = { ...base(name), ...declaration.fields };
  const shape = Object.fromEntries(Object.entries<Field>(fields).map(([key, { schema, optional: absent }]) => [key, absent ? schema.nullable() : schema]));
  return { ...declaration, name, fields, row: z.strictObject(shape) as unknown as z.ZodType<Row<typeof fields>> };
}

/** The visibility of rows that follow the case, or else are open to the tenant. */
export const withCase = { kind: 'parent', of: ['caseId'] } as const;

/** How the replica follows an entity. */
export function syncOf({ visibility, global, sync = 'woken' }: AnyEntity): Sync {
  return global || visibility.kind === 'server' ? 'never' : sync;
}

/** Whether rows carry `visibleTo` keys. */
export const hasKeys = ({ visibility }: AnyEntity): boolean => visibility.kind === 'keys' || visibility.kind === 'parent';
