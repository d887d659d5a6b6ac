import * as z from 'zod';
import type { Capability } from './capability.ts';
import { instant, integer, optional, ref, tags, type Defaulted, type Field, type Fields, type ValueOf } from './field.ts';
import type { EntityName } from './names.ts';

/** A state of a row, by one field: `is` null where it must be absent. */
export interface When<Key extends string = string> {
  readonly field: Key;
  readonly is: boolean | string | null;
}

/** Rows that let users, or teams, or all who see them, see the row they name, while `active` is true or is not declared. */
export interface Members {
  readonly entity: EntityName;
  readonly by: string;
  readonly user?: string;
  readonly team?: string;
  /** Whoever sees such a row sees the row that it names. */
  readonly audience?: true;
  readonly active?: string;
}

interface Audience<Key extends string> {
  /** Fields whose users may see the row. */
  readonly users?: readonly (Key | 'createdBy')[];
  /** Fields whose teams may see the row; tags hold several. */
  readonly teams?: readonly Key[];
  /** Fields whose teams' leads may see the row: whoever has the capability of `all` there. */
  readonly leads?: readonly Key[];
  readonly members?: Members;
  /** Every member may see the row while this holds. */
  readonly open?: When<Key>;
  /** Only those whom the row names may see it while this holds, whatever its parent says. */
  readonly closed?: When<Key>;
  /** Held for the whole tenant it opens every row; where absent, the view capability does. */
  readonly all?: Capability;
}

/**
 * Which rows a replica may hold, before the scope of the view capability narrows it.
 * - `tenant`: every member who may view the entity in the whole tenant holds every row.
 * - `keys`: the row names its users and teams itself.
 * - `parent`: the keys of the nearest parent that is set, by a reference or an `anyRef`, and those of the row's own users and
 *   teams beside them; with no parent set, its own users and teams, and every member where it declares none.
 * - `restricted`: members who hold the view capability for the whole tenant.
 * - `server`: never leaves Postgres.
 */
export type Visibility<Key extends string = string> =
  | (Audience<Key> & { readonly kind: 'keys' })
  | (Audience<Key> & { readonly kind: 'parent'; readonly of: readonly Key[] })
  | { readonly kind: 'restricted' }
  | { readonly kind: 'server' }
  | { readonly kind: 'tenant' };

/** How a replica follows an entity: live, when woken by news, the same but last in a first sync (`demand`), or not at all. */
export type Sync = 'demand' | 'hot' | 'never' | 'woken';

/** How long rows stay in replicas: always, this many months (after the named moment, else after the last change), or as long as their parent. */
export type Retention<Key extends string = string> = 'always' | { readonly as: Key } | { readonly months: number; readonly after?: Key };

/** What must hold among the fields of a row: at least one is set, exactly one is, or two differ. */
export interface Check<Key extends string = string> {
  readonly that: 'differ' | 'one' | 'some';
  readonly of: readonly Key[];
}

/** A unique key: its fields, within the tenant unless `global`, for rows where `when` holds. Rows with an absent member are not held to it. */
export type Unique<Key extends string = string> = readonly Key[] | { readonly on: readonly Key[]; readonly when?: When<Key>; readonly global?: true };

/** The standard commands create, update, archive and restore. */
export interface Standard {
  readonly capability: Capability;
  readonly mode: 'offline' | 'online';
  /** Those of them that exist, where not all do. */
  readonly only?: readonly ('archive' | 'create' | 'restore' | 'update')[];
}

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
  readonly unique?: readonly Unique<keyof F & string>[];
  readonly checks?: readonly Check<keyof F & string>[];
  readonly retention?: Retention<keyof F & string>;
  readonly standard?: Standard;
  /** Its place under `/api/v1/`, where that is not its name in kebab-case. */
  readonly path?: string;
  /** A second key by which other rows refer to this one; its rows are never removed. */
  readonly key?: keyof F & string;
  readonly transitions?: { readonly [K in keyof F & string]?: Transitions };
  /** What follows from the other fields of a row, whichever command writes it. */
  readonly derive?: (row: AnyRow) => Readonly<Record<string, unknown>>;
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
  readonly unique?: readonly Unique[];
  readonly checks?: readonly Check[];
  readonly retention?: Retention;
  readonly standard?: Standard;
  readonly path?: string;
  readonly key?: string;
  readonly transitions?: { readonly [field: string]: Transitions | undefined };
  readonly derive?: (row: AnyRow) => Readonly<Record<string, unknown>>;
  readonly history?: string;
  readonly activity?: { readonly caseId: string | null };
  readonly row: z.ZodType;
}

export type RowOf<E extends Pick<AnyEntity, 'fields'>> = Row<E['fields']>;
/** A row of any entity, for code that works on all of them. */
export type AnyRow = Readonly<Record<string, unknown>> & { readonly id: string };

/** What a command may give a new row; base fields are the executors' own. */
export type NewRow<E extends Pick<AnyEntity, 'fields'>> = Omit<
  { readonly [K in Required_<E['fields']>]: ValueOf<E['fields'][K]> } & {
    readonly [K in Exclude<keyof E['fields'], Required_<E['fields']>>]?: ValueOf<E['fields'][K]> | undefined;
  },
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

/** The fields, scope and condition of a unique key. */
export function uniqueOf(unique: Unique): { readonly on: readonly string[]; readonly when?: When; readonly global?: true } {
  return 'on' in unique ? unique : { on: unique };
}

/** Whether rows carry `visibleTo` keys. */
export const hasKeys = ({ visibility }: AnyEntity): boolean => visibility.kind === 'keys' || visibility.kind === 'parent';
