import { sessionAnswer, type SessionAnswer, type WakeEvent } from '#domain/sync/wire.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { forgetUnseen, onlyFor } from './audience.ts';
import { createDelivery } from './delivery.ts';
import { createHubClient, HubRefusal, type HubClient } from './hub-client.ts';
import { createNews } from './news.ts';
import { leaseNumbers } from './numbers.ts';
import { offerAgain } from './restored.ts';
import { createSilence } from './silence.ts';
import type { State } from './state.ts';
import type { Status } from './status.ts';
import type { Transport } from './transport.ts';
import { listen } from './wake.ts';
import type { HubLink, WriterEvent } from './writer-api.ts';

/** The line between this desk and its hub: one loop that owns connecting, waiting and trying again. */
export interface Link {
  /** Says that the outbox has something new. */
  readonly deliver: () => void;
  readonly hub: () => HubClient;
  readonly current: () => HubLink;
  readonly setHub: (link: HubLink) => void;
  readonly setPaused: (paused: boolean) => void;
  /** Tries at once, whatever it was waiting for. */
  readonly now: () => void;
  readonly stop: () => Promise<void>;
}

interface Options {
  readonly state: State;
  readonly status: Status;
  readonly link: HubLink;
  readonly transport: Transport | undefined;
  readonly emit: (event: WriterEvent) => void;
  readonly random: () => number;
  /** Something broke that is not the line; the replica itself, perhaps. */
  readonly onFault: (error: unknown) => void;
}

/** Milliseconds: the first wait after a broken line, and the longest. */
const firstWait = 250;
const longestWait = 30_000;
/** Milliseconds that a hub may take to begin the stream of news. */
const firstAnswer = 2000;

/** Starts keeping a line to the hub. */
export function startLink({ state, status, link: first, transport, emit, random, onFault }: Options): Link {
  let link = first;
  const silence = createSilence({ onSilent: (ago) => status.hub('silent', null, ago), onHeard: () => status.hub('online') });
  const hubOf = (to: HubLink) => createHubClient(to, transport, silence.heard);
  let hub = hubOf(link);
  let paused = false;
  let stopped = false;
  let failures = 0;
  let connection = new AbortController();
  let skipWait = () => {};

  const delivery = createDelivery(
    state,
    ({ serverTime, generation }) => {
      setClock(state, serverTime);
      if (generation !== state.meta('generation')) connection.abort(new Error('The hub was restored.'));
    },
    random,
  );

  const renewSession = async (signal: AbortSignal, isFollowing: boolean): Promise<SessionAnswer> => {
    const session = await hub.json('/v1/session', sessionAnswer, { signal });
    setClock(state, session.serverTime);
    const before = state.session();
    state.setSession(session);
    // Also what an earlier run of this desk began and did not end.
    forgetUnseen(state);
    if (isFollowing && before.audience !== session.audience) connection.abort(new Error('The role or the teams changed.'));
    if (JSON.stringify({ ...before, serverTime: '' }) !== JSON.stringify({ ...session, serverTime: '' })) emit({ kind: 'session', session });
    return session;
  };

  const connected = async (signal: AbortSignal): Promise<void> => {
    const { audience, generation } = await renewSession(signal, false);
    await offerAgain(state, hub, generation, signal);
    await delivery.askOutcomes(hub, signal);
    status.hub('online');
    silence.watch(firstAnswer);
    failures = 0;
    await allOrNothing(signal, (own) => {
      const lease = () => leaseNumbers(state, hub, own);
      const news = createNews({ state, hub: onlyFor(audience, hub), signal: own, status, outcomesKnown: delivery.outcomesKnown, random, onCaughtUp: lease });
      // A hub of before the beats promises nothing.
      const onOpen = (beat: number) => (beat > 0 ? silence.watch(beat) : silence.stop());
      const onEvent = (event: WakeEvent) => {
        news.add(event);
        // A changed audience begins a new connection: every stream of this one follows the old filter.
        if (event.session) void renewSession(own, true).catch((error: unknown) => connection.abort(error));
      };
      return [delivery.run(hub, own, lease), news.run(), listen(hub, own, { since: news.since, onOpen, onEvent, onBeat: news.beat })];
    });
  };

  const loop = async () => {
    while (!stopped) {
      if (paused) {
        status.hub('offline', 'Paused.');
        await new Promise<void>((resolve) => (skipWait = resolve));
        continue;
      }
      connection = new AbortController();
      try {
        await connected(connection.signal).finally(silence.stop);
      } catch (error) {
        if (stopped) break;
        const reason: unknown = connection.signal.aborted ? connection.signal.reason : error;
        if (explain(reason, status, emit) === 'fault') onFault(reason);
      }
      if (stopped || paused) continue;
      failures += 1;
      const wait = new AbortController();
      skipWait = () => wait.abort();
      await sleep(Math.min(longestWait, firstWait * 2 ** (failures - 1)) * (0.5 + random() / 2), undefined, { signal: wait.signal }).catch(() => {});
    }
  };
  const running = loop();
  const restart = (reason: string) => {
    failures = 0;
    connection.abort(new Error(reason));
    skipWait();
  };
  return {
    deliver: delivery.wake,
    hub: () => hub,
    current: () => link,
    setHub: (next) => {
      hub.close();
      link = next;
      hub = hubOf(next);
      restart('The way to the hub changed.');
    },
    setPaused: (next) => {
      paused = next;
      restart('Paused.');
    },
    now: () => {
      failures = 0;
      skipWait();
    },
    stop: async () => {
      stopped = true;
      restart('Stopped.');
      await running;
      hub.close();
    },
  };
}

