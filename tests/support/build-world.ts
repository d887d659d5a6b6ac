import { randomUUID } from 'node:crypto';
import { grantsOf, roleNames, type RoleName } from '#domain/kernel/capability.ts';
import { hasKeys, type AnyEntity } from '#domain/kernel/entity.ts';
import { snake, type EntityName } from '#domain/kernel/names.ts';
import { allEntities, entityOf, writeOrder } from '#domain/registry.ts';
import pg from 'pg';
import { hashPassword } from '../../sync-server/auth/password.ts';
import { storedFields } from '../../sync-server/db/table.ts';
import { rowOf, type RowSource, type Values } from './row-of.ts';
import { drawFrom } from './value-of.ts';

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

const hash = hashPassword(password);

/** Inserts a row as the administrator of the database; what is not given is made up from the declaration. */
export async function insertRow(client: Pick<pg.Client, 'query'>, name: EntityName, values: Values, source: RowSource): Promise<string> {
  const entity = entityOf[name];
  const id = typeof values['id'] === 'string' ? values['id'] : randomUUID();
  const now = new Date().toISOString();
  const made: Values = { createdAt: now, updatedAt: now, acceptedAt: now, version: 1, ...rowOf(entity, source, values), id };
  const row = storedFields(entity)
    .filter(([key]) => key !== 'visibleTo')
    .map(([key, { kind }]): [string, unknown] => [key, kind === 'json' && made[key] !== null ? JSON.stringify(made[key]) : (made[key] ?? null)]);
  const columns = row.map(([key]) => `"${snake(key)}"`).join(', ');
  await client.query(
    `insert into ${snake(name)} (${columns}) values (${row.map((_, place) => `$${place + 1}`).join(', ')})`,
    row.map(([, value]) => value),
  );
  return id;
}

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
  const draw = drawFrom(subdomain.length);
  const nothing: RowSource = { draw, refer: () => null };
  const roleIds = {} as Record<RoleName, string>;
  // Tenant, members and roles name each other: they come in together, before the keys are looked at.
  await client.query('begin');
  await client.query(`set local session_replication_role = 'replica'`);
  for (const [place, name] of roleNames.entries()) {
    roleIds[name] = await insertRow(client, 'roles', { tenantId, name, displayName: name, rank: roleNames.length - place }, nothing);
    for (const [capability, scope] of Object.entries(grantsOf(name))) await insertRow(client, 'roleGrants', { tenantId, roleId: roleIds[name], capability, scope }, nothing);
  }
  const member = async (name: string, role: RoleName): Promise<WorldMember> => {
    const email = `${name}@${subdomain}.example`;
    const userId = await insertRow(client, 'users', { email, fullName: name, externalProvider: null, externalSubject: null, lockedUntil: null }, nothing);
    await client.query('insert into auth_credentials (user_id, password_hash) values ($1, $2)', [userId, await hash]);
    await insertRow(client, 'memberships', { tenantId, userId, roleId: roleIds[role], displayName: name }, nothing);
    return { userId, email, role };
  };
  const admin = await member('admin', 'admin');
  const agents = [await member('north', 'agent'), await member('south', 'agent')] as const;
  await insertRow(client, 'tenants', { id: tenantId, tenantId, name: subdomain, subdomain, ownerId: admin.userId, timeZone: 'Europe/Berlin', countryCode: 'DE' }, nothing);
  await client.query('commit');

  const shared: Place = { teamId: null, agent: admin, rows: new Map() };
  const team = async (name: string, agent: WorldMember): Promise<Place> => {
    const teamId = await insertRow(client, 'teams', { tenantId, name }, nothing);
    await insertRow(client, 'teamMembers', { tenantId, teamId, userId: agent.userId }, nothing);
    return { teamId, agent, rows: new Map() };
  };
  const [north, south] = [await team('north', agents[0]), await team('south', agents[1])];
  /** A row to refer to: of the same team before the tenant's own, and those before another team's; teams share no pair where there are two. */
  const rowFor = (target: EntityName, here: Place, not: readonly unknown[]): string | null => {
    if (target === 'users') return here.agent.userId;
    if (target === 'teams') return here.teamId;
    if (target === 'roles') return roleIds.agent;
    const of = (...places: readonly Place[]) => places.flatMap(({ rows }) => rows.get(target) ?? []);
    const common = of(shared);
    return [...of(here), ...(here === south ? common.toReversed() : common), ...of(north, south)].find((id) => !not.includes(id)) ?? null;
  };
  for (const entity of writeOrder.filter(({ global, name }) => !global && !peopled.has(name)))
    for (const here of hasKeys(entity) ? [north, south] : [shared])
      for (let n = 0; n < (paired.has(entity.name) && here === shared ? 2 : 1); n++) {
        const title = entity.name === 'cases' ? { title: `A case of ${here === north ? 'north' : 'south'}` } : {};
        const values = { tenantId, createdBy: here.agent.userId, ...narrow(entity), ...chosen[entity.name], ...title };
        const id = await insertRow(client, entity.name, values, { draw, refer: (target, _, not) => rowFor(target, here, not) });
        here.rows.set(entity.name, [...(here.rows.get(entity.name) ?? []), id]);
      }
  const made = ({ teamId, agent, rows }: Place): WorldTeam => ({ id: teamId ?? '', agent, caseId: rows.get('cases')?.[0] ?? '' });
  return { id: tenantId, subdomain, roleIds, admin, north: made(north), south: made(south) };
}

/** Where rows of a tenant are made: in one of its teams, or for all of it. */
interface Place {
  readonly teamId: string | null;
  readonly agent: WorldMember;
  readonly rows: Map<EntityName, readonly string[]>;
}

/** Who is in the tenant, which is made before everything else. */
const peopled: ReadonlySet<EntityName> = new Set(['tenants', 'memberships', 'roles', 'roleGrants', 'teams', 'teamMembers']);

/** Cases are seen by their team alone, so that leaving it is losing them; no contact has a login; audit rows wait for their seal. */
const chosen: Readonly<Partial<Record<EntityName, Values>>> = {
  cases: { assignedTo: null, coordinatorId: null },
  caseParticipants: { userId: null },
  contacts: { userId: null },
  auditEvents: { hash: null, prevHash: null },
};

/** Entities of which some row names two rows that differ. */
const paired: ReadonlySet<EntityName> = new Set(
  allEntities.flatMap(({ checks = [], fields }) => checks.filter(({ that }) => that === 'differ').flatMap(({ of }) => of.flatMap((key) => fields[key]?.target ?? []))),
);

/** What keeps a row from being open to every member. */
function narrow({ fields, visibility }: AnyEntity): Values {
  const open = 'open' in visibility ? visibility.open : undefined;
  if (!open) return {};
  const { choices = {}, kind, target } = fields[open.field] ?? {};
  if (open.is === null) return target ? {} : { [open.field]: kind === 'instant' ? new Date().toISOString() : null };
  const closed = 'closed' in visibility ? visibility.closed?.is : undefined;
  return { [open.field]: typeof open.is === 'boolean' ? !open.is : Object.keys(choices).find((key) => key !== open.is && key !== closed) };
}
