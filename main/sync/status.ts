import type { EntityName } from '#domain/kernel/names.ts';
import type { WriteDb } from '../replica/open.ts';
import type { SyncStatus, WriterEvent } from './writer-api.ts';

/** What the desk says about sync; it counts what lies in the replica and hopes nothing. */
export interface Status {
  /** `ago`: how many milliseconds it has been so. */
  readonly hub: (state: SyncStatus['hub']['state'], message?: string | null, ago?: number) => void;
  readonly caughtUp: () => void;
  readonly failed: (message: string) => void;
  readonly notice: (text: string | null) => void;
  /** Whether the disk takes what is written. */
  readonly room: (hasRoom: boolean) => void;
  readonly loading: (entities: readonly { readonly entity: EntityName; readonly rows: number; readonly done: boolean }[] | null) => void;
  /** Counts again; told at most once in a while. */
  readonly count: () => void;
  readonly read: () => SyncStatus;
  readonly stop: () => void;
}

/** What people are told while nothing can be written. */
export const diskFull = 'The disk is full. Nothing is lost, but nothing new can be kept until there is room.';

/** Milliseconds between two tellings. */
const pace = 50;

/** The status of a replica's sync with the hub at `url`. */
export function createStatus(db: WriteDb, url: string, now: () => number, emit: (event: WriterEvent) => void): Status {
  const stamp = (ago = 0) => new Date(now() - ago).toISOString();
  const outbox = db.prepare<[], number>('SELECT count(*) FROM outbox').pluck();
  const review = db.prepare<[], number>('SELECT count(*) FROM review').pluck();
  let status: SyncStatus = {
    caughtUpAt: null,
    firstSync: null,
    hub: { url, state: 'offline', since: stamp(), message: null },
    lastError: null,
    notice: null,
    pending: outbox.get() ?? 0,
    review: review.get() ?? 0,
  };
  let told = '';
  let timer: NodeJS.Timeout | null = null;
  const tell = () => {
    timer = null;
    status = { ...status, pending: outbox.get() ?? 0, review: review.get() ?? 0 };
    const text = JSON.stringify(status);
    if (text === told) return;
    told = text;
    emit({ kind: 'status', status });
  };
  const change = (next: Partial<SyncStatus>) => {
    status = { ...status, ...next };
    timer ??= setTimeout(tell, pace);
  };
  return {
    hub: (state, message = null, ago = 0) => {
      if (status.hub.state !== state || status.hub.message !== message)
        change({ hub: { url: status.hub.url, state, since: status.hub.state === state ? status.hub.since : stamp(ago), message } });
    },
    caughtUp: () => change({ caughtUpAt: stamp(), lastError: null, ...(status.notice === diskFull ? { notice: null } : {}) }),
    failed: (message) => change({ lastError: { at: stamp(), message } }),
    notice: (notice) => change({ notice }),
    room: (hasRoom) => {
      if (!hasRoom || status.notice === diskFull) change({ notice: hasRoom ? null : diskFull });
    },
    loading: (firstSync) => change({ firstSync }),
    count: () => change({}),
    read: () => ({ ...status, pending: outbox.get() ?? 0, review: review.get() ?? 0 }),
    stop: () => {
      if (timer) clearTimeout(timer);
      timer = null;
    },
  };
}
