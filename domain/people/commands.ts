import { command, insert, update } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { OutboxEvent } from '#domain/engagements/outbox-event.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { teamKey } from '#domain/kernel/permission.ts';
import { notificationPrefs } from '#domain/kernel/schemas.ts';
import { toRead, toWrite } from '#domain/kernel/rows.ts';
import { Invitation } from '#domain/people/invitation.ts';
import { Membership } from '#domain/people/membership.ts';
import { checkRank, ownRankNeeds, rankOf, rolesOf } from '#domain/people/rank.ts';
import { Role } from '#domain/people/role.ts';
import { Team } from '#domain/people/team.ts';
import { Tenant } from '#domain/people/tenant.ts';
import { preferences, UserPreference } from '#domain/people/user-preference.ts';
import * as z from 'zod';

/** Days that an invitation waits for its answer. */
const invitationDays = 7;

/** Keeps a personal setting; what is not named stays. */
export const setPreferences = command('preferences.set', {
  title: 'Change settings',
  args: z.strictObject({ patch: preferences, notifications: notificationPrefs.optional() }),
  mode: 'offline',
  capability: 'self',
  needs: (_, { userId }) => [toWrite(UserPreference, { userId })],
  run: ({ args: { patch, notifications }, rows, context: { userId } }) => {
    const [row] = rows.find(UserPreference, { userId });
    const notificationPrefs = notifications ? { notificationPrefs: { ...row?.notificationPrefs, ...notifications } } : {};
    if (!row) return [insert(UserPreference, idFrom({ commandId: userId }, 0), { userId, preferences: patch, ...notificationPrefs })];
    return [update(UserPreference, row.id, { preferences: { ...row.preferences, ...patch }, ...notificationPrefs })];
  },
});

/** Changes a member's role, name or standing. */
export const updateMember = command('members.update', {
  title: 'Change a member',
  args: z.strictObject({
    userId: idOf('users'),
    roleId: idOf('roles').optional(),
    displayName: z.string().trim().min(1).max(255).optional(),
    workEmail: Membership.fields.workEmail.schema.nullable().optional(),
    isActive: z.boolean().optional(),
  }),
  mode: 'online',
  capability: 'people.manage',
  needs: ({ userId, roleId }, context) => [
    toWrite(Membership, { userId }),
    toRead(Tenant, { id: context.tenantId }),
    ...ownRankNeeds(context),
    ...(roleId ? [toRead(Role, { id: roleId })] : []),
  ],
  andThen: ({ args, rows, context }) => rolesOf(rows, context.userId, args.userId),
  run: ({ args: { userId, ...patch }, rows, context }) => {
    const [member] = rows.find(Membership, { userId });
    if (!member) throw new Refusal('row.missing', 'userId');
    if (patch.roleId) checkRank(rows, context, rows.get(Role, patch.roleId).rank, 'roleId');
    checkRank(rows, context, rankOf(rows, userId), 'userId');
    const isLeaving = patch.isActive === false || (patch.roleId !== undefined && patch.roleId !== member.roleId);
    if (isLeaving && rows.get(Tenant, context.tenantId).ownerId === userId) throw new Refusal('member.lastOwner', 'userId', 'Hand the ownership over first.');
    return [update(Membership, member.id, Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)))];
  },
});

/** Offers somebody a place in the tenant. Whoever invites has drawn the token; the hub keeps its SHA-256, and the token itself only until the mail has gone. */
export const sendInvitation = command('invitations.send', {
  title: 'Invite somebody',
  args: z.strictObject({
    email: z.email().max(254).toLowerCase(),
    roleId: idOf('roles'),
    teamId: idOf('teams').optional(),
    tokenHash: z.string().regex(/^[0-9a-f]{64}$/),
    token: z
      .string()
      .regex(/^[\w-]{32,100}$/)
      .optional(),
  }),
  mode: 'online',
  capability: 'people.invite',
  needs: ({ email, roleId, teamId }, context) => [
    toRead(Membership, { workEmail: email }),
    toWrite(Invitation, { email }),
    toRead(Role, { id: roleId }),
    ...ownRankNeeds(context),
    ...(teamId ? [toRead(Team, { id: teamId })] : []),
  ],
  andThen: ({ rows, context }) => rolesOf(rows, context.userId),
  on: ({ args: { teamId } }) => [{ visibleTo: teamId ? [teamKey(teamId)] : [], createdBy: null }],
  run: ({ args: { email, roleId, teamId = null, tokenHash, token }, rows, context }) => {
    if (rows.find(Membership, { workEmail: email }).some(({ isActive }) => isActive)) throw new Refusal('member.exists', 'email', 'This person is a member already.');
    checkRank(rows, context, rows.get(Role, roleId).rank, 'roleId');
    if (teamId) rows.get(Team, teamId);
    const id = idFrom<'invitations'>(context, 0);
    const expiresAt = new Date(Date.parse(context.at) + invitationDays * 86_400_000).toISOString();
    const earlier = rows.find(Invitation, { email }).filter(({ status }) => status === 'pending');
    return [
      insert(Invitation, id, { email, roleId, teamId, invitedBy: context.userId, tokenHash, expiresAt }),
      ...earlier.map((one) => update(Invitation, one.id, { status: 'revoked' })),
      ...(token
        ? [
            insert(OutboxEvent, idFrom(context, 1), {
              topic: 'mail.invitation',
              subjectType: 'invitations',
              subjectId: id,
              payload: { email, token, expiresAt },
              dedupeKey: context.commandId,
            }),
          ]
        : []),
    ];
  },
});

/** Takes an offer back. */
export const revokeInvitation = command('invitations.revoke', {
  title: 'Withdraw the invitation',
  args: z.strictObject({ id: idOf('invitations') }),
  mode: 'online',
  capability: 'people.invite',
  needs: ({ id }) => [toWrite(Invitation, { id })],
  run: ({ args: { id }, rows }) => {
    rows.get(Invitation, id);
    return [update(Invitation, id, { status: 'revoked' })];
  },
});
