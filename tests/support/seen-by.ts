import { grantsOf } from '#domain/kernel/capability.ts';
import type { AnyEntity } from '#domain/kernel/entity.ts';
import type { WorldMember, WorldTenant } from './build-world.ts';

/** A row as the database has it. */
export interface StoredRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly visible_to: readonly string[] | null;
}

/** Which rows of an entity a member of a test world sees, said once more apart from the product's own code; null where there is not even a shape. */
export function seenBy({ view, visibility }: AnyEntity, tenant: WorldTenant, { role, userId }: WorldMember): ((row: StoredRow) => boolean) | null {
  const grants = grantsOf(role);
  const scope = view === 'self' ? 'own' : grants[view];
  if (!scope || visibility.kind === 'server') return null;
  const isOurs = (row: StoredRow) => row.tenant_id === tenant.id;
  if (visibility.kind === 'tenant' || visibility.kind === 'restricted') return scope === 'tenant' ? isOurs : null;
  const opensAll = visibility.all ? grants[visibility.all] === 'tenant' : scope === 'tenant';
  if (scope === 'tenant' && opensAll) return isOurs;
  const teams = [tenant.north, tenant.south].filter(({ agent }) => agent.userId === userId && (scope === 'team' || scope === 'tenant' || view === 'self'));
  const keys = new Set(['tenant', `user:${userId}`, ...teams.map(({ id }) => `team:${id}`)]);
  return (row) => isOurs(row) && (row.visible_to ?? []).some((key) => keys.has(key));
}
