import { isCapability, wider, type Capability, type Grants, type Scope } from '#domain/kernel/capability.ts';
import type { TeamGrants } from '#domain/kernel/context.ts';
import type { Id } from '#domain/kernel/names.ts';
import type { Viewer } from '#domain/kernel/permission.ts';

/** What a member may do at this moment, wherever they ask: over a session, a shape or a command. */
export interface Rights extends Required<Omit<Viewer, 'userId'>> {
  /** When a role held for a time begins or ends next; null where none does. */
  readonly changesAt: string | null;
}

/** Rights as Postgres answers them. */
export interface RightsRow {
  readonly held: readonly (readonly [teamId: Id<'teams'> | null, capability: string, scope: Scope])[] | null;
  readonly teams: readonly (readonly [id: Id<'teams'>, kind: string])[] | null;
  readonly isExternal: boolean;
  readonly cases: readonly (readonly [caseId: string, permissions: readonly string[]])[] | null;
  readonly changesAt: string | null;
}

/** That the assignment `a` of a role is in force now. */
export const running = `(a.starts_at IS NULL OR a.starts_at <= now()) AND (a.expires_at IS NULL OR a.expires_at > now())`;

/** The rights of the membership `m` with the role `r`, as one JSON value: its role, the roles assigned beside it while they run, and its teams. */
export const rightsSql = `json_build_object(
  'held', (SELECT json_agg(json_build_array(h.team_id, g.capability, g.scope))
    FROM (SELECT m.role_id, NULL::uuid AS team_id
      UNION ALL SELECT a.role_id, a.team_id FROM role_assignments a WHERE a.tenant_id = m.tenant_id AND a.user_id = m.user_id AND a.deleted_at IS NULL AND ${running}) h
    JOIN roles o ON o.tenant_id = m.tenant_id AND o.id = h.role_id AND o.is_active AND o.deleted_at IS NULL
    JOIN role_grants g ON g.tenant_id = m.tenant_id AND g.role_id = h.role_id AND g.deleted_at IS NULL),
  'teams', (SELECT json_agg(json_build_array(x.id, x.kind) ORDER BY x.id) FROM team_members tm
    JOIN teams x ON x.tenant_id = tm.tenant_id AND x.id = tm.team_id AND x.is_active AND x.deleted_at IS NULL
    WHERE tm.tenant_id = m.tenant_id AND tm.user_id = m.user_id AND tm.deleted_at IS NULL),
  'isExternal', r.is_external,
  'cases', CASE WHEN r.is_external THEN (SELECT json_agg(json_build_array(p.case_id, p.permissions)) FROM case_participants p
    WHERE p.tenant_id = m.tenant_id AND p.user_id = m.user_id AND p.is_active AND p.deleted_at IS NULL) END,
  'changesAt', (SELECT least(min(a.starts_at) FILTER (WHERE a.starts_at > now()), min(a.expires_at) FILTER (WHERE a.expires_at > now())) FROM role_assignments a
    WHERE a.tenant_id = m.tenant_id AND a.user_id = m.user_id AND a.deleted_at IS NULL))`;

/** The rights behind an answer: the union of all roles; what is held in one team stays apart, unless it reaches no further than one's own rows. */
export function rightsFrom({ held, teams, isExternal, cases, changesAt }: RightsRow): Rights {
  const all = held ?? [];
  const inTeams = Map.groupBy(
    all.filter(([teamId, , scope]) => teamId !== null && isWide(scope)),
    ([teamId]) => teamId,
  );
  const participations: Record<string, readonly string[]> = {};
  for (const [caseId, permissions] of cases ?? []) participations[caseId] = [...(participations[caseId] ?? []), ...permissions];
  return {
    teamIds: (teams ?? []).map(([id]) => id),
    followUpTeamIds: (teams ?? []).flatMap(([id, kind]) => (kind === 'followUp' ? [id] : [])),
    isExternal,
    participations,
    grants: grantsFrom(all.filter(([teamId, , scope]) => teamId === null || !isWide(scope))),
    teamGrants: [...inTeams].flatMap(([teamId, own]): readonly TeamGrants[] => (teamId ? [{ teamId, grants: grantsFrom(own) }] : [])),
    changesAt,
  };
}

const isWide = (scope: Scope) => scope === 'team' || scope === 'tenant';

function grantsFrom(held: NonNullable<RightsRow['held']>): Grants {
  const grants: Partial<Record<Capability, Scope>> = {};
  for (const [, capability, scope] of held) {
    const widest = isCapability(capability) ? wider(grants[capability], scope) : undefined;
    if (widest && isCapability(capability)) grants[capability] = widest;
  }
  return grants;
}
