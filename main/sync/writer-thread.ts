import { parentPort, workerData } from 'node:worker_threads';
import { createWriterCore } from './writer-core.ts';
import type { WriterReply, WriterRequest } from './writer.ts';

const port = parentPort;
if (!port) throw new Error('The writer runs in a thread of its own.');
const tell = (reply: WriterReply) => port.postMessage(reply);
const writer = createWriterCore({ onEvent: (event) => tell({ event }), ...(workerData?.migrations ? { migrations: workerData.migrations } : {}) });

port.on('message', ({ id, call, args }: WriterRequest) => {
  // The port is between two halves of one program: both are checked together.
  const run = writer[call] as (...given: readonly unknown[]) => Promise<unknown>;
  run(...args).then(
    (outcome) => tell({ id, outcome }),
    (error: unknown) => tell({ id, outcome: { ok: false, code: 'fault', message: error instanceof Error ? error.message : String(error) } }),
  );
});
