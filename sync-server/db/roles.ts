import { createHmac } from 'node:crypto';
import pg from 'pg';
import type { Log } from '../engine/log.ts';

/** What a connection is for; each duty has a role of its own, and `migrate` owns everything. */
export type Duty = 'identity' | 'migrate' | 'replicate' | 'serve';

const attributes: Readonly<Record<Duty, string>> = {
  migrate: 'NOLOGIN',
  serve: 'LOGIN',
  identity: 'LOGIN',
  replicate: 'LOGIN REPLICATION BYPASSRLS',
};
const duties = Object.keys(attributes) as readonly Duty[];
const roleOf = (duty: Duty) => `holdfast_${duty}`;

/** The URL by which a duty's role reaches the same database; its password follows from the administrator's. */
export function roleUrl(databaseUrl: string, duty: Exclude<Duty, 'migrate'>): string {
  const url = new URL(databaseUrl);
  const password = passwordFor(url, duty);
  url.username = roleOf(duty);
  url.password = password ?? '';
  return url.href;
}

/** Makes the roles that are missing, lets them into this database, and says in one line what it may not do. */
export async function ensureRoles(admin: pg.Client, databaseUrl: string, log: Log): Promise<void> {
  const { rows } = await admin.query<{ rolname: string }>('SELECT rolname FROM pg_roles WHERE rolname = ANY($1)', [duties.map(roleOf)]);
  const known = new Set(rows.map(({ rolname }) => rolname));
  for (const duty of duties) if (!known.has(roleOf(duty))) await createRole(admin, databaseUrl, duty);
  const self = await admin.query<{ super: boolean; owner: boolean; database: string; role: string }>(
    `SELECT r.rolsuper AS super, current_database() AS database, r.rolname AS role, pg_has_role(current_user, 'holdfast_migrate', 'SET') AS owner FROM pg_roles r WHERE r.rolname = current_user`,
  );
  const [me] = self.rows;
  if (!me) throw new Error('The database does not know its own user.');
  if (!me.owner) await allowed(admin, `GRANT holdfast_migrate TO ${pg.escapeIdentifier(me.role)} WITH SET TRUE`);
  await allowed(admin, `GRANT CREATE, CONNECT ON DATABASE ${pg.escapeIdentifier(me.database)} TO holdfast_migrate`);
  await allowed(admin, `GRANT CREATE, USAGE ON SCHEMA public TO holdfast_migrate`);
  await allowed(admin, `GRANT CONNECT ON DATABASE ${pg.escapeIdentifier(me.database)} TO holdfast_serve, holdfast_identity, holdfast_replicate`);
  await allowed(admin, `GRANT USAGE ON SCHEMA public TO holdfast_serve, holdfast_identity, holdfast_replicate`);
  for (const duty of ['serve', 'identity', 'replicate'] as const) await ensureLogin(admin, databaseUrl, duty, log);
}

async function createRole(admin: pg.Client, databaseUrl: string, duty: Duty): Promise<void> {
  const password = duty === 'migrate' ? null : passwordFor(new URL(databaseUrl), duty);
  const sql = `CREATE ROLE ${roleOf(duty)} ${attributes[duty]}${password ? ` PASSWORD ${pg.escapeLiteral(password)}` : ''}`;
  await allowed(admin, sql, `CREATE ROLE ${roleOf(duty)} ${attributes[duty]}`);
}

/** Sets the password of a role anew when the administrator's has changed. */
async function ensureLogin(admin: pg.Client, databaseUrl: string, duty: Exclude<Duty, 'migrate'>, log: Log): Promise<void> {
  const client = new pg.Client({ connectionString: roleUrl(databaseUrl, duty) });
  try {
    await client.connect();
    await client.end();
  } catch (error) {
    if (!isPasswordRefused(error)) throw error;
    const password = passwordFor(new URL(databaseUrl), duty);
    if (!password) throw new Error(`Role ${roleOf(duty)} cannot sign in: give DATABASE_URL a password, or trust local connections.`, { cause: error });
    log.info({ role: roleOf(duty) }, 'set the password of a role anew');
    await allowed(admin, `ALTER ROLE ${roleOf(duty)} LOGIN PASSWORD ${pg.escapeLiteral(password)}`, `ALTER ROLE ${roleOf(duty)} LOGIN PASSWORD …`);
  }
}

/** Runs a statement that another hub on the same cluster may be running too; what is not permitted is told as what to ask for. */
async function allowed(admin: pg.Client, sql: string, shown = sql): Promise<void> {
  try {
    await admin.query(sql);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // duplicate_object, unique_violation on the catalog, and "tuple concurrently updated": the other hub has done it.
    if (code === '42710' || code === '23505' || code === 'XX000') return;
    if (code === '42501') throw new Error(`The user of DATABASE_URL may not do this; ask an administrator of the database to run: ${shown}`, { cause: error });
    throw error;
  }
}

function passwordFor({ password }: URL, duty: Duty): string | null {
  return password ? createHmac('sha256', decodeURIComponent(password)).update(roleOf(duty)).digest('hex') : null;
}

const isPasswordRefused = (error: unknown): boolean => error instanceof Error && 'code' in error && (error.code === '28P01' || error.code === '28000');
