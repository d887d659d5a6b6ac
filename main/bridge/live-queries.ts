import type { QueryName } from '#domain/bridge.ts';
import type { LocalSource } from '#domain/kernel/query.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import type { Reply, Run } from './reply.ts';

/** What was committed: rows by entity (`null`: too many to name) and the desk's own state. */
export interface Changed {
  readonly entities: Readonly<Partial<Record<EntityName, readonly string[] | null>>>;
  readonly sources: readonly LocalSource[];
  /** A person did it here, and waits to see it. */
  readonly isOwn?: boolean;
}

/** What an answer depends on. */
export interface Dependence {
  /** null: every entity. */
  readonly entities: ReadonlySet<EntityName> | null;
  readonly sources: ReadonlySet<LocalSource>;
  /** The only row it depends on, where its arguments name one. */
  readonly row: string | null;
}

interface Watcher {
  readonly next: (text: string) => void;
  readonly failed: (code: string, message: string) => void;
}

/** Queries that are answered again when what they read has changed. */
export interface LiveQueries {
  readonly watch: (name: QueryName, args: unknown, watcher: Watcher) => () => void;
  readonly changed: (change: Changed) => void;
  /** The vault was opened or shut: nothing said before holds. */
  readonly reset: () => void;
  readonly stop: () => void;
}

interface Deps {
  readonly run: Run;
  readonly dependence: (name: QueryName, args: unknown) => Dependence;
  readonly now?: () => number;
}

interface Live {
  readonly name: QueryName;
  readonly args: unknown;
  readonly depends: Dependence;
  readonly watchers: Set<Watcher>;
  reply: Reply | null;
  stale: boolean;
  running: boolean;
  /** Which reset it belongs to; an answer begun before the last reset is thrown away. */
  epoch: number;
  startedAt: number;
  notBefore: number;
  /** A person waits for it: it is asked again after a frame, however long it takes. */
  isAwaited: boolean;
  timer: NodeJS.Timeout | null;
}

const frame = 16;
/** An expensive query leaves the reader free for this many times what it took. */
const rest = 8;
const longestRest = 1000;

export function createLiveQueries({ run, dependence, now = () => performance.now() }: Deps): LiveQueries {
  const byKey = new Map<string, Live>();
  let stopped = false;

  const tell = (live: Live, reply: Reply) => {
    for (const watcher of live.watchers) hand(watcher, reply);
  };

  const answer = async (live: Live) => {
    const { epoch } = live;
    live.running = true;
    live.stale = false;
    live.isAwaited = false;
    live.startedAt = now();
    const reply = await run(live.name, live.args);
    live.running = false;
    live.notBefore = live.startedAt + Math.max(frame, reply.ok ? Math.min(longestRest, reply.took * rest) : frame);
    if (epoch === live.epoch && differs(live.reply, reply)) {
      live.reply = reply;
      tell(live, reply);
    }
    if (live.stale) schedule(live);
  };

  const schedule = (live: Live) => {
    live.stale = true;
    if (stopped || live.running || live.watchers.size === 0) return;
    if (live.timer && !live.isAwaited) return;
    if (live.timer) clearTimeout(live.timer);
    live.timer = null;
    const wait = (live.isAwaited ? Math.min(live.notBefore, live.startedAt + frame) : live.notBefore) - now();
    if (wait <= 0) {
      void answer(live);
      return;
    }
    live.timer = setTimeout(() => {
      live.timer = null;
      if (live.watchers.size > 0 && !live.running) void answer(live);
    }, wait);
  };

  return {
    watch: (name, args, watcher) => {
      const key = `${name} ${JSON.stringify(args)}`;
      const live = byKey.get(key) ?? {
        name,
        args,
        depends: dependence(name, args),
        watchers: new Set<Watcher>(),
        reply: null,
        stale: false,
        running: false,
        epoch: 0,
        startedAt: 0,
        notBefore: 0,
        isAwaited: false,
        timer: null,
      };
      byKey.set(key, live);
      live.watchers.add(watcher);
      if (live.reply) hand(watcher, live.reply);
      // A run under way answers this watcher too.
      else if (!live.running) schedule(live);
      return () => {
        live.watchers.delete(watcher);
        if (live.watchers.size > 0) return;
        if (live.timer) clearTimeout(live.timer);
        byKey.delete(key);
      };
    },
    changed: (change) => {
      for (const live of byKey.values()) {
        if (!touches(change, live.depends)) continue;
        if (change.isOwn) live.isAwaited = true;
        schedule(live);
      }
    },
    reset: () => {
      for (const live of byKey.values()) {
        live.epoch += 1;
        live.reply = null;
        live.notBefore = 0;
        if (live.timer) clearTimeout(live.timer);
        live.timer = null;
        schedule(live);
      }
    },
    stop: () => {
      stopped = true;
      for (const { timer } of byKey.values()) if (timer) clearTimeout(timer);
      byKey.clear();
    },
  };
}

/** Whether a change can make an answer stale. */
export function touches({ entities, sources }: Changed, depends: Dependence): boolean {
  if (sources.some((source) => depends.sources.has(source))) return true;
  return Object.entries(entities).some(([entity, ids]) => {
    if (depends.entities && !depends.entities.has(entity as EntityName)) return false;
    return !depends.row || ids === null || ids.includes(depends.row);
  });
}

function differs(before: Reply | null, after: Reply): boolean {
  if (!before || before.ok !== after.ok) return true;
  return before.ok && after.ok ? before.text !== after.text : !before.ok && !after.ok && before.code !== after.code;
}

function hand(watcher: Watcher, reply: Reply): void {
  if (reply.ok) watcher.next(reply.text);
  else watcher.failed(reply.code, reply.message);
}
