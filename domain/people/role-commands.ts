import { command, insert, remove, update } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { toRead, toWrite, type Rows } from '#domain/kernel/rows.ts';
import { capabilityList } from '#domain/kernel/schemas.ts';
import { notify } from '#domain/notifications/notice.ts';
import { Membership } from '#domain/people/membership.ts';
import { checkGrants, checkRank, ownRankNeeds, rolesOf, type GrantList } from '#domain/people/rank.ts';
import { Role } from '#domain/people/role.ts';
import { RoleAssignment } from '#domain/people/role-assignment.ts';
import { RoleGrant } from '#domain/people/role-grant.ts';
import { checkActive, memberNeed } from '#domain/people/rules.ts';
import { Team } from '#domain/people/team.ts';
import * as z from 'zod';

function checkOwn(rows: Rows, roleId: string): Role {
  const role = rows.get(Role, roleId);
  if (role.isSystem) throw new Refusal('role.system', 'id', 'System roles are fixed; copy this one and change the copy.');
  return role;
}

/** Makes a role, as a copy of another where one is named, or changes one of the tenant's own. */
export const saveRole = command('roles.save', {
  title: 'Save a role',
  args: z.strictObject({
    id: idOf('roles').optional(),
    copyOf: idOf('roles').optional(),
    name: Role.fields.name.schema.optional(),
    displayName: z.string().trim().min(1).max(255),
    rank: z.int().min(0).max(1000).optional(),
    isExternal: z.boolean().optional(),
    isActive: z.boolean().optional(),
  }),
  mode: 'online',
  capability: 'roles.manage',
  needs: ({ id, copyOf }, context) => [
    ...ownRankNeeds(context),
    ...(id ? [toWrite(Role, { id })] : []),
    ...(copyOf ? [toRead(Role, { id: copyOf }), toRead(RoleGrant, { roleId: copyOf })] : []),
  ],
  andThen: ({ rows, context }) => rolesOf(rows, context.userId),
  run: ({ args: { id, copyOf, displayName, ...given }, rows, context }) => {
    const patch = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    if (id) {
      const role = checkOwn(rows, id);
      checkRank(rows, context, Math.max(role.rank, given.rank ?? 0), 'rank');
      return [update(Role, id, { displayName, ...patch })];
    }
    const model = copyOf ? rows.get(Role, copyOf) : null;
    const rank = given.rank ?? model?.rank ?? 0;
    checkRank(rows, context, rank, 'rank');
    const copied = copyOf ? rows.find(RoleGrant, { roleId: copyOf }) : [];
    checkGrants(copied as unknown as GrantList, context);
    const roleId = idFrom<'roles'>(context, 0);
    return [
      insert(Role, roleId, { name: displayName, isExternal: model?.isExternal ?? false, ...patch, displayName, rank }),
      ...copied.map(({ capability, scope }, n) => insert(RoleGrant, idFrom(context, 1 + n), { roleId, capability, scope })),
    ];
  },
});

/** Says what a role of the tenant's own allows; what is not named is taken from it. */
export const setGrants = command('roles.setGrants', {
  title: 'Change what a role allows',
  args: z.strictObject({ roleId: idOf('roles'), grants: capabilityList }),
  mode: 'online',
  capability: 'roles.manage',
  needs: ({ roleId }, context) => [toRead(Role, { id: roleId }), toWrite(RoleGrant, { roleId }), ...ownRankNeeds(context)],
  andThen: ({ rows, context }) => rolesOf(rows, context.userId),
  run: ({ args: { roleId, grants }, rows, context }) => {
    checkRank(rows, context, checkOwn(rows, roleId).rank, 'roleId');
    if (new Set(grants.map(({ capability }) => capability)).size < grants.length) throw new Refusal('field.invalid', 'grants', 'grants: a capability is named twice.');
    const held = rows.find(RoleGrant, { roleId });
    const scopeOf = new Map(held.map(({ capability, scope }) => [capability, scope]));
    checkGrants(
      grants.filter(({ capability, scope }) => scopeOf.get(capability) !== scope),
      context,
    );
    const wanted = new Map<string, GrantList[number]['scope']>(grants.map(({ capability, scope }) => [capability, scope]));
    return [
      ...held.flatMap(({ id, capability }) => {
        const scope = wanted.get(capability);
        return [scope ? update(RoleGrant, id, { scope }) : remove(RoleGrant, id)];
      }),
      ...grants.filter(({ capability }) => !scopeOf.has(capability)).map((grant, n) => insert(RoleGrant, idFrom(context, n), { roleId, ...grant })),
    ];
  },
});

