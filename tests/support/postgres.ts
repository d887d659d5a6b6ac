import { inject } from 'vitest';
import { migrate } from '../../sync-server/db/migrate.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { createDatabase, hasDatabase, renameDatabase, type FreshDatabase } from './database.ts';
import './postgres-cluster.ts';

export type { FreshDatabase } from './database.ts';

/** The cluster that no other file which runs at the same time uses. */
function clusterUrl(): string {
  const urls = inject('postgresUrls');
  const url = urls[(Number(process.env['VITEST_POOL_ID'] ?? 1) - 1) % urls.length];
  if (!url) throw new Error('This run has no Postgres');
  return url;
}

/** Creates an empty database in the cluster of this test run. */
export const freshDatabase = (): Promise<FreshDatabase> => createDatabase(clusterUrl());

/** Creates a database with all migrations: a copy of the first one that was made so. */
export async function migratedDatabase(): Promise<FreshDatabase> {
  await (template ??= makeTemplate(clusterUrl()));
  const database = await createDatabase(clusterUrl(), 'migrated');
  // A copy has the tables, but none of the roles is let into it.
  await migrate(database.url, silentLog);
  return database;
}
let template: Promise<void> | null = null;

async function makeTemplate(cluster: string): Promise<void> {
  if (await hasDatabase(cluster, 'migrated')) return;
  const { url } = await createDatabase(cluster);
  await migrate(url, silentLog);
  await renameDatabase(cluster, url, 'migrated');
}
