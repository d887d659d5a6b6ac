import type { Capability, Grants } from './capability.ts';
import type { EntityName, Id } from './names.ts';

/** What a command draws once, on the desk or on the server, and keeps for every later run. */
export interface Drawn {
  readonly caseNumber?: string;
  readonly provisionalNumber?: string;
}

/** Rights that hold in one team only, beside those of the member's role. */
export interface TeamGrants {
  readonly teamId: Id<'teams'>;
  readonly grants: Grants;
}

/** Who acts, and when. The server takes only `at` and `drawn` from the desk, and checks both. */
export interface Context {
  readonly commandId: string;
  readonly tenantId: Id<'tenants'>;
  readonly userId: Id<'users'>;
  readonly deviceId: Id<'devices'> | null;
  readonly teamIds: readonly Id<'teams'>[];
  /** Those of the member's teams that follow up: they add rights on what is with them. */
  readonly followUpTeamIds?: readonly Id<'teams'>[];
  /** A member from outside the tenant, who sees only what names them. */
  readonly isExternal?: boolean;
  readonly teamGrants?: readonly TeamGrants[];
  /** What a member from outside may do on each case they take part in. */
  readonly participations?: Readonly<Record<string, readonly string[]>>;
  /** What an operator of the platform may do across tenants; only the server knows it. */
  readonly platform?: readonly Capability[];
  readonly grants: Grants;
  readonly at: string;
  readonly drawn: Drawn;
}

/** The `n`-th id of a command: the same on every side, whenever it is asked. */
export function idFrom<Name extends EntityName>({ commandId }: Pick<Context, 'commandId'>, n: number): Id<Name> {
  const hex = commandId.replaceAll('-', '');
  const mask = (1n << 64n) - 1n;
  // splitmix64: a bijection of the low half, so two numbers of one command never meet.
  let mixed = (BigInt(`0x${hex.slice(16)}`) + BigInt(n + 1) * 0x9e3779b97f4a7c15n) & mask;
  mixed = ((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
  mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & mask;
  mixed ^= mixed >> 31n;
  const low = ((mixed & ~(3n << 62n)) | (2n << 62n)).toString(16).padStart(16, '0');
  // Setting the variant bits folds four values into one, so the number also moves the twelve bits beside the version.
  const high = ((BigInt(`0x${hex.slice(13, 16)}`) + BigInt(n + 1)) & 0xfffn).toString(16).padStart(3, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${high}-${low.slice(0, 4)}-${low.slice(4)}` as Id<Name>;
}
