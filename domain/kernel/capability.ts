/** How far a right reaches: rows of one's own, assigned to one, of one's teams, of the tenant. */
export type Scope = 'own' | 'assigned' | 'team' | 'tenant';

/** The system roles of a tenant, the most powerful first; each has the rank of its place from the end. */
export const roleNames = ['owner', 'admin', 'manager', 'supervisor', 'teamLead', 'agent', 'viewer'] as const;
export type RoleName = (typeof roleNames)[number];

type Cell = '*' | '-' | 'A' | 'O' | 'T';
type Line = readonly [Cell, Cell, Cell, Cell, Cell, Cell, Cell];

/** The matrix of `domain.md` 3: a line for each capability, a cell for each role in the order of `roleNames`. */
const matrix = {
  'tenants.configure': ['*', '*', '-', '-', '-', '-', '-'],
  'people.view': ['*', '*', '*', '*', '*', '*', '*'],
  'people.manage': ['*', '*', '-', '-', '-', '-', '-'],
  'roles.manage': ['*', '*', '-', '-', '-', '-', '-'],
  'teams.manage': ['*', '*', '*', 'T', '-', '-', '-'],
  'devices.manage': ['*', '*', 'O', 'O', 'O', 'O', 'O'],
  'reference.manage': ['*', '*', '*', '-', '-', '-', '-'],
  'contacts.view': ['*', '*', '*', '*', '*', '*', '*'],
  'contacts.edit': ['*', '*', '*', '*', '*', '*', '-'],
  'cases.view': ['*', '*', '*', 'T', 'T', 'T', 'T'],
  'cases.open': ['*', '*', '*', '*', '*', '*', '-'],
  'cases.edit': ['*', '*', '*', 'T', 'T', 'A', '-'],
  'cases.assign': ['*', '*', '*', 'T', 'T', 'O', '-'],
  'cases.close': ['*', '*', '*', 'T', 'T', 'A', '-'],
  'cases.reopen': ['*', '*', '*', 'T', 'T', '-', '-'],
  'participants.manage': ['*', '*', '*', 'T', 'T', 'A', '-'],
  'notes.view': ['*', '*', '*', 'T', 'T', 'T', 'T'],
  'notes.write': ['*', '*', '*', 'T', 'T', 'A', '-'],
  'search.use': ['*', '*', '*', 'T', 'T', 'T', 'T'],
  'audit.view': ['*', '*', '*', '-', '-', '-', '-'],
} as const satisfies Readonly<Record<string, Line>>;
export type Capability = keyof typeof matrix;

/** What a member may do and how far; a capability that is absent is not held. */
export type Grants = Readonly<Partial<Record<Capability, Scope>>>;

export const capabilities = Object.keys(matrix) as readonly Capability[];

const scopes = { '*': 'tenant', T: 'team', A: 'assigned', O: 'own', '-': null } as const;
const width: Readonly<Record<Scope, number>> = { own: 1, assigned: 2, team: 3, tenant: 4 };

/** The grants of a system role. */
export function grantsOf(role: RoleName): Grants {
  const column = roleNames.indexOf(role);
  const held = capabilities.map((capability) => [capability, scopes[matrix[capability][column] ?? '-']] as const);
  return Object.fromEntries(held.filter(([, scope]) => scope !== null));
}

/** The wider of two scopes. */
export function wider(one: Scope | undefined, other: Scope | undefined): Scope | undefined {
  if (!one || !other) return one ?? other;
  return width[one] >= width[other] ? one : other;
}

export const isCapability = (name: string): name is Capability => name in matrix;
