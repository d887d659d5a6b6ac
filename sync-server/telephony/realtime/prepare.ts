import { createHmac } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import pg from 'pg';
import type { PbxDatabase } from '../pbx/plan.ts';
import { pbxRole, pbxSchema, viewsOf } from './views.ts';

/** Makes the PBX's role and views for a tenant, anew at each start, and says how the PBX reaches them; needs the administrator's URL. */
export async function preparePbxDatabase(databaseUrl: string, tenantId: string): Promise<PbxDatabase> {
  const url = new URL(databaseUrl);
  // The PBX's password follows from it: from none, it would be the same everywhere.
  if (url.password === '')
    throw new Error('The database’s URL names no password: the PBX’s own is made from it. Give the administrator of the database one, and name it in DATABASE_URL.');
  // Asterisk keeps 63 characters of it and drops the rest in silence.
  const password = createHmac('sha256', decodeURIComponent(url.password)).update(pbxRole).digest('hex').slice(0, 40);
  const database = decodeURIComponent(url.pathname.slice(1)) || 'postgres';
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'holdfast pbx' });
  await client.connect();
  try {
    await client.query('BEGIN');
    // Hubs of one cluster share the role.
    await client.query('SELECT pg_advisory_xact_lock($1)', [4_653_002]);
    const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [pbxRole]);
    await client.query(
      `${rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${pbxRole} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE CONNECTION LIMIT 20 PASSWORD ${pg.escapeLiteral(password)}`,
    );
    const here = pg.escapeIdentifier(database);
    await client.query(`GRANT CONNECT ON DATABASE ${here} TO ${pbxRole}`);
    // Tables are behind the tenant wall for the owner of the views too.
    await client.query(`ALTER ROLE ${pbxRole} IN DATABASE ${here} SET app.tenant = ${pg.escapeLiteral(tenantId)}`);
    await client.query(`ALTER ROLE ${pbxRole} IN DATABASE ${here} SET search_path = ${pbxSchema}`);
    await client.query('SET LOCAL ROLE holdfast_migrate');
    await client.query(`DROP SCHEMA IF EXISTS ${pbxSchema} CASCADE`);
    await client.query(`CREATE SCHEMA ${pbxSchema}`);
    await client.query('SET LOCAL search_path = public');
    for (const [name, query] of Object.entries(viewsOf(tenantId))) await client.query(`CREATE VIEW ${pbxSchema}.${name} WITH (security_barrier = true) AS ${query}`);
    await client.query(`GRANT USAGE ON SCHEMA ${pbxSchema} TO ${pbxRole}`);
    await client.query(`GRANT SELECT ON ALL TABLES IN SCHEMA ${pbxSchema} TO ${pbxRole}`);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
  return { host: url.hostname, port: Number(url.port || 5432), database, user: pbxRole, password };
}

/** The administrator's URL of an embedded Postgres that runs in a folder; null where none does. */
export function hubDatabase(directory: string): string | null {
  const [password, running] = [path.join(directory, 'password'), path.join(directory, 'data', 'postmaster.pid')];
  if (!fs.existsSync(password) || !fs.existsSync(running)) return null;
  const port = fs.readFileSync(running, 'utf8').split('\n')[3]?.trim();
  return `postgres://postgres:${fs.readFileSync(password, 'utf8').trim()}@127.0.0.1:${port}/postgres`;
}

/** The id of the tenant with a subdomain. */
export async function tenantOf(databaseUrl: string, subdomain: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'holdfast pbx' });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>('SELECT id::text FROM public.tenants WHERE subdomain = lower($1) AND deleted_at IS NULL', [subdomain]);
    return rows[0]?.id ?? null;
  } finally {
    await client.end();
  }
}
