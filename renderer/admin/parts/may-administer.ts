import { platformGrantsOf, type Capability, type Grants, type PlatformRoleName } from '#domain/kernel/capability.ts';

const rights: readonly Capability[] = ['apiKeys.manage', 'audit.view', 'people.invite', 'people.manage', 'reference.manage', 'roles.manage', 'teams.manage', 'tenants.configure'];

/** Whether there is anything for a member to administer. */
export const mayAdminister = (grants: Grants): boolean => rights.some((right) => grants[right] !== undefined);

/** Whether one of a person's platform roles allows something across tenants. */
export const mayAtPlatform = (roles: readonly PlatformRoleName[], capability: Capability): boolean => roles.some((role) => platformGrantsOf(role).has(capability));
