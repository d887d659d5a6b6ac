import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A new, empty database of its own, as superuser. */
export interface FreshDatabase {
  readonly url: string;
  readonly drop: () => Promise<void>;
}

/** Creates a database in the cluster behind a superuser's URL: an empty one, or a copy. */
export async function createDatabase(clusterUrl: string, template = 'template1'): Promise<FreshDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onCluster(clusterUrl, (client) => client.query(`create database ${name} template ${template}`));
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () =>
      onCluster(clusterUrl, async (client) => {
        // A walsender that was told to end takes a moment to let go of its slot.
        for (let attempt = 0; attempt < 200; attempt += 1) {
          const { rows } = await client.query('select 1 from pg_replication_slots where database = $1', [name]);
          if (rows.length === 0) break;
          await client.query(`select pg_terminate_backend(active_pid) from pg_replication_slots where database = $1 and active`, [name]);
          await client.query(`select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = $1 and not active`, [name]);
          await new Promise((resolve) => setTimeout(resolve, 25));
        }
        await client.query(`drop database if exists ${name} with (force)`);
      }),
  };
}

/** Whether a cluster has a database of this name. */
export const hasDatabase = (clusterUrl: string, name: string): Promise<boolean> =>
  onCluster(clusterUrl, async (client) => (await client.query('select 1 from pg_database where datname = $1', [name])).rowCount === 1);

/** Gives a database that nobody uses another name. */
export const renameDatabase = (clusterUrl: string, url: string, name: string): Promise<unknown> =>
  onCluster(clusterUrl, (client) => client.query(`alter database ${new URL(url).pathname.slice(1)} rename to ${name}`));

async function onCluster<Answer>(url: string, work: (client: pg.Client) => Promise<Answer>): Promise<Answer> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
