import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { TestProject } from 'vitest/node';
import { silentLog } from '../../sync-server/engine/log.ts';
import { startEmbeddedPostgres } from '../../sync-server/db/embedded.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly postgresUrl: string;
  }
}

/** Settings that make a throw-away cluster fast; never for data that matters. */
export const throwAwaySettings = { fsync: 'off', full_page_writes: 'off', max_replication_slots: '64', max_wal_senders: '64', max_slot_wal_keep_size: '256MB' };

/** Starts the one cluster of a test run and stops it at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-test-'));
  fs.chmodSync(directory, 0o755);
  const postgres = await startEmbeddedPostgres({ directory, log: silentLog, settings: throwAwaySettings });
  project.provide('postgresUrl', postgres.url);
  return async () => {
    await postgres.stop();
    fs.rmSync(directory, { recursive: true, force: true });
  };
}
