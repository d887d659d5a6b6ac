import { randomUUID } from 'node:crypto';
import { grantsOf, roleNames, type RoleName } from '#domain/kernel/capability.ts';
import type { Field } from '#domain/kernel/field.ts';
import { snake, type EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import pg from 'pg';
import { hashPassword } from '../../sync-server/auth/password.ts';

/** What every member of a test world signs in with. */
export const password = 'correct horse battery';

/** A member of a test tenant. */
export interface WorldMember {
  readonly userId: string;
  readonly email: string;
  readonly role: RoleName;
}

/** A team with one row of every entity that follows it. */
export interface WorldTeam {
  readonly id: string;
  readonly agent: WorldMember;
  readonly caseId: string;
}

/** A tenant with two teams that must not see each other's cases. */
export interface WorldTenant {
  readonly id: string;
  readonly subdomain: string;
  readonly roleIds: Readonly<Record<RoleName, string>>;
  readonly admin: WorldMember;
  readonly north: WorldTeam;
  readonly south: WorldTeam;
}

let counted = 0;
const hash = hashPassword(password);

/** Inserts a row as the administrator of the database; what is not given is made up from the declaration. */
export async function insertRow(client: Pick<pg.Client, 'query'>, name: EntityName, values: Readonly<Record<string, unknown>>): Promise<string> {
  const { fields } = entityOf[name];
  const id = typeof values['id'] === 'string' ? values['id'] : randomUUID();
  const now = new Date().toISOString();
  const base: Readonly<Record<string, unknown>> = { createdAt: now, updatedAt: now, acceptedAt: now, version: 1 };
  const row = Object.entries(fields)
    .filter(([key]) => key !== 'visibleTo' && !(entityOf[name].global && ['tenantId', 'archivedAt'].includes(key)))
    .map(([key, field]): [string, unknown] => [key, key === 'id' ? id : key in values ? stored(field, values[key]) : (base[key] ?? madeUp(field))]);
  const columns = row.map(([key]) => `"${snake(key)}"`).join(', ');
  await client.query(
    `insert into ${snake(name)} (${columns}) values (${row.map((_, place) => `$${place + 1}`).join(', ')})`,
    row.map(([, value]) => value),
  );
  return id;
}

function madeUp(field: Field): unknown {
  if ('fallback' in field) return stored(field, field.fallback);
  if (field.optional) return null;
  counted += 1;
  if (field.choices) return Object.keys(field.choices)[0];
  if (field.kind === 'instant') return new Date().toISOString();
  if (field.kind === 'integer') return counted;
  if (field.kind === 'text') return `${counted}`;
  if (field.kind === 'boolean') return false;
  if (field.kind === 'id') return randomUUID();
  throw new Error(`Say what a required ${field.kind} is.`);
}

const stored = ({ kind }: Field, value: unknown) => (kind === 'json' && value !== null ? JSON.stringify(value) : value);

/** Two tenants, `alpha` and `beta`, each with every kind of row in each of two teams. */
export async function buildWorld(url: string): Promise<{ readonly alpha: WorldTenant; readonly beta: WorldTenant }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return { alpha: await buildTenant(client, 'alpha'), beta: await buildTenant(client, 'beta') };
  } finally {
    await client.end();
  }
}

async function buildTenant(client: pg.Client, subdomain: string): Promise<WorldTenant> {
  const tenantId = randomUUID();
  const roleIds = {} as Record<RoleName, string>;
  // Tenant, members and roles name each other: they come in together, before the keys are looked at.
  await client.query('begin');
  await client.query(`set local session_replication_role = 'replica'`);
  for (const [place, name] of roleNames.entries()) {
    roleIds[name] = await insertRow(client, 'roles', { tenantId, name, displayName: name, rank: roleNames.length - place });
    for (const [capability, scope] of Object.entries(grantsOf(name))) await insertRow(client, 'roleGrants', { tenantId, roleId: roleIds[name], capability, scope });
  }
  const member = async (name: string, role: RoleName): Promise<WorldMember> => {
    const email = `${name}@${subdomain}.example`;
    const userId = await insertRow(client, 'users', { email, fullName: name });
    await client.query('insert into auth_credentials (user_id, password_hash) values ($1, $2)', [userId, await hash]);
    await insertRow(client, 'memberships', { tenantId, userId, roleId: roleIds[role], displayName: name });
    return { userId, email, role };
  };
  const admin = await member('admin', 'admin');
  const agents = [await member('north', 'agent'), await member('south', 'agent')] as const;
  await insertRow(client, 'tenants', { id: tenantId, tenantId, name: subdomain, subdomain, ownerId: admin.userId, timeZone: 'Europe/Berlin', countryCode: 'DE' });
  await client.query('commit');

  const common = { tenantId };
  const priorityId = await insertRow(client, 'priorities', { ...common, colour: '#112233' });
  const kindId = await insertRow(client, 'caseKinds', { ...common, numberPrefix: 'C' });
  const categoryId = await insertRow(client, 'caseCategories', common);
  await insertRow(client, 'referenceItems', { ...common, listId: await insertRow(client, 'referenceLists', common) });
  const contactId = await insertRow(client, 'contacts', common);
  await insertRow(client, 'contactPoints', { ...common, contactId });

  const team = async (name: string, agent: WorldMember): Promise<WorldTeam> => {
    const id = await insertRow(client, 'teams', { ...common, name });
    await insertRow(client, 'teamMembers', { ...common, teamId: id, userId: agent.userId });
    await insertRow(client, 'userPreferences', { ...common, userId: agent.userId });
    const deviceId = await insertRow(client, 'devices', { ...common, userId: agent.userId, publicKey: `the key of ${name} in ${subdomain}` });
    await insertRow(client, 'numberBlocks', { ...common, deviceId });
    const caseId = await insertRow(client, 'cases', { ...common, kindId, priorityId, categoryId, teamId: id, title: `A case of ${name}` });
    for (const follower of ['notes', 'caseHistory', 'caseParticipants', 'activityEvents'] as const) {
      await insertRow(client, follower, { ...common, caseId, contactId, ...(follower === 'activityEvents' ? { contactId: null } : {}) });
    }
    return { id, agent, caseId };
  };
  return { id: tenantId, subdomain, roleIds, admin, north: await team('north', agents[0]), south: await team('south', agents[1]) };
}
