import type { DeskStatus } from '#domain/desk/queries.ts';
import { join } from 'node:path';
import { dependenceOf } from './bridge/answers.ts';
import { createDevice } from './bridge/device-calls.ts';
import { createDispatcher, type Connection, type Port } from './bridge/dispatcher.ts';
import { createLiveQueries } from './bridge/live-queries.ts';
import { readOnline } from './records/online.ts';
import { createDeskFiles } from './storage/file-calls.ts';
import { createReaders } from './bridge/readers.ts';
import { damaged, shut, type Run } from './bridge/reply.ts';
import { createDeskSession } from './desk-session.ts';
import { statusOf } from './desk-status.ts';
import type { SyncStatus, WriterCalls, WriterEvent } from './sync/writer-api.ts';
import type { Writer } from './sync/writer.ts';
import { makePrivateFolder } from './vault/files.ts';
import { lockHome } from './vault/home-lock.ts';
import { createHubAsker } from './vault/hub-client.ts';
import type { Keychain } from './vault/keychain.ts';
import { pinOf, wrongAddress } from './vault/pin.ts';
import { createQuarantine } from './vault/quarantine.ts';
import { createHubCalls } from './vault/hub-calls.ts';
import { createSignIn, type Credentials } from './vault/sign-in.ts';
import { createVaults } from './vault/vaults.ts';
import type { Outcome } from '#domain/bridge.ts';

/** What a shell needs to have a desk. */
export interface CoreOptions {
  readonly home: string;
  readonly hubUrl: string;
  readonly keychain: Keychain;
  readonly startWriter: (onEvent: (event: WriterEvent) => void, onEnd: (message: string) => void) => Writer;
  readonly log: Log;
  readonly now?: () => number;
  /** Opens another window of the shell. */
  readonly openWindow?: (path: string) => void;
  readonly argon?: { readonly memoryCost: number; readonly timeCost: number; readonly parallelism: number };
}

/** Where faults go; never what people wrote. */
export interface Log {
  readonly warn: (line: string) => void;
  readonly error: (where: string, cause: unknown) => void;
}

