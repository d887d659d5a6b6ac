import { syncOf, type AnyEntity } from '#domain/kernel/entity.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { audienceOf } from '#domain/kernel/permission.ts';
import { allEntities, entityOf } from '#domain/registry.ts';
import type { WakeEvent } from '#domain/sync/wire.ts';
import { concerns, type AccessNews } from '../auth/access.ts';
import type { Session, Sessions } from '../auth/sessions.ts';

/** That rows of an entity changed, and who could see them before or after. */
export interface News {
  readonly entity: EntityName;
  /** Null is every tenant. */
  readonly tenantId: string | null;
  /** Null is every desk of the tenant. */
  readonly keys: readonly string[] | null;
}

/** How an event leaves to a desk. */
export interface WakeLine {
  /** False when the desk does not read: it is dropped and will ask for everything once it is back. */
  readonly send: (event: WakeEvent) => boolean;
  readonly close: () => void;
}

/** Tells desks which of their shapes have news. */
export interface Wake {
  readonly publish: (lsn: bigint, news: readonly News[]) => void;
  /** Begins with what has news after `since`, where that can be told. */
  readonly connect: (session: Session, token: string, line: WakeLine, since?: bigint) => () => void;
  readonly tenants: () => ReadonlySet<string>;
  readonly connected: () => number;
  readonly stop: () => void;
}

interface WakeDeps {
  readonly sessions: Pick<Sessions, 'of'>;
  readonly access: Pick<AccessNews, 'on'>;
  readonly lastLsn: () => bigint;
  readonly changedSince: (lsn: bigint) => readonly EntityName[] | null;
  readonly onTenants?: (tenants: ReadonlySet<string>) => void;
  /** Least milliseconds between two events of one desk. */
  readonly pace?: number;
}

interface Desk {
  session: Session;
  readonly token: string;
  readonly line: WakeLine;
  subscriptions: readonly string[];
  readonly pending: Set<EntityName>;
  isSessionNews: boolean;
  lsn: bigint;
  timer: NodeJS.Timeout | null;
  sentAt: number;
}

/** Entities that every member sees by the same rule share their subscriptions, so that 150 entities cost a desk a few. */
const ruleOf = ({ view, visibility }: AnyEntity): string =>
  visibility.kind === 'parent' || visibility.kind === 'keys' ? `${view}:keys:${visibility.all ?? ''}` : `${view}:${visibility.kind}`;
const synced = allEntities.filter((entity) => syncOf(entity) !== 'never');
const oneOfEachRule = [...new Map(synced.map((entity) => [ruleOf(entity), entity])).values()];
const everyRow = '*';

/** Routes news through an index of (tenant, rule, key), so that a change costs what its readers cost, not what all desks cost. */
export function createWake({ sessions, access, lastLsn, changedSince, onTenants = () => {}, pace = 50 }: WakeDeps): Wake {
  const desks = new Map<string, Desk>();
  const index = new Map<string, Set<Desk>>();
  const perTenant = new Map<string, number>();

  const subscribe = (desk: Desk) => {
    desk.subscriptions = subscriptionsOf(desk.session);
    for (const name of desk.subscriptions) {
      const members = index.get(name) ?? new Set();
      index.set(name, members.add(desk));
    }
  };
  const unsubscribe = (desk: Desk) => {
    for (const name of desk.subscriptions) {
      const members = index.get(name);
      members?.delete(desk);
      if (members?.size === 0) index.delete(name);
    }
    desk.subscriptions = [];
  };
  const count = (tenantId: string, by: number) => {
    const left = (perTenant.get(tenantId) ?? 0) + by;
    if (left > 0) perTenant.set(tenantId, left);
    else perTenant.delete(tenantId);
    if (left === 0 || (left === 1 && by === 1)) onTenants(new Set(perTenant.keys()));
  };

  const disconnect = (desk: Desk) => {
    if (desks.get(desk.session.tokenHash) !== desk) return;
    desks.delete(desk.session.tokenHash);
    unsubscribe(desk);
    if (desk.timer) clearTimeout(desk.timer);
    count(desk.session.tenantId, -1);
    desk.line.close();
  };

  const flush = (desk: Desk) => {
    desk.timer = null;
    desk.sentAt = performance.now();
    const event: WakeEvent = { lsn: String(desk.lsn), entities: [...desk.pending], ...(desk.isSessionNews ? { session: true } : {}) };
    desk.pending.clear();
    desk.isSessionNews = false;
    if (!desk.line.send(event)) disconnect(desk);
  };
  // The first news leaves at once, those that follow within the pace leave together.
  const schedule = (desk: Desk) => {
    desk.timer ??= setTimeout(flush, Math.max(0, desk.sentAt + pace - performance.now()), desk);
  };

  const readAgain = async (desk: Desk) => {
    try {
      const session = await sessions.of(desk.token);
      if (desks.get(desk.session.tokenHash) !== desk) return;
      unsubscribe(desk);
      desk.session = session;
      subscribe(desk);
      desk.isSessionNews = true;
      schedule(desk);
    } catch {
      // The desk learns the reason from the answer to its next request.
      disconnect(desk);
    }
  };
  access.on((change) => {
    for (const desk of desks.values()) if (concerns(change, desk.session)) void readAgain(desk);
  });

  return {
    publish: (lsn, news) => {
      for (const { entity, tenantId, keys } of news) {
        for (const desk of readersOf(index, desks, { entity, tenantId, keys })) {
          desk.pending.add(entity);
          desk.lsn = lsn;
          schedule(desk);
        }
      }
    },
    connect: (session, token, line, since) => {
      const earlier = desks.get(session.tokenHash);
      if (earlier) disconnect(earlier);
      const desk: Desk = { session, token, line, subscriptions: [], pending: new Set(), isSessionNews: false, lsn: lastLsn(), timer: null, sentAt: 0 };
      desks.set(session.tokenHash, desk);
      subscribe(desk);
      count(session.tenantId, 1);
      desk.sentAt = performance.now();
      const changed = since === undefined ? null : changedSince(since);
      const missed = synced.filter((entity) => changed?.includes(entity.name) && audienceOf(entity, session) !== undefined);
      if (!line.send({ lsn: String(lastLsn()), entities: missed.map(({ name }) => name), ...(changed ? { missed: true } : {}) })) disconnect(desk);
      return () => disconnect(desk);
    },
    tenants: () => new Set(perTenant.keys()),
    connected: () => desks.size,
    stop: () => {
      desks.forEach(disconnect);
    },
  };
}

function subscriptionsOf(session: Session): readonly string[] {
  return oneOfEachRule.flatMap((entity) => {
    const keys = audienceOf(entity, session);
    if (keys === undefined) return [];
    return (keys ?? [everyRow]).map((key) => `${session.tenantId}|${ruleOf(entity)}|${key}`);
  });
}

function* readersOf(index: ReadonlyMap<string, ReadonlySet<Desk>>, desks: ReadonlyMap<string, Desk>, { entity, tenantId, keys }: News): Iterable<Desk> {
  if (tenantId === null || keys === null) {
    for (const desk of desks.values()) if (tenantId === null || desk.session.tenantId === tenantId) yield desk;
    return;
  }
  const rule = `${tenantId}|${ruleOf(entityOf[entity])}|`;
  for (const key of [everyRow, ...keys]) yield* index.get(rule + key) ?? [];
}
