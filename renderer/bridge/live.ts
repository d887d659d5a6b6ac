import type { Answer, Bridge, QueryArgs, QueryName } from '#domain/bridge.ts';

/** What is known of a query: the last good answer stays when a later one fails. */
export interface Asked<Result> {
  readonly data: Result | undefined;
  readonly failure: Failure | null;
}
export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** Live answers shared by all parts of a screen: one watch for each query, however many show it. */
export interface Live {
  readonly read: <Name extends QueryName>(name: Name, args: QueryArgs<Name>) => Asked<Answer<Name>>;
  readonly subscribe: <Name extends QueryName>(name: Name, args: QueryArgs<Name>, listener: () => void) => () => void;
  /** Forgets every answer; for the moment the vault is shut. */
  readonly clear: () => void;
}

interface Entry {
  asked: Asked<unknown>;
  readonly listeners: Set<() => void>;
  readonly stop: () => void;
  leaving: ReturnType<typeof setTimeout> | undefined;
}

const nothing: Asked<never> = { data: undefined, failure: null };

/** Watches are kept for `linger` milliseconds after the last reader, so that going back shows the record at once. */
export function createLive(bridge: Bridge, linger = 5000): Live {
  const entries = new Map<string, Entry>();

  function open<Name extends QueryName>(key: string, name: Name, args: QueryArgs<Name>): Entry {
    const listeners = new Set<() => void>();
    const tell = (asked: Asked<unknown>) => {
      const entry = entries.get(key);
      if (entry?.listeners !== listeners) return;
      entry.asked = asked;
      for (const listener of listeners) listener();
    };
    const entry: Entry = { asked: nothing, listeners, leaving: undefined, stop: () => stopWatch() };
    entries.set(key, entry);
    const stopWatch = bridge.watch(name, args, {
      next: (data) => tell({ data, failure: null }),
      failed: (code, message) => tell({ data: entry.asked.data, failure: { code, message } }),
    });
    return entry;
  }

  return {
    // The key holds name and arguments, so what is kept under it is that query's answer.
    read: (name, args) => (entries.get(keyOf(name, args))?.asked ?? nothing) as Asked<Answer<typeof name>>,
    subscribe: (name, args, listener) => {
      const key = keyOf(name, args);
      const entry = entries.get(key) ?? open(key, name, args);
      clearTimeout(entry.leaving);
      entry.listeners.add(listener);
      return () => {
        entry.listeners.delete(listener);
        if (entry.listeners.size > 0) return;
        entry.leaving = setTimeout(() => {
          if (entry.listeners.size > 0) return;
          entry.stop();
          if (entries.get(key) === entry) entries.delete(key);
        }, linger);
      };
    },
    clear: () => {
      for (const [key, entry] of entries) {
        if (entry.listeners.size > 0) continue;
        clearTimeout(entry.leaving);
        entry.stop();
        entries.delete(key);
      }
    },
  };
}

const keyOf = (name: string, args: unknown): string => `${name} ${JSON.stringify(args)}`;
