import { externalRoles, grantsOf, roleNames, supportCapabilities, type ExternalRole, type Grants, type RoleName } from '#domain/kernel/capability.ts';

/** A role that every tenant has and nobody edits; tenants edit copies. */
export interface SystemRole {
  readonly name: ExternalRole | RoleName | 'operator' | 'support';
  readonly displayName: string;
  readonly rank: number;
  readonly isExternal: boolean;
  readonly grants: Grants;
}

const words = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(/^./, (letter) => letter.toUpperCase());
const outside = { rank: 0, isExternal: true } as const;

/** The system roles of every tenant, as the matrix has them; the last two are for operators of the platform, one without rights, one for a support session. */
export const systemRoles: readonly SystemRole[] = [
  ...roleNames.map((name, place): SystemRole => ({ name, displayName: words(name), rank: roleNames.length - place, isExternal: false, grants: grantsOf(name) })),
  ...externalRoles.map((name): SystemRole => ({ name, displayName: words(name), ...outside, grants: grantsOf(name) })),
  { name: 'operator', displayName: 'Operator', rank: 0, isExternal: false, grants: {} },
  { name: 'support', displayName: 'Support session', rank: 0, isExternal: false, grants: Object.fromEntries(supportCapabilities.map((capability) => [capability, 'tenant'])) },
];