/** Runs parts of a connection until one of them fails; the others then end too. */
async function allOrNothing(outer: AbortSignal, parts: (signal: AbortSignal) => readonly Promise<unknown>[]): Promise<void> {
  // What is aborted already tells no listener: parts begun now would wait for ever.
  outer.throwIfAborted();
  const own = new AbortController();
  const signal = AbortSignal.any([outer, own.signal]);
  const running = parts(signal).map((part) =>
    part.catch((error: unknown) => {
      own.abort(error);
      throw error;
    }),
  );
  const ended = await Promise.allSettled(running);
  const failed = ended.find((result) => result.status === 'rejected');
  throw own.signal.aborted ? own.signal.reason : failed?.reason;
}

/** Tells people what broke; a fault is what neither the hub nor the line did. */
function explain(error: unknown, status: Status, emit: (event: WriterEvent) => void): 'fault' | 'outage' {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof HubRefusal) {
    if (error.code === 'device.revoked') emit({ kind: 'revoked', message });
    else if (error.status === 401) emit({ kind: 'signInAgain', message });
    if (error.code === 'upgrade.desk') status.hub('upgradeDesk', message);
    else if (error.code === 'upgrade.hub') status.hub('upgradeHub', message);
    else status.hub(error.status === 401 || error.status === 403 ? 'refused' : 'offline', message);
    if (error.status >= 400 && error.status !== 401) status.failed(message);
    return 'outage';
  }
  status.hub('offline', lineProblem(error, message));
  if (error instanceof Error && error.name === 'HubGarbled') status.failed(message);
  return isLineProblem(error) ? 'outage' : 'fault';
}

function lineProblem(error: unknown, message: string): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return 'The hub cannot be reached.';
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'The line to the hub broke.';
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) return 'The hub shows another certificate than the one this desk knows.';
  return message;
}

/** What SQLite or this program did wrong is not the line's fault. */
function isLineProblem(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name !== 'SqliteError' && error.name !== 'Crash' && !(error instanceof TypeError) && !(error instanceof RangeError) && !(error instanceof ReferenceError);
}

/** The server's time by its own word; small differences are the line's. */
function setClock(state: State, serverTime: string): void {
  const known = Number(state.meta('clockOffset') ?? '0');
  const offset = Date.parse(serverTime) - (state.now() - known);
  if (Math.abs(offset - known) > 1000) state.transact(false, () => state.setMeta('clockOffset', String(offset)));
}
