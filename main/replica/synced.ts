import { syncOf, type AnyEntity } from '#domain/kernel/entity.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { writeOrder } from '#domain/registry.ts';

/** The entities that a replica holds, parents first. */
export const syncedEntities: readonly AnyEntity[] = writeOrder.filter((entity) => syncOf(entity) !== 'never');

/** Those of them that it follows; the others are fetched when a person opens them. */
export const followedEntities: readonly AnyEntity[] = syncedEntities.filter((entity) => syncOf(entity) !== 'demand');

const names = new Set<EntityName>(syncedEntities.map(({ name }) => name));

/** Whether a replica holds rows of an entity. */
export const isSynced = (name: EntityName): boolean => names.has(name);
