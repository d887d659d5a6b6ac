import type { Capability, Grants, Scope } from './capability.ts';
import type { Target } from './command.ts';
import type { Context } from './context.ts';
import type { AnyEntity, AnyRow } from './entity.ts';

/** Who looks: what decides which rows a member may see or touch. */
export type Viewer = Pick<Context, 'grants' | 'teamIds' | 'userId'>;

/** The key under which rows without a narrower audience are kept. */
export const everyone = 'tenant';
export const userKey = (id: string) => `user:${id}`;
export const teamKey = (id: string) => `team:${id}`;

/** The keys that open rows to a member at a scope; null opens every row of the tenant. */
export function keysAt(scope: Scope, { userId, teamIds }: Viewer): readonly string[] | null {
  if (scope === 'tenant') return null;
  return scope === 'team' ? [userKey(userId), everyone, ...teamIds.map(teamKey)] : [userKey(userId), everyone];
}

/** Whether the scope of a capability reaches these rows; null asks only whether the capability is held. */
export function mayActOn(viewer: Viewer, capability: Capability, targets: readonly Target[] | null): boolean {
  const scope = viewer.grants[capability];
  if (!scope) return false;
  return (targets ?? []).every((target) => reaches(scope, viewer, target));
}

/** How far a member's sight of an entity goes; undefined is not at all. */
export function viewScope({ view }: Pick<AnyEntity, 'view'>, grants: Grants): Scope | undefined {
  return view === 'self' ? 'own' : grants[view];
}

/** Whether a member may see a row of an entity that replicas hold. */
export function maySee(viewer: Viewer, entity: AnyEntity, row: AnyRow): boolean {
  const scope = viewScope(entity, viewer.grants);
  if (!scope || entity.visibility.kind === 'server') return false;
  if (entity.visibility.kind === 'tenant') return true;
  if (entity.visibility.kind === 'restricted') return scope === 'tenant';
  const keys = keysAt(scope, viewer);
  const visibleTo = row['visibleTo'];
  return keys === null || (Array.isArray(visibleTo) && visibleTo.some((key) => keys.includes(String(key))));
}

function reaches(scope: Scope, viewer: Viewer, { visibleTo, createdBy }: Target): boolean {
  const keys = keysAt(scope, viewer);
  if (keys === null || visibleTo === null) return true;
  if (scope === 'own') return createdBy === viewer.userId || visibleTo.includes(userKey(viewer.userId));
  return visibleTo.some((key) => keys.includes(key));
}
