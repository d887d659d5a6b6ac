import { rmSync } from 'node:fs';
import { createSeededReplica, seedId, type SeededReplica } from './bridge/seeded-replica.ts';
import type { WriterEvent } from './sync/writer-api.ts';
import type { Writer } from './sync/writer.ts';

/** A writer for tests of the core: it opens a real replica and does as it is told. */
export function createFakeWriter() {
  let replica: SeededReplica | null = null;
  let tell: (event: WriterEvent) => void = () => undefined;
  const log: unknown[] = [];
  const pendingByFile = new Map<string, number>();
  const drafts = new Set<string>();
  let file = '';
  const done = { ok: true } as const;
  const rebuild = () => {
    const place = replica?.place;
    if (!place) throw new Error('No replica is open');
    replica?.db.close();
    for (const end of ['', '-wal', '-shm']) rmSync(`${place.file}${end}`, { force: true });
    replica = createSeededReplica(place.file, place.key);
  };
  let end: (message: string) => void = () => undefined;
  const start = (onEvent: (event: WriterEvent) => void, onEnd: (message: string) => void): Writer => {
    tell = onEvent;
    end = onEnd;
    return {
      open: async (place, session, link) => {
        log.push(['open', session.email, link.token !== null]);
        file = place.file;
        replica = createSeededReplica(place.file, place.key);
        return { ...done, notice: null };
      },
      attach: async (session, link) => {
        log.push(['attach', session.email, link.token !== null]);
        return done;
      },
      send: async (name, _args, id) => {
        log.push(['send', name]);
        pendingByFile.set(file, (pendingByFile.get(file) ?? 0) + 1);
        return { ...done, commandId: id ?? seedId(99, 0), rowId: null };
      },
      runOnline: async () => ({ ok: false, code: 'online.required', message: '' }),
      decide: async () => done,
      saveDraft: async (key) => (drafts.add(key), done),
      pause: async () => done,
      syncNow: async () => done,
      exportOutbox: async () => {
        const pending = pendingByFile.get(file) ?? 0;
        return { ...done, json: '["unsent work"]', pending, entries: pending + drafts.size };
      },
      repair: async () => {
        log.push(['repair']);
        rebuild();
        onEvent({ kind: 'rebuilt' });
        return done;
      },
      close: async () => {
        log.push(['close']);
        replica?.db.close();
        replica = null;
        return done;
      },
      stop: async () => undefined,
    };
  };
  const die = () => {
    replica?.db.close();
    replica = null;
    end('The writer has ended.');
  };
  return { start, die, log, rebuild, tell: (event: WriterEvent) => tell(event), replica: () => replica };
}
