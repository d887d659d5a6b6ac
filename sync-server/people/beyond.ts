import type { AnyCommand } from '#domain/kernel/command.ts';
import { idFrom, type Context } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { addDomain, createTenant, grantPlatformRole, openSupportSession, revokePlatformRole, suspendTenant } from '#domain/people/tenant-commands.ts';
import type { Problem } from '#domain/sync/wire.ts';
import type pg from 'pg';
import type * as z from 'zod';
import { platformCapabilities, platformRolesOf } from '../auth/platform-roles.ts';
import type { Beyond } from '../commands/decide.ts';
import { inTenant } from '../db/transaction.ts';
import { makeTenant } from './make-tenant.ts';
import { openSupport } from './support.ts';
import { noteIn } from './tenant-note.ts';

/** The connections that reach beyond one tenant. */
export interface Pools {
  readonly identity: pg.Pool;
  readonly serve: pg.Pool;
}

type ArgsOf<Command extends { readonly args: z.ZodType }> = z.output<Command['args']>;
type Deed<Args> = (pools: Pools, args: Args, context: Context) => Promise<Problem | null | void>;

/** What a command does beyond its tenant, on arguments of its own. */
const deed = <Args>({ name, args }: { readonly name: string; readonly args: z.ZodType<Args> }, run: Deed<Args>): readonly [string, Deed<unknown>] => [
  name,
  (pools, given, context) => run(pools, args.parse(given), context),
];

const deeds: ReadonlyMap<string, Deed<unknown>> = new Map([
  deed(createTenant, makeTenant),
  deed(suspendTenant, suspend),
  deed(addDomain, claimHost),
  deed(grantPlatformRole, grantRole),
  deed(revokePlatformRole, revokeRole),
  deed(openSupportSession, openSupport),
]);

/** Does what commands need beyond the rows of their own tenant, over the identity role and inside the tenant they name. */
export function createBeyond(pools: Pools) {
  return {
    capabilities: async (userId) => platformCapabilities(await platformRolesOf(pools.identity, userId)),
    perform: async ({ name }: AnyCommand, args: unknown, context: Context) => (await deeds.get(name)?.(pools, args, context)) ?? null,
  } satisfies Beyond;
}

async function suspend({ serve }: Pools, { tenantId, reason, isActive = false }: ArgsOf<typeof suspendTenant>, context: Context): Promise<void> {
  const found = await inTenant(serve, tenantId, async (tx) => {
    const { rows } = await tx.query<{ owner_id: string; name: string }>(
      `update tenants set is_active = $2, updated_at = now(), accepted_at = now(), version = version + case when is_active = $2 then 0 else 1 end
       where tenant_id = $1 and id = $1 and deleted_at is null returning owner_id, name`,
      [tenantId, isActive],
    );
    const [tenant] = rows;
    if (tenant)
      await noteIn(
        tx,
        tenantId,
        { action: 'tenants.suspend', to: [tenant.owner_id], title: tenant.name, message: reason, after: { isActive, reason, operator: context.userId } },
        context,
      );
    return tenant;
  });
  if (!found) throw new Refusal('row.missing', 'tenantId', 'There is no such tenant.');
}

async function claimHost({ identity }: Pools, { host, isPrimary = false }: ArgsOf<typeof addDomain>, context: Context): Promise<void> {
  const id = idFrom(context, 0);
  await identity.query(
    `insert into domains (id, of_tenant_id, host, is_primary, created_at, created_by, updated_at, updated_by, accepted_at, version) values ($1, $2, $3, $4, $5, $6, $5, $6, now(), 1)
     on conflict do nothing`,
    [id, context.tenantId, host, isPrimary, context.at, context.userId],
  );
  const { rowCount } = await identity.query('select 1 from domains where id = $1 and host = $2', [id, host]);
  if (rowCount === 0) throw new Refusal('domain.taken', 'host', 'This host leads somewhere already.');
}

async function grantRole({ identity }: Pools, { userId, role }: ArgsOf<typeof grantPlatformRole>, context: Context): Promise<void> {
  // Who has no password yet has proved nothing, and would be whoever chooses it.
  const { rowCount } = await identity.query('select 1 from users u join auth_credentials c on c.user_id = u.id where u.id = $1 and u.deleted_at is null', [userId]);
  if (rowCount === 0) throw new Refusal('row.missing', 'userId', 'There is no such user, or they have not chosen a password yet.');
  await identity.query(
    `insert into platform_roles (id, user_id, role, created_at, created_by, updated_at, updated_by, accepted_at, version) values ($1, $2, $3, $4, $5, $4, $5, now(), 1) on conflict do nothing`,
    [idFrom(context, 0), userId, role, context.at, context.userId],
  );
  await tellOf(identity, userId);
}

/** Tells hub and desks that what a person is at the platform changed, whatever tenant they are in. */
const tellOf = (identity: Pick<pg.Pool, 'query'>, userId: string) => identity.query(`select pg_notify('holdfast_access', '*/' || $1)`, [userId]);

async function revokeRole({ identity }: Pools, { userId, role }: ArgsOf<typeof grantPlatformRole>, context: Context): Promise<void> {
  const client = await identity.connect();
  try {
    await client.query('begin');
    // Held until the end: of two who take each other's role, the second sees what the first has done.
    const { rows } = await client.query<{ user_id: string }>(`select user_id from platform_roles where role = $1 and deleted_at is null order by id for update`, [role]);
    const isHeld = rows.some((row) => row.user_id === userId);
    if (isHeld && role === 'superAdmin' && rows.length === 1) throw new Refusal('platform.lastSuperAdmin', 'userId', 'Somebody must stay super administrator.');
    await client.query(
      'update platform_roles set deleted_at = $3, deleted_by = $4, updated_at = $3, version = version + 1 where user_id = $1 and role = $2 and deleted_at is null',
      [userId, role, context.at, context.userId],
    );
    await tellOf(client, userId);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
