import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Log } from '../engine/log.ts';

/** Writes to a published table after answers, so that desks learn from a quiet hub too how far it is. */
export interface Beat {
  readonly touch: () => void;
  readonly stop: () => Promise<void>;
}

// A quiet hub beats this long after a command; while commands follow each other their own commits move the mark, and beats can be rarer.
const quietFor = 25;
const atLeastEvery = 250;
const afterFailure = 1000;

/** A beat on a pool of the serving role; its first comes of itself. */
export function createBeat(pool: pg.Pool, log: Log): Beat {
  let wanted = false;
  let isStopped = false;
  let running: Promise<void> | null = null;

  const run = async () => {
    let waited = 0;
    while (wanted && !isStopped) {
      wanted = false;
      await sleep(quietFor);
      waited += quietFor;
      if (wanted && waited < atLeastEvery) continue;
      waited = 0;
      try {
        await pool.query('UPDATE sync_beats SET beat_at = now(), count = count + 1 WHERE id = 1');
      } catch (error) {
        log.warn({ err: error }, 'a beat could not be written');
        wanted = true;
        await sleep(afterFailure);
      }
    }
    running = null;
  };

  const touch = () => {
    wanted = true;
    running ??= run();
  };

  // A hub that was killed may have left an answer without its beat.
  touch();
  return {
    touch,
    stop: async () => {
      isStopped = true;
      await running;
    },
  };
}
