import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A new, empty database of its own, as superuser. */
export interface FreshDatabase {
  readonly url: string;
  readonly drop: () => Promise<void>;
}

/** Creates an empty database in the cluster behind a superuser's URL. */
export async function createDatabase(clusterUrl: string): Promise<FreshDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onCluster(clusterUrl, (client) => client.query(`create database ${name}`));
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

async function onCluster(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
