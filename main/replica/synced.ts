import { syncOf, type AnyEntity } from '#domain/kernel/entity.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { writeOrder } from '#domain/registry.ts';

/** The entities that a replica holds, parents first. */
export const syncedEntities: readonly AnyEntity[] = writeOrder.filter((entity) => syncOf(entity) !== 'never');

const isLate = (entity: AnyEntity): boolean => syncOf(entity) === 'demand';

/** The same in the order in which a new desk fetches them: what people only look up now and then comes last. */
export const fetchedEntities: readonly AnyEntity[] = [...syncedEntities.filter((entity) => !isLate(entity)), ...syncedEntities.filter(isLate)];

const names = new Set<EntityName>(syncedEntities.map(({ name }) => name));

/** Whether a replica holds rows of an entity. */
export const isSynced = (name: EntityName): boolean => names.has(name);
