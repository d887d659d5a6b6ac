import { setTimeout as sleep } from 'node:timers/promises';

/** Does work again and again with a rest before each time, until it is stopped, which the work may look at; the answer stops it and waits for what is under way. */
export function repeat(every: number, work: (stopping: AbortSignal) => Promise<void>, failed: (error: unknown) => void): () => Promise<void> {
  const stopping = new AbortController();
  const running = run();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await sleep(every, undefined, { signal: stopping.signal }).catch(() => {});
      if (!stopping.signal.aborted) await work(stopping.signal).catch(failed);
    }
  }

  return async () => {
    stopping.abort();
    await running;
  };
}
