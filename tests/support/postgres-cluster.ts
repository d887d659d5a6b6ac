import * as fs from 'node:fs';
import * as path from 'node:path';
import type { TestProject } from 'vitest/node';
import { silentLog } from '../../sync-server/engine/log.ts';
import { startEmbeddedPostgres } from '../../sync-server/db/embedded.ts';
import { openRunFolder } from './run-folder.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly postgresUrls: readonly string[];
  }
}

/** Settings that make a throw-away cluster fast; never for data that matters. */
export const throwAwaySettings = { fsync: 'off', full_page_writes: 'off', max_replication_slots: '64', max_wal_senders: '64', max_slot_wal_keep_size: '256MB' };

/** Starts the clusters of a test run, one for each file that runs at once, and stops them at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const run = openRunFolder();
  const start = (name: string) => {
    const directory = path.join(run.folder, name);
    fs.mkdirSync(directory);
    return startEmbeddedPostgres({ directory, log: silentLog, settings: throwAwaySettings });
  };
  const clusters = await Promise.all(['one', 'two'].map(start));
  project.provide(
    'postgresUrls',
    clusters.map(({ url }) => url),
  );
  return async () => {
    await Promise.all(clusters.map((cluster) => cluster.stop()));
    run.remove();
  };
}
