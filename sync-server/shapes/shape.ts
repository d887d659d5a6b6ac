import { hasKeys, syncOf, type AnyEntity } from '#domain/kernel/entity.ts';
import { snake, type EntityName } from '#domain/kernel/names.ts';
import { audienceOf, type Viewer } from '#domain/kernel/permission.ts';
import { entityOf } from '#domain/registry.ts';

/** What a member may follow of an entity: the definition of an Electric shape. */
export interface ShapeDefinition {
  readonly table: string;
  readonly columns: readonly string[];
  readonly where: string;
  readonly params: readonly string[];
}

const entitiesByTable: ReadonlyMap<string, AnyEntity> = new Map(
  Object.values(entityOf).flatMap((entity): [string, AnyEntity][] => [
    [entity.name, entity],
    [snake(entity.name), entity],
  ]),
);

/** The entity that a desk names, by its own name or the one SQL uses. */
export const entityNamed = (table: string): AnyEntity | undefined => entitiesByTable.get(table);

/** The entity of a table in Postgres. */
export const entityOfTable = (table: string): EntityName | undefined => {
  const entity = entitiesByTable.get(table);
  return entity && snake(entity.name) === table ? entity.name : undefined;
};

const columnsByEntity = new Map(
  Object.values(entityOf).map((entity) => [
    entity.name,
    Object.entries(entity.fields)
      .filter(([key, field]) => field.sensitivity !== 'secret' && (hasKeys(entity) || key !== 'visibleTo'))
      .map(([key]) => snake(key)),
  ]),
);

/** The one shape of an entity that a member may follow; null when there is none. */
export function shapeOf(entity: AnyEntity, viewer: Viewer & { readonly tenantId: string }): ShapeDefinition | null {
  const keys = syncOf(entity) === 'never' ? undefined : audienceOf(entity, viewer);
  if (keys === undefined) return null;
  const own = keys && `(${keys.map((_, index) => `$${index + 2} = ANY(visible_to)`).join(' OR ')})`;
  return {
    table: snake(entity.name),
    columns: columnsByEntity.get(entity.name) ?? [],
    where: ['tenant_id = $1', ...(own ? [own] : []), 'archived_at IS NULL'].join(' AND '),
    params: [viewer.tenantId, ...(keys?.toSorted() ?? [])],
  };
}
