import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../engine/log.ts';
import { startEmbeddedPostgres } from './embedded.ts';

/** The database that a hub works on, reachable. */
export interface OpenDatabase {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Opens the given database, or starts the embedded one in `home`; a database that cannot be reached is one clear line. */
export async function openDatabase({ home, databaseUrl }: { readonly home: string; readonly databaseUrl: string | null }, log: Log): Promise<OpenDatabase> {
  if (databaseUrl === null) return startEmbeddedPostgres({ directory: path.join(home, 'postgres'), log });
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    throw new Error(reasonOf(error, new URL(databaseUrl)), { cause: error });
  }
  await client.end();
  return { url: databaseUrl, stop: async () => {} };
}

function reasonOf(error: unknown, { host, pathname, username }: URL): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === '3D000') return `There is no database "${decodeURIComponent(pathname.slice(1))}" at ${host}; correct DATABASE_URL or create it.`;
  if (code === '28P01' || code === '28000') return `The database at ${host} refuses the user "${decodeURIComponent(username)}" or the password in DATABASE_URL.`;
  if (code === '53300') return `The database at ${host} has no connection left for the hub.`;
  // Several addresses of one name each fail on their own; Node names their errors inside the one it throws.
  const inner = error instanceof AggregateError ? String(error.errors[0]?.code ?? '') : code;
  return `The database at ${host} does not answer (${inner || (error instanceof Error ? error.message : String(error))}); check DATABASE_URL.`;
}

/** A hub's claim on its database, held by a connection of its own. */
export interface Claim {
  readonly release: () => Promise<void>;
}

const claimKey = 4_653_010;
// A hub that was killed just now may still seem to hold it.
const claimPatience = 1500;

/** Claims the database for this hub; hubs before one Electric share it, all others and a restore have it alone. */
export async function claimDatabase(url: string, kind: 'alone' | 'shared', log: Log): Promise<Claim> {
  const attempt = kind === 'alone' ? 'pg_try_advisory_lock' : 'pg_try_advisory_lock_shared';
  const stopping = new AbortController();
  let held: pg.Client | null = null;

  const take = async (patience: number) => {
    const client = new pg.Client({ connectionString: url, application_name: 'holdfast hub', keepAlive: true });
    let isLost = false;
    client.on('error', () => {});
    client.on('end', () => {
      isLost = true;
      if (held !== client) return;
      held = null;
      if (!stopping.signal.aborted) void takeAgain();
    });
    await client.connect();
    const until = Date.now() + patience;
    for (;;) {
      const { rows } = await client.query<{ taken: boolean }>(`SELECT ${attempt}($1) AS taken`, [claimKey]);
      if (rows[0]?.taken && !isLost) break;
      if (Date.now() > until) {
        await client.end();
        throw new Error('Another hub works on this database. Stop it, or put Electric before both (ELECTRIC_URL).');
      }
      await sleep(100);
    }
    held = client;
  };

  const takeAgain = async () => {
    while (!stopping.signal.aborted && held === null) {
      await sleep(1000, undefined, { signal: stopping.signal }).catch(() => {});
      if (!stopping.signal.aborted) await take(0).catch((error: unknown) => log.error({ err: error }, 'lost the claim on the database'));
    }
  };

  await take(claimPatience);
  return {
    release: async () => {
      stopping.abort();
      const last = held;
      held = null;
      await last?.end();
    },
  };
}
