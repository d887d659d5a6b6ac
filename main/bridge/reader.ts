import { Refusal } from '#domain/kernel/failure.ts';
import { createRead, type Read, type Reader } from '../records/parts/read.ts';
import { isDamage, type ReadDb } from '../replica/open.ts';
import { answerOf } from './answers.ts';
import { damaged, shut, type Reply } from './reply.ts';

/** Answers queries on one read-only connection. */
export interface QueryReader {
  readonly open: (connection: ReadDb, reader: Reader) => void;
  readonly setReader: (reader: Reader) => void;
  readonly close: () => void;
  readonly run: (name: string, args: unknown) => Reply;
}

export function createQueryReader(fault: (where: string, cause: unknown) => void): QueryReader {
  let held: { readonly connection: ReadDb; readonly db: Read; readonly reader: Reader } | null = null;
  return {
    open: (connection, reader) => {
      held = { connection, db: createRead(connection), reader };
    },
    setReader: (reader) => {
      held = held && { ...held, reader };
    },
    close: () => {
      held?.connection.close();
      held = null;
    },
    run: (name, args) => {
      const answering = answerOf.get(name);
      if (!held || !answering) return shut;
      const started = performance.now();
      try {
        const text = JSON.stringify(answering.run(held.db, args, held.reader) ?? null);
        return { ok: true, text, took: performance.now() - started };
      } catch (cause) {
        if (cause instanceof Refusal) return { ok: false, code: cause.code, message: cause.message };
        fault(name, cause);
        if (isDamage(cause)) return damaged;
        return { ok: false, code: 'query.failed', message: 'This desk could not read its own data; the fault was written to its log.' };
      }
    },
  };
}
