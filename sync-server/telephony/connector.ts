import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { sqlStateOf } from '../db/transaction.ts';
import type { Log } from '../engine/log.ts';
import { createStateKeeper } from './agents/keep-states.ts';
import { AmiError, createAmi, type AmiAccount, type AmiState } from './ami/client.ts';
import type { AmiMessage } from './ami/message.ts';
import { forget, tellsMore } from './board/change.ts';
import { reduce } from './board/reduce.ts';
import { resync } from './board/resync.ts';
import { emptyBoard, type Board } from './board/state.ts';
import { createJournal } from './journal/journal.ts';
import type { RecordingKeeper } from './recordings/keeper.ts';
import { readHistory } from './recall/history.ts';
import { homesOf, recall } from './recall/recall.ts';
import { createTrunkKeeper } from './trunks/keep-trunks.ts';
import { disconnectRequests, dropRequests, isSpying, monitorRequests, type MonitorWish, type PbxRequest } from './supervise.ts';

/** Follows one PBX for one tenant: what happens there becomes rows, and so reaches every board. */
export interface Connector {
  readonly state: () => AmiState;
  readonly board: () => Board;
  /** Lets a supervisor into an agent's call; false when the agent is on none. */
  readonly monitor: (wish: MonitorWish) => Promise<boolean>;
  /** Ends a call; false when it is over. */
  readonly disconnect: (linkedId: string) => Promise<boolean>;
  /** Takes a party out of the conference that an agent is in; false when they are not in it. */
  readonly drop: (linkedId: string, agent: string, number: string) => Promise<boolean>;
  /** Resolves when everything heard so far is written. */
  readonly written: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface ConnectorDeps {
  readonly account: AmiAccount;
  readonly pool: pg.Pool;
  readonly tenantId: string;
  /** By which name rows tell this PBX from others. */
  readonly pbx: string;
  /** The file in which the PBX writes the history of channels; without it, what nobody heard is not known. */
  readonly history?: string | undefined;
  /** Without it nothing is done about recordings. */
  readonly recordings?: Pick<RecordingKeeper, 'heard' | 'sweep' | 'wishes'>;
  readonly log: Log;
  readonly now: () => number;
}

// Events of one moment are written together: a ring is six of them.
const gatherFor = 25;
const retryAfter = 1_000;
const mirrorEvery = 500;
const trunksEvery = 2_000;
/** What the PBX refuses when it has come about by itself. */
const passing: ReadonlySet<string> = new Set(['Hangup', 'MixMonitorMute', 'PJSIPRegister', 'PJSIPUnregister', 'QueuePause', 'StopMixMonitor']);
const atOnce = 200;
// A call that began before the last one that is written may be written after it.
const margin = 3_600_000;
const longestAway = 7 * 86_400_000;

/** Connects a hub to a PBX; it mends itself, and loses nothing while the database is away. */
export function createConnector({ account, pool, tenantId, pbx, history, recordings, log, now }: ConnectorDeps): Connector {
  const journal = createJournal({ pool, tenantId, pbx, now });
  const keeper = createStateKeeper({ pool, tenantId, now });
  const trunks = createTrunkKeeper({ pool, tenantId, now });
  const instant = () => new Date(now()).toISOString();
  let board = emptyBoard;
  const unwritten = new Set<string>();
  let heardUntil = 0;
  // What comes while the PBX is being asked is told after the answer.
  let held: AmiMessage[] | null = null;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();
  let isStopped = false;

  const become = (next: Board) => {
    if (next.calls !== board.calls) for (const [linkedId, call] of next.calls) if (tellsMore(board.calls.get(linkedId), call) && !isSpying(call)) unwritten.add(linkedId);
    // A supervisor who listens is no call that anybody would look for.
    board = [...next.calls.values()].filter((call) => isSpying(call) && call.endedAt !== null).reduce((now, { linkedId }) => forget(now, linkedId), next);
    if (unwritten.size > 0) schedule(gatherFor);
  };
  const hear = (event: AmiMessage) => {
    heardUntil = Math.max(heardUntil, Number(event['Timestamp'] ?? 0) * 1000 || 0);
    become(reduce(board, event, instant()));
  };
  const schedule = (wait: number) => {
    if (timer === null && !isStopped) timer = setTimeout(() => void flush(), wait);
  };
  const flush = (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    return inTurn(writeDown);
  };
  /** Whoever moves the rows waits for the one before. */
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const done = writing.then(work);
    writing = done.then(
      () => {},
      () => {},
    );
    return done;
  };
  let together = atOnce;
  async function writeDown(): Promise<void> {
    const names = [...unwritten].slice(0, together);
    const calls = names.flatMap((linkedId) => board.calls.get(linkedId) ?? []);
    for (const name of names) unwritten.delete(name);
    try {
      if (calls.length > 0) {
        await journal.write(calls);
        await keeper.follow(board);
        recordings?.heard(calls);
      }
    } catch (error) {
      for (const name of names) unwritten.add(name);
      // What Postgres refuses may be one of them: it goes to the end, and the others are written one by one.
      if (sqlStateOf(error) !== undefined) together = 1;
      log.warn({ err: error, calls: calls.length }, 'calls could not be written down; it is tried again');
      schedule(retryAfter);
      return;
    }
    // Only what was written as ended is forgotten: more may have been heard meanwhile.
    for (const call of calls) if (call.endedAt !== null && board.calls.get(call.linkedId) === call) board = forget(board, call.linkedId);
    if (unwritten.size > 0) await writeDown();
    else together = atOnce;
  }