const assignment = { userId: idOf('users'), roleId: idOf('roles'), teamId: idOf('teams').optional() };
const found = (rows: Rows, { userId, roleId, teamId }: { readonly userId: string; readonly roleId: string; readonly teamId?: string | undefined }) =>
  rows.find(RoleAssignment, { userId }).find((one) => one.roleId === roleId && one.teamId === (teamId ?? null));

/** Gives a member a second role, for one team or for a time; given again it changes the time. */
export const assignRole = command('roles.assign', {
  title: 'Give an extra role',
  args: z
    .strictObject({
      ...assignment,
      startsAt: z.iso.datetime({ precision: 3 }).optional(),
      expiresAt: z.iso.datetime({ precision: 3 }).optional(),
      reason: z.string().max(255).optional(),
    })
    .refine(({ startsAt, expiresAt }) => !startsAt || !expiresAt || startsAt < expiresAt, { error: 'ends before it begins', path: ['expiresAt'] }),
  mode: 'online',
  capability: 'roles.manage',
  needs: ({ userId, roleId, teamId }, context) => [
    ...memberNeed(userId),
    ...ownRankNeeds(context),
    toRead(Role, { id: roleId }),
    toWrite(RoleAssignment, { userId }),
    ...(teamId ? [toRead(Team, { id: teamId })] : []),
  ],
  andThen: ({ rows, context }) => rolesOf(rows, context.userId),
  run: ({ args, rows, context }) => {
    const { userId, roleId, teamId = null, startsAt = null, expiresAt = null, reason = null } = args;
    checkActive(rows, userId);
    const role = rows.get(Role, roleId);
    checkRank(rows, context, role.rank, 'roleId');
    if (teamId) rows.get(Team, teamId);
    const held = found(rows, args);
    const values = { startsAt, expiresAt, reason, grantedBy: context.userId };
    const id = held?.id ?? idFrom<'roleAssignments'>(context, 0);
    return [
      held ? update(RoleAssignment, id, values) : insert(RoleAssignment, id, { userId, roleId, teamId, ...values }),
      ...notify({ to: userId, type: 'role.assigned', title: role.displayName, subject: { type: 'roleAssignments', id } }, context),
    ];
  },
});

/** Takes an extra role back. */
export const unassignRole = command('roles.unassign', {
  title: 'Take an extra role',
  args: z.strictObject(assignment),
  mode: 'online',
  capability: 'roles.manage',
  needs: ({ userId, roleId }, context) => [toRead(Membership, { userId }), toWrite(RoleAssignment, { userId }), toRead(Role, { id: roleId }), ...ownRankNeeds(context)],
  andThen: ({ rows, context }) => rolesOf(rows, context.userId),
  run: ({ args, rows, context }) => {
    const held = found(rows, args);
    if (!held) throw new Refusal('row.missing', 'roleId', 'The member does not hold this role beside the first.');
    const role = rows.get(Role, args.roleId);
    checkRank(rows, context, role.rank, 'roleId');
    return [
      remove(RoleAssignment, held.id),
      ...notify({ to: args.userId, type: 'role.unassigned', title: role.displayName, subject: { type: 'roleAssignments', id: held.id } }, context),
    ];
  },
});
