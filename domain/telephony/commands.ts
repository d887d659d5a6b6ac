import { command, insert, update, type Change } from '#domain/kernel/command.ts';
import { idFrom, type Context } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import type { Id } from '#domain/kernel/names.ts';
import { mayActOn, teamKey } from '#domain/kernel/permission.ts';
import { toRead, toWrite, type Rows } from '#domain/kernel/rows.ts';
import { TeamMember } from '#domain/people/team-member.ts';
import { AgentStateReason } from '#domain/telephony/agent-state-reason.ts';
import { AgentState } from '#domain/telephony/agent-state.ts';
import { PhoneNumber } from '#domain/telephony/phone-number.ts';
import { QueueMember } from '#domain/telephony/queue-member.ts';
import { Queue } from '#domain/telephony/queue.ts';
import * as z from 'zod';

/** Says what a member is doing; one’s own state, or that of a member of one’s teams. */
export const setAgentState = command('agentStates.set', {
  title: 'Set the state',
  args: z.strictObject({
    state: AgentState.fields.state.schema,
    reasonId: idOf('agentStateReasons').nullish(),
    callId: idOf('calls').nullish(),
    userId: idOf('users').optional(),
  }),
  mode: 'offline',
  capability: 'self',
  needs: ({ userId, reasonId }, context) => [
    toWrite(AgentState, { userId: userId ?? context.userId }),
    ...(userId && userId !== context.userId ? [toRead(TeamMember, { userId })] : []),
    ...(reasonId ? [toRead(AgentStateReason, { id: reasonId })] : []),
  ],
  run: ({ args, rows, context }) => {
    const userId = args.userId ?? context.userId;
    const teamIds = userId === context.userId ? context.teamIds : rows.find(TeamMember, { userId }).map(({ teamId }) => teamId);
    if (userId !== context.userId && !mayActOn(context, 'agentStates.setOther', [{ visibleTo: teamIds.map(teamKey), createdBy: null }]))
      throw new Refusal('auth.denied', 'agentStates.setOther', 'You may not set the state of this member.');
    const reason = args.reasonId ? rows.get(AgentStateReason, args.reasonId) : null;
    const now = rows.find(AgentState, { userId }).filter(({ untilAt }) => untilAt === null);
    const last = now.toSorted((one, other) => (one.fromAt < other.fromAt ? -1 : 1)).at(-1);
    if (last?.state === args.state && last.reasonId === (reason?.id ?? null)) return [];
    const isManual = args.state === 'break' || args.state === 'away' || args.state === 'offline';
    if (isManual && userId === context.userId && (last?.state === 'onCall' || last?.state === 'ringing')) throw new Refusal('agentState.onCall', 'state', 'End the call first.');
    // A supervisor mends what is stuck, whatever it was.
    if (userId === context.userId && last && last.state !== args.state && !AgentState.transitions?.state?.[last.state]?.includes(args.state))
      throw new Refusal('state.forbidden', 'state', `Nobody goes from ${last.state} to ${args.state}.`);
    return [
      ...now.map((row) => update(AgentState, row.id, { untilAt: context.at > row.fromAt ? context.at : row.fromAt })),
      insert(AgentState, idFrom(context, 0), {
        userId,
        state: args.state,
        reasonId: reason?.id,
        fromAt: context.at,
        callId: (args.callId ?? null) as Id | null,
        deviceId: userId === context.userId ? context.deviceId : null,
        teamIds: [...teamIds].toSorted(),
      }),
    ];
  },
});

const queueArgs = z.strictObject({ queueId: idOf('queues'), userId: idOf('users').optional() });
type QueueArgs = z.output<typeof queueArgs>;
const membership = ({ queueId, userId }: QueueArgs, context: Context) => [
  toRead(Queue, { id: queueId }),
  toWrite(QueueMember, { userId: userId ?? context.userId }),
  ...(userId && userId !== context.userId ? [toRead(TeamMember, { userId })] : []),
];

