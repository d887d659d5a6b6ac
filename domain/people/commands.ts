import { command, insert, remove, update } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { toRead, toWrite } from '#domain/kernel/rows.ts';
import { Device } from '#domain/people/device.ts';
import { Membership } from '#domain/people/membership.ts';
import { Role } from '#domain/people/role.ts';
import { Team } from '#domain/people/team.ts';
import { TeamMember } from '#domain/people/team-member.ts';
import { preferences, UserPreference } from '#domain/people/user-preference.ts';
import * as z from 'zod';

/** Keeps a personal setting; what is not named stays. */
export const setPreferences = command('preferences.set', {
  title: 'Change settings',
  args: z.strictObject({ patch: preferences }),
  mode: 'offline',
  capability: 'self',
  needs: (_, { userId }) => [toWrite(UserPreference, { userId })],
  run: ({ args, rows, context }) => {
    const [row] = rows.find(UserPreference, { userId: context.userId });
    if (!row) return [insert(UserPreference, idFrom({ commandId: context.userId }, 0), { userId: context.userId, preferences: args.patch })];
    return [update(UserPreference, row.id, { preferences: { ...row.preferences, ...args.patch } })];
  },
});

/** Changes a member's role, name or standing. */
export const updateMember = command('members.update', {
  title: 'Change a member',
  args: z.strictObject({ userId: idOf('users'), roleId: idOf('roles').optional(), displayName: z.string().trim().min(1).max(255).optional(), isActive: z.boolean().optional() }),
  mode: 'online',
  capability: 'people.manage',
  needs: ({ userId, roleId }, context) => [toWrite(Membership, { userId }), toRead(Membership, { userId: context.userId }), ...(roleId ? [toRead(Role, { id: roleId })] : [])],
  andThen: ({ rows, context }) => rows.find(Membership, { userId: context.userId }).map(({ roleId }) => toRead(Role, { id: roleId })),
  run: ({ args: { userId, ...patch }, rows, context }) => {
    const [member] = rows.find(Membership, { userId });
    if (!member) throw new Refusal('row.missing', 'userId');
    const [self] = rows.find(Membership, { userId: context.userId });
    const rank = (roleId: string | undefined) => (roleId ? rows.get(Role, roleId).rank : 0);
    if (patch.roleId && rank(patch.roleId) > rank(self?.roleId)) throw new Refusal('role.rankTooHigh', 'roleId', 'You cannot give a role above your own.');
    return [update(Membership, member.id, Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)))];
  },
});

/** Puts a member into a team. */
export const addTeamMember = command('teams.addMember', {
  title: 'Add a member to the team',
  args: z.strictObject({ teamId: idOf('teams'), userId: idOf('users') }),
  mode: 'online',
  capability: 'teams.manage',
  needs: ({ teamId, userId }) => [toRead(Team, { id: teamId }), toRead(Membership, { userId }), toRead(TeamMember, { userId })],
  on: ({ args }) => [{ visibleTo: [`team:${args.teamId}`], createdBy: null }],
  run: ({ args, rows, context }) => {
    rows.get(Team, args.teamId);
    if (!rows.find(Membership, { userId: args.userId })[0]?.isActive) throw new Refusal('member.inactive', 'userId');
    if (rows.find(TeamMember, { userId: args.userId }).some(({ teamId }) => teamId === args.teamId))
      throw new Refusal('unique.taken', 'userId', 'The member is in this team already.');
    return [insert(TeamMember, idFrom(context, 0), { ...args, joinedAt: context.at })];
  },
});

/** Takes a member out of a team. */
export const removeTeamMember = command('teams.removeMember', {
  title: 'Remove a member from the team',
  args: z.strictObject({ teamId: idOf('teams'), userId: idOf('users') }),
  mode: 'online',
  capability: 'teams.manage',
  needs: ({ userId }) => [toWrite(TeamMember, { userId })],
  on: ({ args }) => [{ visibleTo: [`team:${args.teamId}`], createdBy: null }],
  run: ({ args, rows }) => {
    const member = rows.find(TeamMember, { userId: args.userId }).find(({ teamId }) => teamId === args.teamId);
    if (!member) throw new Refusal('row.missing', 'userId');
    return [remove(TeamMember, member.id)];
  },
});

/** Ends a device's trust: its replica is wiped at the next contact. */
export const revokeDevice = command('devices.revoke', {
  title: 'Revoke a device',
  args: z.strictObject({ id: idOf('devices') }),
  mode: 'online',
  capability: 'devices.manage',
  needs: ({ id }) => [toWrite(Device, { id })],
  on: ({ args, rows }) => [rows.get(Device, args.id)],
  run: ({ args, context }) => [update(Device, args.id, { status: 'revoked', wipeRequestedAt: context.at })],
});
