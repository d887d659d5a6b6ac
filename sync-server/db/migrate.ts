import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import pg from 'pg';
import type { Log } from '../engine/log.ts';
import { ensureRoles } from './roles.ts';

/** One numbered file of `migrations/postgres`. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

const folder = path.join(import.meta.dirname, '../../migrations/postgres');
/** Held while a hub migrates; another one waits for it. */
const lockKey = 4_653_001;

/** The migrations that this version of the product knows, in order. */
export function readMigrations(directory = folder): readonly Migration[] {
  const files = fs.readdirSync(directory).filter((file) => /^\d{4}_.*\.sql$/.test(file));
  return files.toSorted().map((file) => {
    const sql = fs.readFileSync(path.join(directory, file), 'utf8');
    return { number: Number(file.slice(0, 4)), name: file.slice(5, -4), sql, checksum: createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex') };
  });
}

/** Brings a database up to `upTo`, each migration in a transaction of its own; it stops with one clear line at a database that it must not touch. */
export async function migrate(
  databaseUrl: string,
  log: Log,
  { migrations = readMigrations(), upTo = Infinity }: { readonly migrations?: readonly Migration[]; readonly upTo?: number } = {},
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'holdfast migrate' });
  await client.connect();
  try {
    await checkServer(client);
    await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
    await ensureRoles(client, databaseUrl, log);
    await client.query('SET ROLE holdfast_migrate');
    await client.query('SET search_path = public');
    await client.query(
      'CREATE TABLE IF NOT EXISTS schema_migrations (number integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
    );
    const { rows: applied } = await client.query<{ number: number; name: string; checksum: string }>('SELECT number, name, checksum FROM schema_migrations ORDER BY number');
    checkApplied(migrations, applied);
    for (const migration of migrations.slice(applied.length).filter(({ number }) => number <= upTo)) {
      await apply(client, migration);
      log.info({ migration: migration.number, name: migration.name }, 'migrated the database');
    }
  } finally {
    await client.end();
  }
}

async function apply(client: pg.Client, { number, name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query('INSERT INTO schema_migrations (number, name, checksum) VALUES ($1, $2, $3)', [number, name, checksum]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`Migration ${number} (${name}) failed and changed nothing: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

async function checkServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ level: string; version: number }>(`SELECT current_setting('wal_level') AS level, current_setting('server_version_num')::int AS version`);
  const [server] = rows;
  if (server && server.version < 160_000) throw new Error(`Postgres 16 or newer is needed; this one is ${Math.floor(server.version / 10_000)}.`);
  if (server?.level !== 'logical') throw new Error(`The database runs with wal_level=${server?.level}; set wal_level=logical in its configuration and restart it.`);
}

function checkApplied(migrations: readonly Migration[], applied: readonly Pick<Migration, 'checksum' | 'name' | 'number'>[]): void {
  for (const [place, { number, name, checksum }] of applied.entries()) {
    const known = migrations[place];
    if (!known) throw new Error(`The database is at migration ${applied.at(-1)?.number}, this version knows ${migrations.length}: it was made by a newer version; update the hub.`);
    if (known.number !== number || known.name !== name)
      throw new Error(`The database has migration ${number} (${name}) where this version has ${known.number} (${known.name}); it was not made by Holdfast.`);
    if (known.checksum !== checksum) throw new Error(`Migration ${number} (${name}) was applied in another form than this version has; a merged migration is never edited.`);
  }
}
