import { randomBytes } from 'node:crypto';
import type { Context } from '#domain/kernel/context.ts';
import { parseArgs } from '#domain/kernel/execute.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { reserved } from '#domain/people/reserved.ts';
import { createTenant, grantPlatformRole } from '#domain/people/tenant-commands.ts';
import pg from 'pg';
import type * as z from 'zod';
import { hashToken } from '../auth/token.ts';
import { openForUpkeep } from '../backup/upkeep.ts';
import type { HubConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { newId } from '../db/new-id.ts';
import { roleUrl } from '../db/roles.ts';
import { createLog } from '../http/log.ts';
import { createBeyond, type Pools } from './beyond.ts';
import { makeTenant } from './make-tenant.ts';

/** What the command line says of a new tenant. */
export interface Founding {
  readonly subdomain: string;
  readonly name: string;
  readonly email: string;
  readonly fullName: string;
}

/** Makes a tenant from the hub's own computer; answers with the invitation by which its owner comes in. */
export async function foundTenant(config: HubConfig, { subdomain, name, email, fullName }: Founding): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions();
  const countryCode = new Intl.Locale(locale).maximize().region ?? 'US';
  const asked = { subdomain, name, owner: { email, fullName }, timeZone, countryCode, tokenHash: hashToken(token) };
  // It has just been parsed by this very schema.
  const args = parseArgs(createTenant, asked) as z.output<typeof createTenant.args>;
  return onHub(config, async (pools) => {
    await makeTenant(pools, args, contextNow());
    return `tenant ready ${subdomain}\n  ${email} comes in with this invitation, shown only now: ${subdomain}.${token}`;
  });
}

/** Makes somebody who has an account here an operator of the platform, from the hub's own computer. */
export function appointOperator(config: HubConfig, email: string): Promise<string> {
  return onHub(config, async (pools) => {
    const { rows } = await pools.identity.query<{ id: string }>('select id from users where lower(email) = lower($1) and deleted_at is null', [email]);
    const userId = rows[0]?.id;
    if (!userId) throw new Refusal('row.missing', 'email', `Nobody has an account as ${email} at this hub.`);
    await createBeyond(pools).perform(grantPlatformRole, { userId, role: 'superAdmin' }, contextNow());
    return `operator ready ${email}`;
  });
}

/** Whoever may start the hub acts as the system itself. */
function contextNow(): Context {
  const now = Date.now();
  return { commandId: newId(now), tenantId: newId(now), userId: reserved.system, deviceId: null, teamIds: [], grants: {}, at: new Date(now).toISOString(), drawn: {} };
}

/** Works on a hub's database, also while the hub does. */
async function onHub(config: HubConfig, work: (pools: Pools) => Promise<string>): Promise<string> {
  const log = createLog(config.logLevel);
  const upkeep = await openForUpkeep(config, log);
  const [identity, serve] = (['identity', 'serve'] as const).map((duty) => new pg.Pool({ connectionString: roleUrl(upkeep.url, duty), max: 2 })) as [pg.Pool, pg.Pool];
  try {
    if (upkeep.claim) await migrate(upkeep.url, log);
    return await work({ identity, serve });
  } finally {
    await Promise.all([identity.end(), serve.end()]);
    await upkeep.close();
  }
}
