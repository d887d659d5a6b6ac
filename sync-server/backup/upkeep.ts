import { claimDatabase, openDatabase, type Claim } from '../db/open.ts';
import type { Log } from '../engine/log.ts';

/** A database opened for work on it as a whole. */
export interface Upkeep {
  readonly url: string;
  /** Null while a hub works on the database. */
  readonly claim: Claim | null;
  /** Leaves the database as it was found: running when a hub runs on it. */
  readonly close: () => Promise<void>;
}

/** Opens a hub's database beside the hub or in its absence. */
export async function openForUpkeep(config: { readonly home: string; readonly databaseUrl: string | null }, log: Log): Promise<Upkeep> {
  const database = await openDatabase(config, log);
  const claim = await claimDatabase(database.url, 'alone', log).catch(() => null);
  return {
    url: database.url,
    claim,
    close: async () => {
      await claim?.release();
      if (claim) await database.stop();
    },
  };
}
