import type { RoleName } from '#domain/kernel/capability.ts';
import { idFrom } from '#domain/kernel/context.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { newRow } from '#domain/kernel/new-row.ts';
import { reserved } from '#domain/people/reserved.ts';
import type { tenantSettings } from '#domain/people/tenant.ts';
import { systemRoles, type SystemRole } from '#domain/people/system-roles.ts';
import { entityOf, writeOrder } from '#domain/registry.ts';
import { insertRows } from '../db/rows.ts';
import type { Transaction } from '../db/transaction.ts';
import type * as z from 'zod';

/** A person who joins a tenant at its start. */
export interface NewMember {
  /** The user, where they are one already. */
  readonly userId?: string;
  readonly email: string;
  readonly fullName: string;
  readonly role: RoleName;
  readonly teams: readonly string[];
  /** PHC form; a person without one cannot sign in. */
  readonly passwordHash: string | null;
}

/** What a tenant begins with; everything else of it has an id derived from its own. */
export interface NewTenant {
  readonly id: string;
  readonly name: string;
  readonly subdomain: string;
  readonly timeZone: string;
  readonly countryCode: string;
  readonly teams: readonly string[];
  /** The first owner or administrator among them owns the tenant. */
  readonly members: readonly NewMember[];
  readonly kind: { readonly code: string; readonly name: string; readonly prefix: string };
  /** Top-level categories, and those below each. */
  readonly categories: Readonly<Record<string, readonly string[]>>;
  readonly closeReasons: readonly string[];
  readonly settings?: z.input<typeof tenantSettings>;
}

/** Rows of a tenant, by entity, before they are stored. */
export type TenantRows = Partial<Record<EntityName, AnyRow[]>>;

const mayOwn: ReadonlySet<RoleName> = new Set(['owner', 'admin']);

const priorities = [
  ['Low', '#7A8699', 120],
  ['Medium', '#2F6FDE', 48],
  ['High', '#D9822B', 8],
  ['Urgent', '#C23030', 2],
] as const;

/** Everything a new tenant holds: roles with their grants, members, teams and seed reference data. */
export function tenantRows(tenant: NewTenant, at: string): TenantRows {
  const rows: TenantRows = {};
  let n = 0;
  const add = (name: EntityName, values: Readonly<Record<string, unknown>>, id: string = idFrom({ commandId: tenant.id }, n++)): string => {
    (rows[name] ??= []).push(newRow(entityOf[name], id, values, { tenantId: tenant.id, userId: reserved.system, at }));
    return id;
  };
  const role = ({ grants, ...fields }: SystemRole) => {
    const roleId = add('roles', { ...fields, isSystem: true });
    for (const [capability, scope] of Object.entries(grants)) add('roleGrants', { roleId, capability, scope });
    return [fields.name, roleId] as const;
  };
  const isRank = ({ rank }: SystemRole) => rank > 0;
  const roleIds = Object.fromEntries(systemRoles.filter(isRank).map(role));
  const join = (userId: string, displayName: string, role: RoleName, workEmail: string | null) =>
    add('memberships', { userId, displayName, roleId: roleIds[role], workEmail, joinedAt: at });
  join(reserved.system, 'System', 'viewer', null);
  join(reserved.integration, 'Integration', 'viewer', null);
  const teamIds = Object.fromEntries(tenant.teams.map((name) => [name, add('teams', { name })]));
  const userIds = tenant.members.map(({ userId: known, email, fullName, role, teams }) => {
    const userId = known ?? add('users', { email, fullName });
    join(userId, fullName, role, email);
    for (const name of teams) add('teamMembers', { teamId: teamIds[name], userId, joinedAt: at });
    return userId;
  });
  const owner = userIds[tenant.members.findIndex(({ role }) => mayOwn.has(role))];
  if (!owner) throw new Error(`The tenant ${tenant.subdomain} needs an owner`);
  add(
    'tenants',
    { name: tenant.name, subdomain: tenant.subdomain, timeZone: tenant.timeZone, countryCode: tenant.countryCode, ownerId: owner, settings: tenant.settings ?? {} },
    tenant.id,
  );
  priorities.forEach(([name, colour, slaHours], level) => add('priorities', { name, level, colour, slaHours }));
  add('caseKinds', { code: tenant.kind.code, name: tenant.kind.name, numberPrefix: tenant.kind.prefix });
  Object.entries(tenant.categories).forEach(([name, below], sortOrder) => {
    const parentId = add('caseCategories', { name, code: code(name), sortOrder });
    below.forEach((each, place) => add('caseCategories', { name: each, code: code(each), parentId, sortOrder: place }));
  });
  const listId = add('referenceLists', { name: 'closeReasons', displayName: 'Close reasons' });
  tenant.closeReasons.forEach((name, sortOrder) => add('referenceItems', { listId, name, code: code(name), sortOrder }));
  systemRoles.filter((each) => !isRank(each)).map(role);
  return rows;
}

/** Makes the users whom every tenant has; once for all tenants. */
export const createReserved = (tx: Pick<Transaction, 'query'>, at: unknown) =>
  tx.query({
    text: `INSERT INTO users (id, created_at, updated_at, version, accepted_at, email, full_name, is_platform_admin, status, login_attempts)
      SELECT id, $1, $1, 1, now(), email, name, false, 'disabled', 0 FROM unnest($2::uuid[], $3::text[], $4::text[]) AS r (id, email, name) ON CONFLICT (id) DO NOTHING`,
    values: [at, Object.values(reserved), ['system@holdfast.invalid', 'integration@holdfast.invalid'], ['System', 'Integration']],
  });

/** Stores rows of a new tenant in a transaction that sees it, accepted as of now. */
export async function storeTenant(tx: Transaction, rows: TenantRows): Promise<void> {
  const acceptedAt = new Date().toISOString();
  // Whatever names a member comes after the members, and they after their roles.
  const first: readonly EntityName[] = ['users', 'roles', 'memberships', 'tenants'];
  for (const name of [...first, ...writeOrder.map((entity) => entity.name).filter((each) => !first.includes(each))]) {
    const fresh = (rows[name] ?? []).map((row) => ({ ...row, version: Math.max(1, Number(row['version'])), acceptedAt }));
    for (let from = 0; from < fresh.length; from += 1000) await insertRows(tx, entityOf[name], fresh.slice(from, from + 1000));
  }
}

/** Stores the rows of a tenant with its users and their passwords, as the administrator of the database. */
export async function createTenant(tx: Transaction, tenant: NewTenant, rows: TenantRows): Promise<void> {
  await tx.query({ text: `SELECT set_config('app.tenant', $1, true)`, values: [tenant.id] });
  await createReserved(tx, rows.tenants?.[0]?.['createdAt']);
  await storeTenant(tx, rows);
  const byEmail = new Map(rows.users?.map((user) => [user['email'], user.id]));
  const known = tenant.members.filter(({ passwordHash }) => passwordHash !== null);
  await tx.query({
    text: `INSERT INTO auth_credentials (user_id, password_hash) SELECT * FROM unnest($1::uuid[], $2::text[])`,
    values: [known.map(({ email }) => byEmail.get(email)), known.map(({ passwordHash }) => passwordHash)],
  });
}

const code = (name: string) =>
  name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toUpperCase()
    .slice(0, 20);
