import { lines } from './matrix.ts';

/** How far a right reaches: rows of one's own, assigned to one, of one's teams, of the tenant. */
export type Scope = 'own' | 'assigned' | 'team' | 'tenant';

/** The system roles of a tenant that its members hold, the most powerful first; each has the rank of its place from the end. */
export const roleNames = ['owner', 'admin', 'manager', 'supervisor', 'teamLead', 'agent', 'viewer'] as const;
export type RoleName = (typeof roleNames)[number];

/** The system roles of people outside the tenant. */
export const externalRoles = ['client', 'thirdParty', 'agency', 'coordinator'] as const;
export type ExternalRole = (typeof externalRoles)[number];

/** The roles of operators above tenants; none of them reaches a tenant's content. */
export const platformRoleNames = ['superAdmin', 'platformAdmin', 'support'] as const;
export type PlatformRoleName = (typeof platformRoleNames)[number];

/** The columns of the matrix: platform, tenant and external roles, and what membership of a follow-up team adds. */
export const columns = [...platformRoleNames, ...roleNames, ...externalRoles, 'followUp'] as const;
export type Column = (typeof columns)[number];

export type Capability = keyof typeof lines;

/** What a member may do and how far; a capability that is absent is not held. */
export type Grants = Readonly<Partial<Record<Capability, Scope>>>;

export const capabilities = Object.keys(lines) as readonly Capability[];

const scopes: Readonly<Record<string, Scope>> = { '*': 'tenant', T: 'team', A: 'assigned', O: 'own' };
const width: Readonly<Record<Scope, number>> = { own: 1, assigned: 2, team: 3, tenant: 4 };

/** The cell of the matrix: `*`, `T`, `A`, `O`, `P` across tenants, `b` inside an approved support session, or `-`. */
export function cellOf(capability: Capability, column: Column): string {
  return lines[capability].split(/\s+/)[columns.indexOf(column)] ?? '-';
}

/** The grants of a system role. */
export function grantsOf(role: ExternalRole | RoleName | 'followUp'): Grants {
  const held = capabilities.map((capability) => [capability, scopes[cellOf(capability, role)]] as const);
  return Object.fromEntries(held.filter(([, scope]) => scope));
}

/** What a platform role may do across tenants. */
export function platformGrantsOf(role: PlatformRoleName): ReadonlySet<Capability> {
  return new Set(capabilities.filter((capability) => cellOf(capability, role) === 'P'));
}

/** What an approved support session may look at, and nothing else. */
export const supportCapabilities: readonly Capability[] = capabilities.filter((capability) => cellOf(capability, 'support') === 'b');

/** The wider of two scopes. */
export function wider(one: Scope | undefined, other: Scope | undefined): Scope | undefined {
  if (!one || !other) return one ?? other;
  return width[one] >= width[other] ? one : other;
}

export const isCapability = (name: string): name is Capability => name in lines;

/** What a participant of a case must be allowed there, where that narrows the right of a member from outside. */
export const participantRights: Readonly<Partial<Record<Capability, 'manage' | 'message' | 'upload'>>> = {
  'messages.send': 'message',
  'documents.upload': 'upload',
  'cases.edit': 'manage',
  'participants.manage': 'manage',
  'tasks.assign': 'manage',
};

/** The first grant that goes beyond what somebody holds; undefined where none does. */
export function beyond(grants: Grants, own: Grants): Capability | undefined {
  return capabilities.find((capability) => grants[capability] && wider(grants[capability], own[capability]) !== own[capability]);
}
