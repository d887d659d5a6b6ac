import { beyond } from '#domain/kernel/capability.ts';
import type { Context } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { toRead, type Need, type Rows } from '#domain/kernel/rows.ts';
import type { capabilityList } from '#domain/kernel/schemas.ts';
import { Membership } from '#domain/people/membership.ts';
import { Role } from '#domain/people/role.ts';
import type * as z from 'zod';

/** Asks for what somebody's own rank follows from; `rolesOf` then asks for the roles themselves. */
export const ownRankNeeds = ({ userId }: Pick<Context, 'userId'>): readonly Need[] => [toRead(Membership, { userId })];
export const rolesOf = (rows: Rows, ...userIds: readonly string[]): readonly Need[] =>
  userIds.flatMap((userId) => rows.find(Membership, { userId }).map(({ roleId }) => toRead(Role, { id: roleId })));

/** The rank of a member's own role. */
export function rankOf(rows: Rows, userId: string): number {
  const [member] = rows.find(Membership, { userId });
  return member ? rows.get(Role, member.roleId).rank : 0;
}

/** Refuses to give, change or take what ranks above the person who does it. */
export function checkRank(rows: Rows, { userId }: Pick<Context, 'userId'>, rank: number, field: string): void {
  if (rank > rankOf(rows, userId)) throw new Refusal('role.rankTooHigh', field, 'This ranks above your own role.');
}

/** Capabilities with their scopes, as a person names them. */
export type GrantList = z.output<typeof capabilityList>;

/** Refuses grants that whoever gives them does not hold themselves. */
export function checkGrants(list: GrantList, { grants }: Pick<Context, 'grants'>): void {
  const excess = list.find(({ capability, scope }) => beyond({ [capability]: scope }, grants));
  if (excess) throw new Refusal('grant.beyondOwn', excess.capability, `You do not hold “${excess.capability}” that far yourself.`);
}
