import { syncOf, type AnyEntity } from '#domain/kernel/entity.ts';
import { entityNames, type EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';

/** The entities that a replica holds, parents first. */
export const syncedEntities: readonly AnyEntity[] = entityNames.map((name) => entityOf[name]).filter((entity) => syncOf(entity) !== 'never');

const names = new Set<EntityName>(syncedEntities.map(({ name }) => name));

/** Whether a replica holds rows of an entity. */
export const isSynced = (name: EntityName): boolean => names.has(name);
