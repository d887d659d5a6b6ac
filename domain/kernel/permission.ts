import { cellOf, participantRights, type Capability, type Grants, type Scope } from './capability.ts';
import type { Target } from './command.ts';
import type { Context } from './context.ts';
import type { AnyEntity, AnyRow } from './entity.ts';

/** Who looks: what decides which rows a member may see or touch. */
export type Viewer = Pick<Context, 'followUpTeamIds' | 'grants' | 'isExternal' | 'participations' | 'teamGrants' | 'teamIds' | 'userId'>;

/** The key under which rows without a narrower audience are kept. */
export const everyone = 'tenant';
export const userKey = (id: string) => `user:${id}`;
export const teamKey = (id: string) => `team:${id}`;
/** Of whoever has a right in the team that its other members have not. */
export const leadKey = (id: string) => `lead:${id}`;

/** The keys that open rows to a member by a right; null opens every row of the tenant, undefined none. */
export function keysFor(viewer: Viewer, capability: Capability): readonly string[] | null | undefined {
  const scope = viewer.grants[capability];
  // Nobody from outside has the whole tenant, whatever a role says.
  if (scope === 'tenant' && !viewer.isExternal) return null;
  const teams = teamsBy(viewer, capability);
  if (!scope) return teams.length > 0 ? teams.map(teamKey) : undefined;
  return ownKeys(viewer, teams);
}

/** The teams in which a member has a right. */
function teamsBy(viewer: Viewer, capability: Capability): readonly string[] {
  const scope = viewer.grants[capability];
  return [...(scope === 'team' || scope === 'tenant' ? viewer.teamIds : []), ...addedTeams(viewer, capability)];
}

/** Teams that open a right beside the member's role: a follow-up team on what is with it now, and roles held in one team. */
function addedTeams({ followUpTeamIds = [], teamGrants = [] }: Viewer, capability: Capability): readonly string[] {
  const followed = cellOf(capability, 'followUp') === '-' ? [] : followUpTeamIds;
  return [...followed, ...teamGrants.filter(({ grants }) => grants[capability] === 'team' || grants[capability] === 'tenant').map(({ teamId }) => teamId)];
}

function ownKeys({ isExternal, userId }: Viewer, teams: readonly string[]): readonly string[] {
  return [...new Set([userKey(userId), ...(isExternal ? [] : [everyone]), ...teams.map(teamKey)])];
}

/** How far a member's sight of an entity goes at all; undefined is nowhere. */
export const viewScope = ({ view }: Pick<AnyEntity, 'view'>, grants: Grants): Scope | undefined => (view === 'self' ? 'own' : grants[view]);

/** The keys by which a member finds rows of an entity; null is every row of the tenant, undefined none. */
export function audienceOf({ global, view, visibility }: AnyEntity, viewer: Viewer): readonly string[] | null | undefined {
  if (global || visibility.kind === 'server') return undefined;
  const keys = view === 'self' ? ownKeys(viewer, viewer.teamIds) : keysFor(viewer, view);
  if (keys === undefined) return undefined;
  if (visibility.kind === 'tenant' || visibility.kind === 'restricted') return keys === null ? null : undefined;
  const { all, leads } = visibility;
  const seen = keys === null && all && viewer.grants[all] !== 'tenant' ? ownKeys(viewer, viewer.teamIds) : keys;
  return seen === null || !all || !leads ? seen : [...new Set([...seen, ...teamsBy(viewer, all).map(leadKey)])];
}

/** Whether a member may see a row of an entity that replicas hold. */
export function maySee(viewer: Viewer, entity: AnyEntity, row: AnyRow): boolean {
  const keys = audienceOf(entity, viewer);
  if (keys === undefined) return false;
  const visibleTo = row['visibleTo'];
  return keys === null || (Array.isArray(visibleTo) && visibleTo.some((key) => keys.includes(String(key))));
}

/** Whether a member's command may have a row on the server: what they see, and of what no replica holds their own rows or, with the right for the whole tenant, all. */
export function mayLoad(viewer: Viewer, entity: AnyEntity, row: AnyRow): boolean {
  if (entity.global || entity.visibility.kind !== 'server') return maySee(viewer, entity, row);
  const keys = entity.view === 'self' ? [] : keysFor(viewer, entity.view);
  return keys === null || (keys !== undefined && row['userId'] === viewer.userId);
}

/** Whether the scope of a capability reaches these rows; null asks only whether the capability is held. */
export function mayActOn(viewer: Viewer, capability: Capability, targets: readonly Target[] | null): boolean {
  const keys = keysFor(viewer, capability);
  if (keys === undefined) return false;
  if (keys === null || targets === null) return true;
  const isOwn = viewer.grants[capability] === 'own';
  return targets.every((target) => {
    const { visibleTo, createdBy } = target;
    if (!allowsThere(viewer, capability, target)) return false;
    return visibleTo === null || (isOwn && createdBy === viewer.userId) || visibleTo.some((key) => keys.includes(key) && !(isOwn && key === everyone));
  });
}

/** Whether a member from outside has been given this on the case, where they take part in it. */
function allowsThere({ isExternal, participations = {} }: Viewer, capability: Capability, { caseId, id }: Target): boolean {
  const needed = isExternal ? participantRights[capability] : undefined;
  const given = participations[caseId ?? id ?? ''];
  return !needed || !given || given.includes(needed);
}
