import { Worker } from 'node:worker_threads';
import type { WriterCalls, WriterEvent } from './writer-api.ts';

/** The names of the calls, as they cross the port. */
export const writerCalls = [
  'attach',
  'close',
  'decide',
  'exportOutbox',
  'open',
  'pause',
  'repair',
  'runOnline',
  'saveDraft',
  'send',
  'syncNow',
] as const satisfies readonly (keyof WriterCalls)[];

/** What goes to the writer thread, and what comes back. */
export interface WriterRequest {
  readonly id: number;
  readonly call: (typeof writerCalls)[number];
  readonly args: readonly unknown[];
}
export type WriterReply = { readonly id: number; readonly outcome: unknown } | { readonly event: WriterEvent };

/** A writer in a thread of its own. */
export interface Writer extends WriterCalls {
  /** Ends the thread; `close` first, or the replica is left as a killed process leaves it. */
  readonly stop: () => Promise<void>;
}

// Built for Electron, the thread is a file of JavaScript beside this one.
const beside = new URL(import.meta.url.endsWith('.ts') ? './writer-thread.ts' : './writer-thread.js', import.meta.url);

interface WriterThreadOptions {
  readonly onEvent: (event: WriterEvent) => void;
  /** The thread has ended, asked to or not. */
  readonly onEnd?: (message: string) => void;
  /** The script of the thread, where it is not beside this file. */
  readonly script?: URL;
  readonly migrations?: string;
}

/** Starts the writer thread. A thread that dies answers every call with a fault. */
export function createWriter({ onEvent, onEnd, script = beside, migrations }: WriterThreadOptions): Writer {
  // A first sync reads texts of ten megabytes: with room for what is soon forgotten, less is carried along.
  const worker = new Worker(script, { workerData: { migrations }, resourceLimits: { maxYoungGenerationSizeMb: 128 } });
  const waiting = new Map<number, (outcome: unknown) => void>();
  let last = 0;
  let death: string | null = null;
  const die = (message: string) => {
    if (death === null) onEnd?.(message);
    death ??= message;
    for (const answer of waiting.values()) answer({ ok: false, code: 'fault', message: death });
    waiting.clear();
  };
  worker.on('message', (reply: WriterReply) => {
    if ('event' in reply) return onEvent(reply.event);
    waiting.get(reply.id)?.(reply.outcome);
    waiting.delete(reply.id);
  });
  worker.on('error', (error) => die(error instanceof Error ? error.message : String(error)));
  worker.on('exit', () => die('The writer has ended.'));
  const call = (name: WriterRequest['call'], args: readonly unknown[]) =>
    new Promise<unknown>((resolve) => {
      if (death !== null) return resolve({ ok: false, code: 'fault', message: death });
      last += 1;
      waiting.set(last, resolve);
      worker.postMessage({ id: last, call: name, args } satisfies WriterRequest);
    });
  const calls = Object.fromEntries(writerCalls.map((name) => [name, (...args: readonly unknown[]) => call(name, args)]));
  // Each call carries its arguments over as they are, and its answer back.
  return {
    ...(calls as unknown as WriterCalls),
    stop: async () => {
      await worker.terminate();
    },
  };
}
