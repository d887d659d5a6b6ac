import { parentPort } from 'node:worker_threads';
import { openReader } from '../replica/open.ts';
import { createQueryReader } from './reader.ts';
import type { Asked, Told } from './readers.ts';

// The thread of one read-only connection: it answers in the order it is asked.
const port = parentPort;
if (!port) throw new Error('The reader runs in a thread of its own');
const tell = (told: Told) => port.postMessage(told);
const reader = createQueryReader((where, cause) => tell({ kind: 'fault', where, cause: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }));

port.on('message', (asked: Asked) => {
  if (asked.kind === 'run') return tell({ kind: 'reply', id: asked.id, reply: reader.run(asked.name, asked.args) });
  if (asked.kind === 'reader') return reader.setReader(asked.reader);
  reader.close();
  if (asked.kind === 'open') {
    try {
      reader.open(openReader(asked.place), asked.reader);
    } catch (cause) {
      return tell({ kind: 'reply', id: asked.id, reply: { ok: false, code: 'replica.unreadable', message: cause instanceof Error ? cause.message : String(cause) } });
    }
  }
  tell({ kind: 'reply', id: asked.id, reply: { ok: true, text: 'null', took: 0 } });
});
tell({ kind: 'ready' });