/** Moves a member in a queue; for somebody else it takes the right over their team. */
function moveMember(
  { queueId, userId = undefined }: QueueArgs,
  to: Pick<QueueMember, 'state'> & Partial<Pick<QueueMember, 'pausedReasonId'>>,
  rows: Rows,
  context: Context,
): readonly Change[] {
  const queue = rows.get(Queue, queueId);
  const who = userId ?? context.userId;
  if (who !== context.userId) {
    const teams = rows.find(TeamMember, { userId: who }).map(({ teamId }) => teamKey(teamId));
    if (!mayActOn(context, 'agentStates.setOther', [{ visibleTo: teams, createdBy: null }]))
      throw new Refusal('auth.denied', 'agentStates.setOther', 'You may not move this member.');
  }
  if (to.state === 'in' && !queue.isActive) throw new Refusal('queue.closed', 'queueId', 'This queue is closed.');
  const known = rows.find(QueueMember, { userId: who }).find((row) => row.queueId === queueId);
  if (!known) {
    if (to.state !== 'in') throw new Refusal('state.forbidden', 'state', 'The member is not in this queue.');
    return [insert(QueueMember, idFrom(context, 0), { queueId, userId: who, state: 'in', joinedAt: context.at })];
  }
  if (known.state === to.state && known.pausedReasonId === (to.pausedReasonId ?? null)) return [];
  return [
    update(QueueMember, known.id, { state: to.state, pausedReasonId: to.pausedReasonId ?? null, ...(to.state === 'in' && known.state === 'out' ? { joinedAt: context.at } : {}) }),
  ];
}

/** Begins to take the calls of a queue. */
export const joinQueue = command('queues.join', {
  title: 'Join the queue',
  args: queueArgs,
  mode: 'offline',
  capability: 'queues.join',
  needs: membership,
  run: ({ args, rows, context }) => moveMember(args, { state: 'in' }, rows, context),
});

/** Takes no more calls of a queue. */
export const leaveQueue = command('queues.leave', {
  title: 'Leave the queue',
  args: queueArgs,
  mode: 'offline',
  capability: 'queues.join',
  needs: membership,
  run: ({ args, rows, context }) => moveMember(args, { state: 'out' }, rows, context),
});

/** Takes no calls of a queue for a while, and says why; without a reason it goes on. */
export const pauseInQueue = command('queues.pause', {
  title: 'Pause in the queue',
  args: queueArgs.extend({ reasonId: idOf('agentStateReasons').nullish(), isPaused: z.boolean().default(true) }),
  mode: 'offline',
  capability: 'queues.join',
  needs: ({ reasonId, ...args }, context) => [...membership(args, context), ...(reasonId ? [toRead(AgentStateReason, { id: reasonId })] : [])],
  run: ({ args: { reasonId, isPaused, ...args }, rows, context }) => {
    if (reasonId) rows.get(AgentStateReason, reasonId);
    return moveMember(args, isPaused ? { state: 'paused', pausedReasonId: reasonId ?? null } : { state: 'in' }, rows, context);
  },
});

/** Says where a number of the tenant rings: a queue, a team or a member. */
export const assignPhoneNumber = command('phoneNumbers.assign', {
  title: 'Assign the number',
  args: z.strictObject({
    id: idOf('phoneNumbers'),
    queueId: idOf('queues').nullish(),
    teamId: idOf('teams').nullish(),
    userId: idOf('users').nullish(),
    instead: z.boolean().default(false),
  }),
  mode: 'online',
  capability: 'telephony.manage',
  needs: ({ id, queueId }) => [toWrite(PhoneNumber, { id }), ...(queueId ? [toRead(Queue, { id: queueId })] : [])],
  on: ({ args, rows }) => [rows.get(PhoneNumber, args.id)],
  run: ({ args: { id, instead, ...target }, rows }) => {
    const row = rows.get(PhoneNumber, id);
    if (target.queueId) rows.get(Queue, target.queueId);
    const wanted = { queueId: target.queueId ?? null, teamId: target.teamId ?? null, userId: target.userId ?? null };
    const isTaken = (row.queueId ?? row.teamId ?? row.userId) !== null && (Object.keys(wanted) as readonly (keyof typeof wanted)[]).some((key) => wanted[key] !== row[key]);
    if (isTaken && !instead) throw new Refusal('number.inUse', 'id', 'This number rings somewhere else already.');
    return [update(PhoneNumber, id, wanted)];
  },
});
