import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Catalog } from './catalog.ts';
import type { ChangeLog, LogState } from './change-log.ts';
import { connect } from './connect.ts';
import { createIntake, type Transaction } from './intake.ts';
import type { Log } from './log.ts';
import { createSlot, dropSlot, readSlot, startReplication, type ReplicationStream, type Slot } from './replication.ts';

/** One connection to one run of history: from the checks at its start until something breaks. */
export interface Session {
  readonly control: pg.Client;
  /** Reads the catalog now. */
  readonly refresh: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** What a session works on. */
export interface SessionOptions {
  readonly databaseUrl: string;
  readonly publication: string;
  readonly slot: string;
  readonly log: Log;
  readonly changeLog: ChangeLog;
  readonly catalog: Catalog;
  readonly now: () => number;
  readonly lastLsn: () => number;
  readonly onNewGeneration: (state: LogState) => Promise<void>;
  readonly onStored: (transactions: readonly Transaction[], end: number) => void;
  readonly onEnd: (error: Error) => void;
}

const lockTries = 25;
const lockPauseMs = 100;
const pollMs = 500;
/** Each confirmation waits for the disk, which whoever commits meanwhile waits for too. */
const confirmMs = 3_000;
const positionMs = 5_000;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Connects, makes sure that the log continues the database's history or begins a new one, and follows the slot. */
export async function startSession(options: SessionOptions): Promise<Session> {
  const { databaseUrl, publication, slot, log, changeLog, catalog, now, lastLsn, onNewGeneration, onStored, onEnd } = options;
  let ended = false;
  let stream: ReplicationStream | null = null;
  const timers: NodeJS.Timeout[] = [];
  const stop = async () => {
    ended = true;
    for (const timer of timers) clearInterval(timer);
    await stream?.stop();
    intake.reset();
    control.removeAllListeners('end');
    await control.end().catch(() => {});
  };
  const end = (error: Error) => {
    if (ended) return;
    ended = true;
    void stop().then(() => onEnd(error));
  };
  const control = await connect(databaseUrl, end);

  let expected = new Map<number, number>();
  let queue: Buffer[] | null = null;
  let stored = 0;
  let received = 0;
  let turn: Promise<unknown> = Promise.resolve();
  /** Catalog reading is one at a time: two at once would both see the same change. */
  const exclusive = (work: () => Promise<void>): Promise<void> => {
    const result = turn.then(work);
    turn = result.catch(() => {});
    return result;
  };

  const fork = () => {
    changeLog.setTimeline(-1);
    end(new Error('the database is not the one that the log continues'));
  };

  const intake = createIntake({
    changeLog,
    catalog,
    now,
    lastLsn,
    onRepeated: (lsn, xid) => {
      const stored = expected.get(lsn);
      if (stored === xid) expected.delete(lsn);
      else if (stored !== undefined) fork();
    },
    onFresh: () => {
      if (expected.size > 0) fork();
    },
    onUnknownRelation: () => {
      queue ??= [];
      stream?.pause();
      exclusive(() => catalog.refresh(control)).then(() => guarded(drain), end);
    },
    onStored: (transactions, to) => {
      stored = Math.max(stored, to);
      onStored(transactions, to);
    },
  });

  /** What cannot be stored (a full disk) ends the session; nothing is confirmed, so Postgres sends it again. */
  const guarded = (work: () => void) => {
    try {
      work();
    } catch (error) {
      end(error instanceof Error ? error : new Error(String(error)));
    }
  };

  /** Desks hear at once of what is stored. Postgres hears when a power cut cannot take it any more, and would send it again until then. */
  let confirmed = 0;
  let confirming = false;
  const confirm = () => {
    if (confirming) return;
    confirming = true;
    const upTo = stored;
    changeLog
      .sync()
      .then(() => {
        stream?.confirm(upTo);
        confirmed = upTo;
      }, end)
      .finally(() => (confirming = false));
  };

  const drain = () => {
    const waiting = queue ?? [];
    queue = null;
    while (waiting.length > 0 && queue === null) {
      const message = waiting.shift();
      if (message !== undefined && !ended) intake.receive(message);
    }
    if (queue !== null) {
      queue = [...waiting];
      return;
    }
    intake.flush();
    stream?.resume();
  };

  try {
    await demandReadiness(control, publication, log);
    await lock(control, slot);
    await checkHistory();
    catalog.reset();
    await catalog.refresh(control);
    stream = await startReplication(databaseUrl, slot, publication, {
      onMessage: (message) => {
        if (ended) return;
        if (queue === null) guarded(() => intake.receive(message));
        else queue.push(Buffer.from(message));
      },
      onPause: () => {
        if (!ended) guarded(intake.flush);
      },
      onKeepalive: (walEnd, replyWanted) => {
        if (queue === null && intake.idle()) {
          received = Math.max(received, walEnd);
          if (expected.size > 0 && walEnd > lastLsn()) fork();
        }
        if (replyWanted) confirm();
      },
      onEnd: end,
    });
  } catch (error) {
    await stop();
    throw error;
  }

  const every = (ms: number, work: () => void) => timers.push(setInterval(work, ms));
  every(confirmMs, () => {
    if (stored !== confirmed) confirm();
  });
  // WAL that holds nothing for us must be let go too, but only what is on record as passed may be confirmed.
  every(positionMs, () => {
    if (received <= stored || !intake.idle() || queue !== null) return;
    changeLog.setPosition(received);
    stored = received;
  });
  let polling = false;
  every(pollMs, () => {
    if (polling) return;
    polling = true;
    exclusive(() => catalog.poll(control))
      .catch((error: unknown) => ended || log.warn({ error: String(error) }, 'the catalog could not be read'))
      .finally(() => (polling = false));
  });

  return { control, refresh: () => exclusive(() => catalog.refresh(control)), stop };

  async function checkHistory(): Promise<void> {
    const identity = await identify(databaseUrl);
    const state = changeLog.state();
    const found = await restingSlot(control, slot);
    const { rows } = await control.query<{ lsn: string }>(`select (pg_current_wal_flush_lsn() - '0/0')::text as lsn`);
    const wal = Number(rows[0]?.lsn ?? 0);
    const reason =
      state === null
        ? 'the log is new'
        : state.systemId !== identity.systemId
          ? 'this is another database system'
          : state.timeline !== identity.timeline
            ? 'the database was restored or rewound'
            : found === null
              ? 'the replication slot is gone'
              : found.lost
                ? 'the replication slot was invalidated'
                : found.confirmed > state.position
                  ? 'the replication slot is ahead of the log'
                  : wal < state.position
                    ? 'the database is behind the log'
                    : null;
    if (reason === null && state !== null && found !== null) {
      stored = state.position;
      expected = new Map(changeLog.commitsFrom(found.confirmed));
      return;
    }
    log.info({ reason }, 'beginning a new generation of shapes');
    if (found !== null) await dropSlot(control, slot);
    const position = await createSlot(control, slot);
    stored = position;
    await onNewGeneration({ generation: randomUUID(), systemId: identity.systemId, timeline: identity.timeline, position, lastLsn: position, trimmedLsn: 0 });
  }
}

async function demandReadiness(control: pg.Client, publication: string, log: Log): Promise<void> {
  const { rows } = await control.query<{ level: string; keep: string | null; published: boolean }>(
    `select current_setting('wal_level') as level, current_setting('max_slot_wal_keep_size', true) as keep, exists (select from pg_publication where pubname = $1) as published`,
    [publication],
  );
  if (rows[0]?.level !== 'logical') throw new Error('Postgres must run with wal_level=logical; set it in postgresql.conf and restart Postgres.');
  if (!rows[0].published) throw new Error(`Publication "${publication}" does not exist in this database; run the migrations first.`);
  if (rows[0].keep === '-1') log.warn({}, 'max_slot_wal_keep_size is not set: should this hub be abandoned, its replication slot would fill the disk of the database');
}

async function lock(control: pg.Client, slot: string): Promise<void> {
  for (let attempt = 0; attempt < lockTries; attempt += 1) {
    const { rows } = await control.query<{ locked: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 0)) as locked', [`holdfast engine ${slot}`]);
    if (rows[0]?.locked === true) return;
    await sleep(lockPauseMs);
  }
  throw new Error(`Another hub already serves this database (replication slot "${slot}").`);
}

/** The slot once nobody streams it: a stream that the engine before left behind may still take in a confirmation. The lock says that it is not a living one's. */
async function restingSlot(control: pg.Client, slot: string): Promise<Slot | null> {
  for (let attempt = 0; attempt < lockTries; attempt += 1) {
    const found = await readSlot(control, slot);
    if (found === null || found.active === null) return found;
    if (attempt > 5) await control.query('select pg_terminate_backend($1)', [found.active]);
    await sleep(lockPauseMs);
  }
  throw new Error(`Replication slot "${slot}" is in use by another process.`);
}

async function identify(databaseUrl: string): Promise<{ readonly systemId: string; readonly timeline: number }> {
  const client = await connect(databaseUrl, () => {}, { replication: 'database' });
  try {
    const { rows } = await client.query<{ systemid: string; timeline: number }>('IDENTIFY_SYSTEM');
    return { systemId: rows[0]?.systemid ?? '', timeline: Number(rows[0]?.timeline ?? 0) };
  } finally {
    await client.end();
  }
}
