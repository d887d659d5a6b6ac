import { randomBytes } from 'node:crypto';
import type { Capability } from '#domain/kernel/capability.ts';
import { createTenant, suspendTenant } from '#domain/people/tenant-commands.ts';
import { User } from '#domain/people/user.ts';
import type { CommandAnswer, CommandEnvelope } from '#domain/sync/wire.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type pg from 'pg';
import * as z from 'zod';
import { platformCapabilities, platformRolesOf } from '../auth/platform-roles.ts';
import type { Identity } from '../auth/identity.ts';
import { auditSystem } from '../audit/record.ts';
import { hashToken } from '../auth/token.ts';
import type { Caller } from '../commands/standing.ts';
import { newId } from '../db/new-id.ts';
import { inTenant } from '../db/transaction.ts';
import { bearer, withOrigin } from '../http/bearer.ts';
import { parse } from '../http/body.ts';
import { HttpProblem } from '../http/problem.ts';

interface PlatformDeps {
  readonly identity: Identity;
  /** Connects as the role that knows what tenants there are, and nothing that is in them. */
  readonly pool: pg.Pool;
  /** The operator's own tenant keeps what they did. */
  readonly serve: pg.Pool;
  readonly run: (caller: Caller, envelope: CommandEnvelope) => Promise<CommandAnswer>;
  readonly health: () => Promise<Readonly<Record<string, unknown>>>;
  readonly now: () => number;
}

const page = z.strictObject({ after: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(500).default(100) });
const span = z.strictObject({ from: z.iso.date().optional(), to: z.iso.date().optional(), tenantId: z.uuid().optional() });
const named = z.object({ id: z.uuid() });
const newTenant = createTenant.args.omit({ tokenHash: true });
const tenantPatch = suspendTenant.args.omit({ tenantId: true });
const userPatch = z.strictObject({ status: User.fields.status.schema });

/** `/api/platform/*`: what operators of the platform see and do; of a tenant its name, its members' number and its usage, never its content. */
export function platformRoutes(server: FastifyInstance, { identity, pool, serve, run, health, now }: PlatformDeps): void {
  const allowed = async (request: FastifyRequest, capability: Capability): Promise<Caller> => {
    const session = await identity.sessions.of(bearer(request));
    const held = platformCapabilities(await platformRolesOf(pool, session.userId));
    if (!held.includes(capability)) throw new HttpProblem(403, 'auth.denied', 'This takes a platform role.', capability);
    return withOrigin(session, request);
  };
  const answer = async (caller: Caller, name: string, args: unknown) => {
    const outcome = await run(caller, { id: newId(now()), name, args, at: new Date(now()).toISOString(), drawn: {}, after: [] });
    if (outcome.status === 'accepted') return;
    const problem = 'problem' in outcome ? outcome.problem : { code: 'hub.failed', message: 'The hub failed on this.' };
    throw new HttpProblem(outcome.status === 'refused' ? 422 : 503, problem.code, problem.message, problem.field);
  };

  server.get('/api/platform/tenants', async (request) => {
    await allowed(request, 'tenants.manage');
    const { rows, next } = await pageOf(pool, tenantsText, request);
    return { tenants: rows, next };
  });
  server.post('/api/platform/tenants', async (request, reply) => {
    const caller = await allowed(request, 'tenants.manage');
    const token = randomBytes(32).toString('base64url');
    const args = parse(newTenant, request.body);
    await answer(caller, 'tenants.create', { ...args, tokenHash: hashToken(token) });
    // Shown now and never again; the hub keeps its hash.
    return reply.code(201).header('cache-control', 'no-store').send({ subdomain: args.subdomain, invitation: token });
  });
  server.patch('/api/platform/tenants/:id', async (request, reply) => {
    const caller = await allowed(request, 'tenants.manage');
    await answer(caller, 'tenants.suspend', { tenantId: parse(named, request.params).id, ...parse(tenantPatch, request.body) });
    return reply.code(204).send();
  });
  server.get('/api/platform/users', async (request) => {
    await allowed(request, 'people.view');
    const { rows, next } = await pageOf(pool, usersText, request);
    return { users: rows, next };
  });
  server.patch('/api/platform/users/:id', async (request, reply) => {
    const { userId, tenantId } = await allowed(request, 'people.manage');
    const { id } = parse(named, request.params);
    const { status } = parse(userPatch, request.body);
    if (id === userId) throw new HttpProblem(422, 'field.invalid', 'You cannot lock yourself out.', 'id');
    const from = Object.entries(User.transitions?.status ?? {}).flatMap(([state, next]) => (state !== 'initial' && (state === status || next.includes(status)) ? [state] : []));
    const { rowCount } = await pool.query('update users set status = $2, updated_at = now(), version = version + 1 where id = $1 and deleted_at is null and status = any($3)', [
      id,
      status,
      from,
    ]);
    const act = { action: 'platform.updateUser' as const, subjectType: 'users', subjectId: id, success: rowCount === 1, after: { status } };
    await inTenant(serve, tenantId, (tx) => auditSystem(tx, tenantId, [act], userId));
    if (rowCount === 1) return reply.code(204).send();
    const { rowCount: known } = await pool.query('select 1 from users where id = $1 and deleted_at is null', [id]);
    if (known === 0) throw new HttpProblem(404, 'row.missing', 'There is no such user.', 'id');
    throw new HttpProblem(422, 'state.forbidden', `A user cannot become ${status} from here.`, 'status');
  });
  server.get('/api/platform/health', async (request) => {
    await allowed(request, 'platform.health');
    return { now: await health(), readings: (await pool.query(healthText)).rows };
  });
  server.get('/api/platform/usage', async (request) => {
    await allowed(request, 'platform.usage');
    const { from = null, to = null, tenantId = null } = parse(span, request.query);
    return { usage: (await pool.query(usageText, [from, to, tenantId])).rows };
  });
  server.get('/api/platform/analytics', async (request) => {
    await allowed(request, 'platform.usage');
    return { analytics: (await pool.query(analyticsText)).rows[0] };
  });
}

