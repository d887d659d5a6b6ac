import type { Capability, Grants } from '#domain/kernel/capability.ts';

const rights: readonly Capability[] = ['apiKeys.manage', 'audit.view', 'people.invite', 'people.manage', 'reference.manage', 'roles.manage', 'teams.manage', 'tenants.configure'];

/** Whether there is anything for a member to administer. */
export const mayAdminister = (grants: Grants): boolean => rights.some((right) => grants[right] !== undefined);
