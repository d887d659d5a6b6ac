import { syncOf } from '#domain/kernel/entity.ts';
import type { Write } from '#domain/kernel/execute.ts';
import { snake } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import type { AccessChange } from '../auth/access.ts';
import { watched } from '../auth/extras.ts';
import type { RowChange, Tuple } from '../engine/types.ts';
import { entityOfTable } from './shape.ts';
import type { News } from './wake.ts';

/** What the changes of a transaction mean to desks, each audience once. */
export function newsOf(changes: readonly RowChange[]): readonly News[] {
  const news = new Map<string, News>();
  for (const change of changes) {
    const entity = entityOfTable(change.table);
    if (!entity || syncOf(entityOf[entity]) === 'never') continue;
    if (change.operation === 'truncate') news.set(entity, { entity, tenantId: null, keys: [] });
    for (const tuple of [change.old, change.new]) {
      const tenantId = tuple?.get('tenant_id') ?? null;
      if (!tuple || tenantId === null) continue;
      const keys = keysOf(tuple);
      news.set(`${entity}|${tenantId}|${keys}`, { entity, tenantId, keys });
    }
  }
  return [...news.values()];
}

const watchedByTable = new Map(watched.map((item) => [item.table, item]));

/** Whose access the changes of a transaction concern. */
export function accessChangesIn(changes: readonly RowChange[]): readonly AccessChange[] {
  const found = new Map<string, AccessChange>();
  for (const change of changes) {
    const item = watchedByTable.get(change.table);
    if (!item || item.columns.every((column) => change.old?.get(column) === change.new?.get(column))) continue;
    for (const tuple of [change.old, change.new]) {
      const tenantId = tuple?.get(item.tenant) ?? null;
      const userId = item.user === null ? null : (tuple?.get(item.user) ?? null);
      if (tenantId !== null && (item.user === null || userId !== null)) found.set(`${tenantId}/${userId}`, { tenantId, userId });
    }
  }
  return [...found.values()];
}

/** Whose access the writes of a command concern. */
export function accessChangesOf(writes: readonly Write[]): readonly AccessChange[] {
  return writes.flatMap(({ entity, before, after, changed }): readonly AccessChange[] => {
    const item = watchedByTable.get(snake(entity.name));
    if (!item || !changed.some((key) => item.columns.includes(snake(key)))) return [];
    const { tenantId } = after;
    if (item.user === null) return [{ tenantId: String(tenantId), userId: null }];
    const users = new Set([before?.['userId'], after['userId']].filter((id) => typeof id === 'string'));
    return [...users].map((userId) => ({ tenantId: String(tenantId), userId }));
  });
}

/** The keys of a row's `visible_to` as Postgres prints it; they hold nothing that it would have to escape. */
export function keysIn(text: string | null): readonly string[] {
  return text === null || text === '{}' ? [] : text.slice(1, -1).replaceAll('"', '').split(',');
}

const keysOf = (tuple: Tuple) => keysIn(tuple.get('visible_to'));
