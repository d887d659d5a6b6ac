import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Log } from '../engine/log.ts';

/** Writes to a published table after commands, so that desks learn from a quiet hub too how far it is. */
export interface Beat {
  readonly touch: () => void;
  readonly stop: () => Promise<void>;
}

// One beat serves all commands of this long.
const every = 25;

/** A beat on a pool of the serving role. */
export function createBeat(pool: pg.Pool, log: Log): Beat {
  let wanted = false;
  let isStopped = false;
  let running: Promise<void> | null = null;

  const run = async () => {
    while (wanted && !isStopped) {
      await sleep(every);
      wanted = false;
      await pool.query('UPDATE sync_beats SET beat_at = now(), count = count + 1 WHERE id = 1').catch((error: unknown) => log.warn({ err: error }, 'a beat could not be written'));
    }
    running = null;
  };

  return {
    touch: () => {
      wanted = true;
      running ??= run();
    },
    stop: async () => {
      isStopped = true;
      await running;
    },
  };
}
