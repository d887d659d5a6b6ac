import type { Bridge, Outcome, Watcher } from '#domain/bridge.ts';
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';

interface Reply {
  readonly kind: 'answer' | 'failed' | 'outcome';
  readonly id: number;
  readonly value?: unknown;
  readonly outcome?: unknown;
  readonly code?: string;
  readonly message?: string;
}

const waiting = new Map<number, (reply: Reply) => void>();
let last = 0;

ipcRenderer.on('bridge', (_event: IpcRendererEvent, text: string) => {
  // The desk speaks by the schemas of `domain/bridge-wire.ts`; it is this window's own process.
  const reply = JSON.parse(text) as Reply;
  waiting.get(reply.id)?.(reply);
});

function say(message: object, heard: (reply: Reply) => void): number {
  const id = ++last;
  waiting.set(id, heard);
  ipcRenderer.send('bridge', { ...message, id });
  return id;
}

const once = (message: object) =>
  new Promise<Reply>((done) => {
    const id = say(message, (reply) => {
      waiting.delete(id);
      done(reply);
    });
  });
// Each reply is of the type that its question asks for.
const outcomeOf = (reply: Reply) => (reply.outcome ?? { ok: false, code: reply.code, message: reply.message }) as Outcome<never>;

const bridge: Bridge = {
  query: async (name, args) => {
    const reply = await once({ verb: 'query', name, args });
    if (reply.kind === 'failed') throw new Error(reply.message);
    return reply.value as never;
  },
  watch: (name, args, { next, failed }: Watcher<never>) => {
    const id = say({ verb: 'watch', name, args }, (reply) => (reply.kind === 'answer' ? next(reply.value as never) : failed?.(reply.code ?? '', reply.message ?? '')));
    return () => {
      waiting.delete(id);
      ipcRenderer.send('bridge', { verb: 'unwatch', id });
    };
  },
  send: async (name, args, commandId) => outcomeOf(await once({ verb: 'send', name, args, ...(commandId ? { commandId } : {}) })),
  device: async (name, args) => outcomeOf(await once({ verb: 'device', name, args })),
};

contextBridge.exposeInMainWorld('bridge', bridge);
