import type { Bridge, Outcome, Watcher } from '#domain/bridge.ts';
import { beatEvery, fromDesk, type FromDesk, type FromWindow } from '#domain/bridge-wire.ts';
import { newId } from './command-id.ts';
import type { Failure } from './live.ts';
import type { Connection, ConnectionState } from './provider.tsx';

/** What the socket bridge uses of a WebSocket. */
export interface Socket {
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: never) => void) | null;
  send(data: string): void;
  close(): void;
}

interface Options {
  readonly open: () => Socket;
  /** Asks, after a socket that never opened, whether this window has the right to speak at all. */
  readonly isRefused?: () => Promise<boolean>;
  readonly now?: () => string;
  /** Milliseconds to wait before the n-th try to connect again. */
  readonly wait?: (attempt: number) => number;
}

type Call = { readonly message: Unnumbered; readonly done: (reply: FromDesk) => void; readonly isOnce: boolean };
type Unnumbered = FromWindow extends infer Message ? (Message extends FromWindow ? Omit<Message, 'id'> : never) : never;

const backoff = (attempt: number) => Math.min(250 * 2 ** attempt, 3000);

/**
 * The bridge over a WebSocket. The desk forgets a window with its socket, so after a reconnect every watch is asked again
 * and everything unanswered is sent again; commands carry their own ids, so a command that arrives twice is one.
 */
export function createSocketBridge({ open, isRefused, now = () => new Date().toISOString(), wait = backoff }: Options): {
  readonly bridge: Bridge;
  readonly connection: Connection;
  readonly stop: () => void;
} {
  const calls = new Map<number, Call>();
  const listeners = new Set<() => void>();
  let state: ConnectionState = { kind: 'opening' };
  let socket: Socket | null = null;
  let isReady = false;
  let lastId = 0;
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;

  const tell = (next: ConnectionState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const waiting = () => [...calls.values()].filter(({ message }) => message.verb === 'send').length;

  function connect(): void {
    const mine = open();
    socket = mine;
    mine.onmessage = ({ data }) => {
      if (socket === mine) take(data);
    };
    mine.onclose = () => {
      if (socket === mine) void lost();
    };
  }

  function take(data: unknown): void {
    listen();
    const parsed = fromDesk.safeParse(typeof data === 'string' ? parseJson(data) : null);
    // A desk that speaks otherwise is of another version: a reload brings the window that fits it.
    if (!parsed.success) return socket?.close();
    const message = parsed.data;
    if (message.kind === 'beat') return;
    if (message.kind === 'ready') {
      isReady = true;
      attempt = 0;
      for (const [id, { message: call }] of calls) say({ ...call, id });
      return tell({ kind: 'open' });
    }
    const call = calls.get(message.id);
    if (!call) return;
    if (call.isOnce) calls.delete(message.id);
    call.done(message);
  }

  async function lost(): Promise<void> {
    const wasReady = isReady;
    socket = null;
    isReady = false;
    clearTimeout(silence);
    if (isStopped) return;
    const isTurnedAway = !wasReady && (await asked(isRefused));
    // A window that was turned away goes on trying: another of the same browser may be let in, and then this one is.
    if (isTurnedAway) tell({ kind: 'refused' });
    else tell({ kind: 'gone', since: state.kind === 'gone' ? state.since : now(), waiting: waiting() });
    timer = setTimeout(connect, wait(attempt++));
  }

  /** A desk that has not said anything for two beats is not there, whatever the socket believes. */
  function listen(): void {
    clearTimeout(silence);
    silence = setTimeout(() => {
      const dead = socket;
      void lost();
      dead?.close();
    }, beatEvery * 2);
  }

  const say = (message: FromWindow) => socket?.send(JSON.stringify(message));

  function call(message: Unnumbered, isOnce: boolean, done: (reply: FromDesk) => void): number {
    const id = ++lastId;
    calls.set(id, { message, done, isOnce });
    if (isReady) say({ ...message, id });
    else if (state.kind === 'gone') tell({ ...state, waiting: waiting() });
    return id;
  }

  const outcomeOf = (reply: FromDesk): Outcome<never> => {
    // The desk parsed and ran it; what it says is an outcome of this very call.
    if (reply.kind === 'outcome') return reply.outcome as unknown as Outcome<never>;
    return { ok: false, ...(reply.kind === 'failed' ? { code: reply.code, message: reply.message } : unexpected) };
  };

  const bridge: Bridge = {
    query: (name, args) =>
      new Promise((resolve, reject) =>
        call({ verb: 'query', name, args }, true, (reply) => {
          // The answer to a named query is of that query's type.
          if (reply.kind === 'answer') resolve(reply.value as never);
          else reject(new Error(reply.kind === 'failed' ? reply.message : unexpected.message, { cause: reply }));
        }),
      ),
    watch: (name, args, watcher) => {
      // The answer to a named query is of that query's type.
      const { next, failed } = watcher as Watcher<unknown>;
      const id = call({ verb: 'watch', name, args }, false, (reply) => {
        if (reply.kind === 'answer') next(reply.value);
        else if (reply.kind === 'failed') failed?.(reply.code, reply.message);
      });
      return () => {
        calls.delete(id);
        if (isReady) say({ verb: 'unwatch', id });
      };
    },
    send: (name, args, commandId = newId()) => new Promise((resolve) => call({ verb: 'send', name, args, commandId }, true, (reply) => resolve(outcomeOf(reply)))),
    device: (name, args) => new Promise((resolve) => call({ verb: 'device', name, args }, true, (reply) => resolve(outcomeOf(reply)))),
  };

  connect();
  return {
    bridge,
    connection: {
      read: () => state,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      clearTimeout(silence);
      socket?.close();
    },
  };
}

const unexpected: Failure = { code: 'bridge.unexpected', message: 'The desk gave an answer that does not fit the question.' };

async function asked(isRefused: Options['isRefused']): Promise<boolean> {
  try {
    return (await isRefused?.()) ?? false;
  } catch {
    // Nobody answered at all: the desk is gone, which is what the caller says next.
    return false;
  }
}

function parseJson(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    // The schema refuses it.
    return null;
  }
}
