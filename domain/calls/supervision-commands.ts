import { CallEvent } from '#domain/calls/call-event.ts';
import { Call } from '#domain/calls/call.ts';
import { helpWanted, monitorModes } from '#domain/calls/supervision.ts';
import { command, insert } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { toRead, type Rows } from '#domain/kernel/rows.ts';
import { notify } from '#domain/notifications/notice.ts';
import { Membership } from '#domain/people/membership.ts';
import { RoleGrant } from '#domain/people/role-grant.ts';
import { TeamMember } from '#domain/people/team-member.ts';
import * as z from 'zod';

const live = ({ id }: { readonly id: Call['id'] }, rows: Rows): Call => {
  const call = rows.get(Call, id);
  if (call.endedAt !== null) throw new Refusal('call.ended', 'id', 'This call is over.');
  return call;
};
const theCall = ({ id }: { readonly id: Call['id'] }) => [toRead(Call, { id })];
const onIt = ({ args, rows }: { readonly args: { readonly id: Call['id'] }; readonly rows: Rows }) => [rows.get(Call, args.id)];

/** Lets a supervisor into the call of an agent of theirs; the hub rings them, and it is written down with the call. */
export const monitorCall = command('calls.monitor', {
  title: 'Listen to the call',
  args: z.strictObject({ id: idOf('calls'), mode: z.enum(monitorModes) }),
  mode: 'online',
  capability: 'calls.monitor',
  needs: theCall,
  on: onIt,
  run: ({ args, rows, context }) => {
    const call = live(args, rows);
    if (call.answeredAt === null || call.agentId === null) throw new Refusal('monitor.notAllowed', 'id', 'Nobody has answered this call yet.');
    if (call.agentId === context.userId) throw new Refusal('monitor.notAllowed', 'id', 'This call is your own.');
    return [insert(CallEvent, idFrom(context, 0), { callId: call.id, eventType: 'monitored', at: context.at, userId: context.userId, details: { mode: args.mode } })];
  },
});

/** Ends a call that an agent cannot end, and tells them why. */
export const disconnectCall = command('calls.disconnect', {
  title: 'End the call of an agent',
  args: z.strictObject({ id: idOf('calls'), reason: z.string().trim().min(1).max(1000) }),
  mode: 'online',
  capability: 'calls.monitor',
  needs: theCall,
  on: onIt,
  run: ({ args, rows, context }) => {
    const call = live(args, rows);
    return [
      insert(CallEvent, idFrom(context, 0), { callId: call.id, eventType: 'disconnected', at: context.at, userId: context.userId, details: { reason: args.reason } }),
      ...notify({ to: call.agentId, type: 'callDisconnected', title: 'A supervisor ended your call', message: args.reason, subject: { type: 'calls', id: call.id } }, context),
    ];
  },
});

/** Takes one party out of a conference and leaves the others in it. */
export const dropParty = command('calls.dropParty', {
  title: 'Drop a party of the conference',
  args: z.strictObject({ id: idOf('calls'), number: z.string().trim().min(1).max(255) }),
  mode: 'online',
  capability: 'calls.make',
  needs: theCall,
  run: ({ args, rows, context }) => {
    const call = live(args, rows);
    if (call.agentId !== context.userId) throw new Refusal('auth.denied', 'id', 'This conference is somebody else’s.');
    return [insert(CallEvent, idFrom(context, 0), { callId: call.id, eventType: 'partyDropped', at: context.at, userId: context.userId, details: { number: args.number } })];
  },
});

/** Asks the supervisors and leads of one’s teams for help, with the call in hand where there is one. */
export const askHelp = command('calls.askHelp', {
  title: 'Ask for help',
  args: z.strictObject({ id: idOf('calls').nullish(), message: z.string().trim().max(1000).nullish() }),
  mode: 'offline',
  capability: 'self',
  needs: ({ id }, { userId }) => [toRead(TeamMember, { userId }), toRead(Membership, { userId }), ...(id ? [toRead(Call, { id })] : [])],
  andThen: ({ rows, context: { userId } }) => {
    const colleagues = colleaguesOf(userId, rows);
    const roles = new Set(colleagues.flatMap((each) => rows.known(Membership, { userId: each }).map(({ roleId }) => String(roleId))));
    return [
      ...membersOf(rows, { userId }).map(({ teamId }) => toRead(TeamMember, { teamId: String(teamId) })),
      ...colleagues.map((each) => toRead(Membership, { userId: each })),
      ...[...roles].map((roleId) => toRead(RoleGrant, { roleId })),
    ];
  },
  run: ({ args, rows, context }) => {
    const { userId } = context;
    const call = args.id ? rows.get(Call, args.id) : null;
    const [me] = rows.find(Membership, { userId });
    if (!me) throw new Refusal('auth.denied', 'userId', 'You are no longer an active member here.');
    const helpers = colleaguesOf(userId, rows).filter((colleague) => mayHelp(colleague, rows));
    if (helpers.length === 0) throw new Refusal('help.nobody', 'userId', 'Nobody leads a team of yours.');
    const subject = call ? ({ type: 'calls', id: call.id } as const) : ({ type: 'memberships', id: me.id } as const);
    return helpers.flatMap((to, place) => notify({ to, type: helpWanted, title: `${me.displayName} asks for help`, message: args.message ?? '', subject, place }, context));
  },
});

/** Everybody else in the teams of a member, as far as they are known by now. */
function colleaguesOf(userId: string, rows: Rows): readonly string[] {
  const members = membersOf(rows, { userId }).flatMap(({ teamId }) => membersOf(rows, { teamId: String(teamId) }));
  return [...new Set(members.map((member) => String(member['userId'])))].filter((each) => each !== userId).toSorted();
}

/** Who leads a team, or whose role lets them into calls. */
function mayHelp(userId: string, rows: Rows): boolean {
  const [member] = rows.find(Membership, { userId });
  if (!member?.isActive) return false;
  const grants = rows.known(RoleGrant, { roleId: member.roleId }).filter(isThere);
  return membersOf(rows, { userId }).some(({ isLead }) => isLead === true) || grants.some(({ capability }) => capability === 'calls.monitor');
}

const isThere = ({ deletedAt }: AnyRow): boolean => deletedAt === null;
const membersOf = (rows: Rows, where: Readonly<Record<string, string>>) => rows.known(TeamMember, where).filter(isThere);