  /** What happened while nobody listened, as the PBX has written it. */
  async function remember(file: string): Promise<void> {
    const written = await journal.writtenUntil();
    const since = Math.max(now() - longestAway, written === null ? 0 : Date.parse(written) - margin);
    const records = await readHistory(file, since / 1000);
    const known = await journal.known([...new Set(homesOf(records).values())]);
    become(recall(board, records, known, heardUntil));
  }

  async function look(): Promise<void> {
    held ??= [];
    try {
      if (history !== undefined)
        await remember(history).catch((error: unknown) => log.warn({ err: error, history }, 'the PBX’s history could not be read; what nobody heard is not written'));
      const [queues, channels] = [await ami.list('QueueStatus'), await ami.list('CoreShowChannels')];
      become(resync(board, { queues, channels }, instant()));
    } finally {
      const missed = held;
      held = null;
      for (const event of missed) hear(event);
    }
    await flush();
    // Asked when the rows are there: a call that has come since is no ghost.
    const buried = await inTurn(() => journal.close((linkedId) => board.calls.has(linkedId), instant()));
    if (buried > 0) log.info({ buried }, 'calls had ended while the PBX was out of sight');
    recordings?.sweep();
  }

  /** One look after the other; one that failed is tried again, as what it does not find stays in the rows as a ghost. */
  let seeing: Promise<void> = Promise.resolve();
  let again: NodeJS.Timeout | undefined;
  const see = () => {
    held ??= [];
    seeing = seeing.then(look).catch((error: unknown) => {
      log.warn({ err: error }, 'the PBX could not be looked at; its next events are followed, and it is tried again');
      clearTimeout(again);
      if (ami.state().isUp && !isStopped) again = setTimeout(see, retryAfter);
    });
  };

  /** Ends wrap-ups, and pauses at the PBX whom the rows pause. */
  async function mirror(): Promise<void> {
    if (!ami.state().isUp || held !== null) return;
    await inTurn(() => keeper.follow(board));
    const pauses = await keeper.pauses(board.members.values());
    await ask(
      pauses.map(({ queue, interface: place, isPaused, reason }) => ({
        action: 'QueuePause',
        fields: { Queue: queue, Interface: place, Paused: isPaused ? 'true' : 'false', ...(reason !== '' && { Reason: reason }) },
      })),
    );
    await ask((await recordings?.wishes(board)) ?? null);
  }
  // One at a time: on a busy computer they would pile up before what is to be written.
  let mirroring: Promise<void> | null = null;
  const beat = setInterval(() => {
    mirroring ??= mirror()
      .catch((error: unknown) => log.warn({ err: error }, 'agents’ states could not be kept; it is tried again'))
      .finally(() => {
        mirroring = null;
      });
  }, mirrorEvery);

  /** Whether the carriers have let the PBX in. */
  let looking: Promise<void> | null = null;
  const lookAtTrunks = () => {
    if (!ami.state().isUp) return;
    looking ??= trunks
      // A PBX that knows no such question signs in by itself.
      .follow(() => ami.list('PJSIPShowRegistrationsOutbound').catch((error: unknown) => (error instanceof AmiError && error.reason === 'refused' ? [] : Promise.reject(error))))
      .then(ask)
      .then(
        () => {},
        (error: unknown) => log.warn({ err: error }, 'the state of the trunks could not be kept; it is tried again'),
      )
      .finally(() => {
        looking = null;
      });
  };
  const trunkBeat = setInterval(lookAtTrunks, trunksEvery);

  const ami = createAmi({
    account,
    log,
    onEvent: (event) => {
      if (trunks.heard(event)) lookAtTrunks();
      if (held) held.push(event);
      else hear(event);
    },
    onUp: () => {
      log.info({ pbx }, 'the PBX is connected');
      see();
    },
    onDown: (why) => log.warn({ pbx, why }, 'the PBX is out of sight'),
  });

  const ask = async (requests: readonly PbxRequest[] | null): Promise<boolean> => {
    for (const { action, fields } of requests ?? [])
      await ami.ask(action, fields).catch((error: unknown) => {
        // Whoever was to be hung up has hung up themselves, and their recording is over; or the member has left the queue.
        if (!passing.has(action) || !(error instanceof AmiError) || error.reason !== 'refused') throw error;
      });
    return requests !== null;
  };

  return {
    state: ami.state,
    board: () => board,
    monitor: (wish) => ask(monitorRequests(board, wish, randomUUID())),
    disconnect: (linkedId) => ask(disconnectRequests(board, linkedId)),
    drop: (linkedId, agent, number) => ask(dropRequests(board, linkedId, agent, number)),
    written: flush,
    stop: async () => {
      isStopped = true;
      clearInterval(beat);
      clearInterval(trunkBeat);
      clearTimeout(again);
      await ami.stop();
      await seeing;
      await mirroring;
      await looking;
      await flush();
    },
  };
}
