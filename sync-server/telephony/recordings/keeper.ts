import { inTenant } from '../../db/transaction.ts';
import type { Board, BoardCall } from '../board/state.ts';
import type { PbxRequest } from '../supervise.ts';
import { collectRecordings, type CollectDeps } from './collect.ts';
import { tidyRecordings } from './tidy.ts';
import { recordingWishes } from './wishes.ts';

/** Sees to it that calls are recorded as the tenant's rule has it, and takes their audio over from the PBX. */
export interface RecordingKeeper {
  /** What the PBX is to be asked about the recordings of live calls. */
  readonly wishes: (board: Board) => Promise<readonly PbxRequest[]>;
  /** These calls are written down. */
  readonly heard: (calls: readonly BoardCall[]) => void;
  /** Looks for what was missed. */
  readonly sweep: () => void;
  readonly stop: () => Promise<void>;
}

const retry = { first: 100, last: 60_000 } as const;

interface KeeperDeps extends CollectDeps {
  /** Where the PBX keeps its recordings, as this computer sees the folder; without it they stay there. */
  readonly folder?: string | undefined;
}

/** Keeps the recordings of one PBX. */
export function createRecordingKeeper(deps: KeeperDeps): RecordingKeeper {
  const { pool, tenantId, folder, log } = deps;
  let due = new Set<string>();
  let isAllDue = false;
  let wait: number = retry.first;
  let timer: NodeJS.Timeout | null = null;
  let working: Promise<void> = Promise.resolve();
  let isStopped = false;

  const schedule = (after: number) => {
    if (!isStopped) timer ??= setTimeout(() => (working = work()), after);
  };
  async function work(): Promise<void> {
    const asked = isAllDue ? null : [...due];
    due = new Set();
    isAllDue = false;
    const waiting = await collectRecordings(deps, asked).catch((error: unknown) => {
      log.warn({ err: error }, 'recordings could not be looked for; it is tried again');
      return 1;
    });
    if (folder !== undefined)
      await tidyRecordings({ ...deps, folder }).catch((error: unknown) => log.warn({ err: error, folder }, 'recordings that the hub has could not be removed from the PBX’s disk'));
    timer = null;
    if (waiting > 0) {
      if (asked === null) isAllDue = true;
      else for (const linkedId of asked) due.add(linkedId);
      wait = Math.min(wait * 2, retry.last);
    }
    if (isAllDue || due.size > 0) schedule(wait);
  }

  return {
    wishes: (board) => inTenant(pool, tenantId, (tx) => recordingWishes(tx, tenantId, board)),
    heard: (calls) => {
      const over = calls.filter(({ endedAt, steps }) => endedAt !== null && steps.some(({ kind }) => kind === 'recordingStarted'));
      if (over.length === 0) return;
      for (const { linkedId } of over) due.add(linkedId);
      wait = retry.first;
      schedule(wait);
    },
    sweep: () => {
      isAllDue = true;
      schedule(0);
    },
    stop: async () => {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
      await working;
    },
  };
}
