import { ShapeStream, isChangeMessage, isControlMessage, type Message } from '@electric-sql/client';
import { hasKeys, syncOf } from '#domain/kernel/entity.ts';
import { snake, type EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import type { Log } from '../engine/log.ts';
import { createElectricUpstream, shapeAddress, type ElectricPlace } from './electric.ts';
import { keysIn } from './news.ts';
import type { ShapeSource } from './source.ts';
import type { News } from './wake.ts';

const synced = Object.values(entityOf).filter((entity) => syncOf(entity) !== 'never');

/** Electric as a source: the hub watches one narrow shape of each table and tenant, never one of a desk. */
export function createElectricSource({ place, generation, log }: { readonly place: ElectricPlace; readonly generation: string; readonly log: Log }): ShapeSource {
  const listeners: ((lsn: bigint, news: readonly News[]) => void)[] = [];
  const watches = new Map<string, AbortController>();
  let lastLsn = 0n;
  let isHealthy = true;

  const tell = (lsn: bigint, news: readonly News[]) => {
    if (lsn > lastLsn) lastLsn = lsn;
    if (news.length > 0) for (const listener of listeners) listener(lastLsn, news);
  };

  const watch = (tenantId: string): AbortController => {
    const ended = new AbortController();
    for (const entity of synced) {
      const stream = new ShapeStream({
        url: shapeAddress(place.url).href,
        offset: 'now',
        log: 'changes_only',
        signal: ended.signal,
        params: {
          table: snake(entity.name),
          // A change of none of the asked columns is no news to Electric: every write moves one of these.
          columns: ['tenant_id', 'id', 'version', 'archived_at', ...(hasKeys(entity) ? ['visible_to'] : [])],
          where: 'tenant_id = $1',
          params: [tenantId],
          replica: 'full',
          ...(place.secret === null ? {} : { secret: place.secret }),
        },
        // Values stay the text that Postgres printed.
        parser: { uuid: (text: string) => text, text: (text: string) => text },
        onError: (error) => {
          isHealthy = false;
          log.warn({ entity: entity.name, problem: error.name }, 'cannot watch a shape at Electric');
          return {};
        },
      });
      stream.subscribe((messages) => {
        isHealthy = true;
        tell(markOf(messages), newsIn(entity.name, tenantId, messages));
      });
    }
    return ended;
  };

  return {
    upstream: createElectricUpstream(place),
    onNews: (listener) => void listeners.push(listener),
    // Electric does not say what it has sent to whom before what: NOTIFY alone tells of access.
    onAccess: () => {},
    follow: (tenants) => {
      for (const [tenantId, ended] of watches) {
        if (tenants.has(tenantId)) continue;
        ended.abort();
        watches.delete(tenantId);
      }
      for (const tenantId of tenants) if (!watches.has(tenantId)) watches.set(tenantId, watch(tenantId));
    },
    lastLsn: () => lastLsn,
    changedSince: () => null,
    generation: () => generation,
    isHealthy: () => isHealthy,
    stop: async () => {
      for (const ended of watches.values()) ended.abort();
      watches.clear();
    },
  };
}

/** The highest LSN that the messages speak of. */
function markOf(messages: readonly Message[]): bigint {
  let mark = 0n;
  for (const { headers } of messages) {
    const text = headers['global_last_seen_lsn'] ?? headers['lsn'];
    if (typeof text === 'string' && BigInt(text) > mark) mark = BigInt(text);
  }
  return mark;
}

function newsIn(entity: EntityName, tenantId: string, messages: readonly Message[]): readonly News[] {
  const news = new Map<string, News>();
  for (const message of messages) {
    // After a gap at Electric nobody knows what changed: every reader of the tenant asks.
    if (isControlMessage(message) && message.headers.control === 'must-refetch') return [{ entity, tenantId, keys: null }];
    if (!isChangeMessage(message)) continue;
    const before = 'old_value' in message ? message.old_value : undefined;
    for (const row of [message.value, before]) {
      const text = row?.['visible_to'];
      const keys = Array.isArray(text) ? text.map(String) : keysIn(typeof text === 'string' ? text : null);
      if (row) news.set(String(keys), { entity, tenantId, keys });
    }
  }
  return [...news.values()];
}