/** A page of a list in the order of its ids, and where the next begins. */
async function pageOf(pool: pg.Pool, text: string, { query }: FastifyRequest): Promise<{ readonly rows: readonly { readonly id: string }[]; readonly next: string | null }> {
  const { after = null, limit } = parse(page, query);
  const { rows } = await pool.query<{ id: string }>(text, [after, limit + 1]);
  const shown = rows.slice(0, limit);
  return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

const tenantsText = `
select t.id, t.name, t.subdomain, t.sector, t.plan, t.deployment, t.is_active as "isActive", t.country_code as "countryCode", t.created_at as "createdAt",
  (select count(*)::int from memberships m where m.tenant_id = t.id and m.is_active and m.deleted_at is null) as members
from tenants t where t.deleted_at is null and ($1::uuid is null or t.id > $1) order by t.id limit $2`;

const usersText = `
select u.id, u.email, u.full_name as "fullName", u.status, u.last_login_at as "lastLoginAt",
  (select coalesce(array_agg(p.role order by p.role), '{}') from platform_roles p where p.user_id = u.id and p.deleted_at is null) as "platformRoles",
  (select count(*)::int from memberships m where m.user_id = u.id and m.is_active and m.deleted_at is null) as tenants
from users u where u.deleted_at is null and ($1::uuid is null or u.id > $1) order by u.id limit $2`;

const healthText = `
select distinct on (component) component, status, metrics, checked_at as "checkedAt" from system_health where deleted_at is null order by component, checked_at desc`;

const columns = `sum(active_users)::int as "activeUsers", sum(api_requests)::int as "apiRequests", sum(storage_used)::bigint::text as "storageUsed", sum(cases_created)::int as "casesCreated", sum(call_minutes)::int as "callMinutes"`;
const usageText = `
select tenant_id as "tenantId", date::text, active_users as "activeUsers", api_requests as "apiRequests", storage_used::text as "storageUsed", cases_created as "casesCreated", call_minutes as "callMinutes"
from tenant_usage where deleted_at is null and ($1::date is null or date >= $1) and ($2::date is null or date <= $2) and ($3::uuid is null or tenant_id = $3)
order by date desc, tenant_id limit 5000`;
const analyticsText = `
select (select count(*)::int from tenants where deleted_at is null and is_active) as "activeTenants", (select count(*)::int from users where deleted_at is null and status = 'active') as "activeUsers",
  (select row_to_json(s) from (select ${columns} from tenant_usage where deleted_at is null and date > current_date - 30) s) as "lastThirtyDays"`;
