import { Worker } from 'node:worker_threads';
import type { Reader } from '../records/parts/read.ts';
import type { Place } from '../replica/open.ts';
import { withRightOfWay } from '../sync/right-of-way.ts';
import { shut, type Reply, type Run } from './reply.ts';

/** What a reader thread is asked. */
export type Asked =
  | { readonly kind: 'open'; readonly id: number; readonly place: Place; readonly reader: Reader }
  | { readonly kind: 'close'; readonly id: number }
  | { readonly kind: 'reader'; readonly reader: Reader }
  | { readonly kind: 'run'; readonly id: number; readonly name: string; readonly args: unknown };

/** What a reader thread tells. */
export type Told =
  | { readonly kind: 'ready' }
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Reply }
  | { readonly kind: 'fault'; readonly where: string; readonly cause: string };

/** Threads that answer queries side by side, each on its own read-only connection. */
export interface Readers {
  readonly open: (place: Place, reader: Reader) => Promise<Reply>;
  /** Role or teams changed: later answers are for them. */
  readonly setReader: (reader: Reader) => void;
  readonly close: () => Promise<void>;
  readonly run: Run;
  readonly stop: () => Promise<void>;
}

interface Deps {
  readonly threads: number;
  readonly fault: (where: string, cause: unknown) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, (reply: Reply) => void>;
  isAlive: boolean;
  /** It has loaded its code and answers at once. */
  isReady: boolean;
}

const stopped: Reply = { ok: false, code: 'query.failed', message: 'A reader of this desk stopped; it is being started again.' };
/** A thread that ends sooner than this is not started again at once. */
const hasty = 1000;
/** A thread that still loads its code is asked only when there is no other. */
const unready = 1_000_000;

// Built for Electron, the thread is a file of JavaScript beside this one.
const script = new URL(import.meta.url.endsWith('.ts') ? './reader-thread.ts' : './reader-thread.js', import.meta.url);

export function createReaders({ threads: count, fault }: Deps): Readers {
  let opened: { readonly place: Place; readonly reader: Reader } | null = null;
  let counter = 0;
  let stopping = false;
  const threads: Thread[] = [];
  const timers = new Set<NodeJS.Timeout>();

  const ask = ({ worker, waiting }: Thread, make: (id: number) => Asked): Promise<Reply> => {
    const id = ++counter;
    return new Promise((done) => {
      waiting.set(id, done);
      worker.postMessage(make(id));
    });
  };
  const begin = (at: number) => {
    const worker = new Worker(script);
    const thread: Thread = { worker, waiting: new Map(), isAlive: true, isReady: false };
    const started = performance.now();
    threads[at] = thread;
    worker.on('message', (told: Told) => {
      if (told.kind === 'fault') return fault(told.where, told.cause);
      if (told.kind === 'ready') {
        thread.isReady = true;
        return;
      }
      thread.waiting.get(told.id)?.(told.reply);
      thread.waiting.delete(told.id);
    });
    worker.on('error', (cause) => fault('reader thread', cause));
    worker.on('exit', () => {
      for (const done of thread.waiting.values()) done(stopped);
      thread.waiting.clear();
      thread.isAlive = false;
      if (stopping) return;
      if (performance.now() - started > hasty) again(at);
      else timers.add(setTimeout(() => again(at), hasty));
    });
  };
  const again = (at: number) => {
    if (stopping) return;
    begin(at);
    const [next, open] = [threads[at], opened];
    if (open && next) void ask(next, (id) => ({ kind: 'open', id, ...open }));
  };
  // The first page waits for one thread only; the others come up behind it.
  begin(0);
  for (let at = 1; at < count; at++) timers.add(setTimeout(() => again(at), hasty));

  const all = async (make: (id: number) => Asked): Promise<Reply> => {
    const replies = await Promise.all(threads.filter(({ isAlive }) => isAlive).map((thread) => ask(thread, make)));
    return replies.find(({ ok }) => !ok) ?? replies[0] ?? shut;
  };

  return {
    open: (place, reader) => {
      opened = { place, reader };
      return all((id) => ({ kind: 'open', id, place, reader }));
    },
    setReader: (reader) => {
      opened = opened && { ...opened, reader };
      threads.forEach(({ worker }) => worker.postMessage({ kind: 'reader', reader } satisfies Asked));
    },
    close: async () => {
      opened = null;
      await all((id) => ({ kind: 'close', id }));
    },
    run: async (name, args) => {
      const load = ({ isReady, waiting }: Thread) => waiting.size + (isReady ? 0 : unready);
      const [free] = threads.filter(({ isAlive }) => isAlive).toSorted((one, other) => load(one) - load(other));
      if (!opened) return shut;
      return free ? withRightOfWay(() => ask(free, (id) => ({ kind: 'run', id, name, args }))) : stopped;
    },
    stop: async () => {
      stopping = true;
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}