/** A desk without a window: replica, sync, vault and answers. It knows neither Electron nor a browser. */
export interface Core {
  /** A window's side of the bridge. */
  readonly connect: (port: Port) => Connection;
  /** Where a window may connect beside this desk: the PBX, once the hub has named it. */
  readonly reaches: () => readonly string[];
  /** Signs in without a window, for demo desks. */
  readonly signIn: (credentials: Credentials) => Promise<Outcome<object>>;
  readonly status: () => DeskStatus;
  readonly lock: () => Promise<unknown>;
  readonly syncNow: () => Promise<unknown>;
  /** Looks at the clock now: after a sleep, the time to lock may have passed. */
  readonly tick: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export const appVersion = '0.1.0';
const readerThreads = 2;
const hasty = 2000;
const tickEvery = 5000;
const probeEvery = 15_000;
const probePatience = 4000;
const sendEvery = 2_000;

export function createCore({ home, hubUrl, keychain, startWriter, log, now = Date.now, openWindow, argon }: CoreOptions): Core {
  const wrong = wrongAddress(hubUrl);
  if (wrong) throw new Error(wrong);
  makePrivateFolder(home);
  const unlockHome = lockHome(home);
  const ask = createHubAsker(hubUrl);
  const vaults = createVaults({ home, keychain, now, damaged: (cause) => log.error('vault', cause), ...(argon ? { argon } : {}) });
  const quarantine = createQuarantine({ home, ask, now });
  const readers = createReaders({ threads: readerThreads, fault: log.error });

  let firstSeen: string | null = null;
  const pin = async () => {
    const seen = await pinOf(hubUrl, join(home, 'pins.json'));
    // Whoever asks first takes the pin; the person is shown it when signing in.
    firstSeen = seen.firstSeen ?? firstSeen;
    return { ...seen, firstSeen };
  };

  let sync: SyncStatus | null = null;
  let hub: DeskStatus['hub'] = { url: hubUrl, state: 'offline', since: new Date(now()).toISOString(), message: null };

  const reaches = new Set<string>();

  let repair: Promise<unknown> | null = null;
  const run: Run = async (name, args) => {
    if (name === 'desk.status') return { ok: true, text: JSON.stringify(status()), took: 0 };
    if (!session.open()) return shut;
    const reply = await readers.run(name, args);
    if (!reply.ok && reply.code === damaged.code) repair ??= writer.repair().finally(() => (repair = null));
    return reply;
  };
  const live = createLiveQueries({ run, dependence: dependenceOf });
  const changedDesk = () => live.changed({ entities: {}, sources: ['desk'] });

  const heard = (event: WriterEvent) => {
    if (event.kind === 'changed') return live.changed(event);
    if (event.kind === 'status') {
      sync = event.status;
      return changedDesk();
    }
    // The status says so too; the desk works on.
    if (event.kind === 'signInAgain') return log.warn(event.message);
    session.heard(event).catch((cause: unknown) => log.error(event.kind, cause));
  };
  let stopping = false;
  const start = (): Writer => {
    const started = now();
    return startWriter(heard, (message) => {
      if (stopping) return;
      log.error('writer', message);
      // One that dies at once is not started over and over.
      setTimeout(() => void restart().catch((cause: unknown) => log.error('writer', cause)), Math.max(0, started + hasty - now()));
    });
  };
  let current = start();
  /** What was committed is in the replica; what was under way has been answered with a fault. */
  const restart = async () => {
    if (stopping) return;
    current = start();
    await session.reopen();
  };
  const writer: WriterCalls = {
    open: (...args) => current.open(...args),
    attach: (...args) => current.attach(...args),
    send: (...args) => current.send(...args),
    runOnline: (...args) => current.runOnline(...args),
    decide: (...args) => current.decide(...args),
    saveDraft: (...args) => current.saveDraft(...args),
    pause: (...args) => current.pause(...args),
    syncNow: () => current.syncNow(),
    exportOutbox: () => current.exportOutbox(),
    repair: () => current.repair(),
    close: () => current.close(),
  };
  const session = createDeskSession({
    hubUrl,
    vaults,
    signIn: createSignIn({ vaults, ask, pin, now, appVersion }),
    ask,
    quarantine,
    writer,
    readers,
    now,
    changed: (anew) => {
      if (!session.open()) sync = null;
      if (anew) live.reset();
      else changedDesk();
    },
  });
  const files = createDeskFiles({ hubUrl, open: session.open, touch: session.touch, now, warn: log.warn, changed: changedDesk });
  const status = () => statusOf({ session, vaults, sync, files: files.stuck(), hub });

  /** While no vault is open nobody else asks whether the hub is there. */
  const look = async () => {
    const message = await pin().then(
      async ({ certificate }) => {
        const reply = await ask({ method: 'GET', path: '/v1/health', patience: probePatience }, certificate);
        return reply.kind === 'outage' ? reply.message : null;
      },
      (cause: unknown) => (cause instanceof Error ? cause.message : String(cause)),
    );
    const state = message === null ? 'online' : 'offline';
    if (hub.state === state && hub.message === message) return;
    hub = { url: hubUrl, state, since: new Date(now()).toISOString(), message };
    changedDesk();
  };
  const probe = async () => {
    if (!session.open()) await look();
    // What a revoked device left is handed in whoever works here by now.
    if ((session.open() ? sync?.hub : hub)?.state === 'online') await quarantine.handIn();
  };
  const repeat = (every: number, where: string, work: () => Promise<void>) => {
    const timer = setInterval(() => void work().catch((cause: unknown) => log.error(where, cause)), every);
    return () => clearInterval(timer);
  };
  const ends = [repeat(tickEvery, 'session', session.tick), repeat(probeEvery, 'hub', probe), repeat(sendEvery, 'files', async () => files.send())];
  void probe().catch((cause: unknown) => log.error('hub', cause));

  const whenOpen = async <Result extends object>(work: () => Promise<Outcome<Result>>): Promise<Outcome<Result>> => {
    if (!session.open()) return shut;
    session.touch();
    return work();
  };
  const phone = async (): Promise<Awaited<ReturnType<typeof session.phone>>> => {
    const outcome = await session.phone();
    if (outcome.ok) reaches.add(new URL(outcome.credential.wsUrl).origin);
    return outcome;
  };
  const device = createDevice({
    'session.signIn': session.signIn,
    'session.unlock': ({ vault, password }) => session.unlock(vault, password),
    'session.lock': session.lock,
    'session.signOut': session.signOut,
    'session.touch': async () => {
      session.touch();
      return { ok: true };
    },
    'review.decide': ({ id, decision }) => whenOpen(() => writer.decide(id, decision)),
    'drafts.save': ({ key, value }) => whenOpen(() => writer.saveDraft(key, value)),
    'sync.now': () => whenOpen(writer.syncNow),
    'sync.pause': ({ paused }) => whenOpen(() => writer.pause(paused)),
    'online.run': ({ name, args, id }) => whenOpen(() => writer.runOnline(name, args, id)),
    'phone.credential': phone,
    ...createHubCalls({ ask, pin, open: session.open }),
    ...files.calls,
    'online.read': async (asked) => {
      const vault = session.open();
      if (!vault) return shut;
      session.touch();
      const { id, search, entity } = asked;
      return readOnline({ ask, now }, vault.body, { entity, ...(id ? { id } : {}), ...(search ? { search } : {}) });
    },
    'window.open': async ({ path }) => {
      if (!openWindow) return { ok: false, code: 'device.unknown', message: 'This desk runs in a browser: open another tab instead.' };
      openWindow(path);
      return { ok: true };
    },
  });
  const dispatcher = createDispatcher({ run, live, send: (name, args, id) => whenOpen(() => writer.send(name, args, id)), device, fault: log.error });

  return {
    connect: dispatcher.connect,
    signIn: session.signIn,
    status,
    reaches: () => [...reaches],
    lock: session.lock,
    syncNow: writer.syncNow,
    tick: session.tick,
    stop: async () => {
      stopping = true;
      for (const end of ends) end();
      live.stop();
      await session.stop();
      await readers.stop();
      await current.stop();
      unlockHome();
    },
  };
}
