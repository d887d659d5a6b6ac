import type { Id } from '#domain/kernel/names.ts';
import { many, query } from '#domain/kernel/query.ts';
import * as z from 'zod';

/** A member as pickers and admin lists show them. */
export interface MemberRow {
  readonly id: Id<'memberships'>;
  readonly userId: Id<'users'>;
  readonly displayName: string;
  readonly workEmail: string | null;
  readonly roleId: Id<'roles'>;
  readonly roleName: string | null;
  readonly isActive: boolean;
  readonly teamIds: readonly Id<'teams'>[];
}

export const listMembers = query('people.members', { args: z.strictObject({}), reads: ['memberships', 'teamMembers', 'roles'], returns: many<MemberRow>() });
