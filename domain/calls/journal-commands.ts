import { CallEvent } from '#domain/calls/call-event.ts';
import { CallLeg } from '#domain/calls/call-leg.ts';
import { Call } from '#domain/calls/call.ts';
import { callOf, callOfLeg, laterStatus, legOf, statusOf } from '#domain/calls/rules.ts';
import { umbrella } from '#domain/calls/umbrella.ts';
import { Contact } from '#domain/contacts/contact.ts';
import { Interaction } from '#domain/interactions/interaction.ts';
import { command, insert, update, type Change } from '#domain/kernel/command.ts';
import { idFrom, type Context } from '#domain/kernel/context.ts';
import { idOf } from '#domain/kernel/field.ts';
import type { Id } from '#domain/kernel/names.ts';
import { toJoin, toRead, type Rows } from '#domain/kernel/rows.ts';
import { Extension } from '#domain/telephony/extension.ts';
import { PhoneNumber } from '#domain/telephony/phone-number.ts';
import { Queue } from '#domain/telephony/queue.ts';
import * as z from 'zod';

const instant = Call.fields.startedAt.schema;

/** What a softphone knows of its part in a call. Every step carries all of it, so that each can make the row that an earlier one did not. */
const facts = z.strictObject({
  pbx: z.string().min(1).max(255),
  sipCallId: z.string().min(1).max(255),
  linkedId: z.string().min(1).max(255).nullish(),
  /** The Call-ID of the colleague who began the call. */
  originCallId: z.string().min(1).max(255).nullish(),
  direction: Call.fields.direction.schema,
  /** The other party as the line showed it, and in E.164 where it is a number. */
  number: z.string().max(255),
  e164: Call.fields.callerNumber.schema.nullish(),
  name: z.string().max(255).nullish(),
  queue: z.string().max(255).nullish(),
  contactId: idOf('contacts').nullish(),
  caseId: idOf('cases').nullish(),
  startedAt: instant,
  answeredAt: instant.nullish(),
  endedAt: instant.nullish(),
  outcome: CallLeg.fields.outcome.schema.optional(),
  hangupCause: z.int().min(0).max(1000).nullish(),
  mos: CallLeg.fields.mos.schema.nullish(),
});
type Facts = z.output<typeof facts>;

type Step = 'answered' | 'ended' | 'held' | 'resumed' | 'ringing';

/** A step of a call as the agent's own desk saw it; it is written before anything else happens, and never refused for coming late. */
function step<const Name extends string>(name: Name, title: string, event: Step) {
  return command(name, {
    title,
    args: facts,
    mode: 'offline',
    capability: 'calls.make',
    needs: (args, context) => [
      ...places(args, context).map((id) => toJoin(Call, { id })),
      ...legNames(args).map((callId) => toJoin(Call, { callId })),
      ...(args.linkedId ? [toJoin(Call, { pbx: args.pbx, linkedId: args.linkedId })] : []),
      ...(args.direction === 'outbound' ? [toRead(Extension, { number: args.number }), toRead(PhoneNumber, { number: args.e164 ?? args.number })] : []),
      ...(args.queue ? [toRead(Queue, { asteriskQueueName: args.queue })] : []),
      ...(args.contactId ? [toRead(Contact, { id: args.contactId })] : []),
    ],
    andThen: ({ args, rows, context }) => {
      const id = found(args, rows, context)?.id ?? places(args, context)[0];
      return id ? [toJoin(CallLeg, { callId: id }), toJoin(Interaction, { sourceType: 'calls', sourceId: id })] : [];
    },
    run: ({ args, rows, context }) => journal(args, event, rows, context),
  });
}

/** Writes down that a call rings here, or was dialled here. */
export const startCall = step('calls.start', 'Note that a call began', 'ringing');
/** Writes down that this desk answered, or was answered. */
export const answerCall = step('calls.answer', 'Note that a call was answered', 'answered');
/** Writes down that the call is on hold here. */
export const holdCall = step('calls.hold', 'Note that a call is on hold', 'held');
/** Writes down that the call goes on. */
export const resumeCall = step('calls.resume', 'Note that a call goes on', 'resumed');
/** Writes down how the call ended here. */
export const endCall = step('calls.end', 'Note that a call ended', 'ended');

/** By which Call-ID a call's row may be known: that of whoever of us began it, and this leg's. */
const legNames = ({ originCallId, sipCallId }: Facts): readonly string[] => [...(originCallId ? [originCallId] : []), sipCallId];

/** The rows that a call may have, that on which all sides agree first: by the leg of whoever of us began it, else by the PBX's own name, and by this leg's until that name is known. */
function places({ pbx, linkedId, sipCallId, originCallId }: Facts, { tenantId }: Context): readonly Id<'calls'>[] {
  return [...(originCallId ? [callOfLeg(tenantId, pbx, originCallId)] : []), ...(linkedId ? [callOf(tenantId, pbx, linkedId)] : []), callOfLeg(tenantId, pbx, sipCallId)];
}

/** A call that one of us began stays in the house where its number is one of ours; the PBX's own record decides. */
function directionOf({ direction, originCallId, number, e164 }: Facts, rows: Rows): Call['direction'] {
  if (originCallId) return 'internal';
  if (direction !== 'outbound') return direction;
  return rows.find(Extension, { number }).length > 0 || rows.find(PhoneNumber, { number: e164 ?? number }).length > 0 ? 'internal' : direction;
}

function found(args: Facts, rows: Rows, context: Context): Call | undefined {
  const { linkedId, pbx } = args;
  const named = linkedId ? rows.find(Call, { pbx, linkedId }) : [];
  const known = [...places(args, context).flatMap((id) => rows.find(Call, { id })), ...legNames(args).flatMap((callId) => rows.find(Call, { callId }))];
  return [...named, ...known][0];
}

function journal(args: Facts, event: Step, rows: Rows, context: Context): readonly Change[] {
  const known = found(args, rows, context);
  const id = known?.id ?? places(args, context)[0] ?? callOfLeg(context.tenantId, args.pbx, args.sipCallId);
  const queue = args.queue ? rows.find(Queue, { asteriskQueueName: args.queue })[0] : undefined;
  const others = rows.find(CallLeg, { callId: id }).filter(({ sipCallId }) => sipCallId !== args.sipCallId);
  const mine = rows.find(CallLeg, { callId: id }).find(({ sipCallId }) => sipCallId === args.sipCallId);
  const answeredAt = earliest(mine?.answeredAt, args.answeredAt);
  const leg = {
    outcome: mine && mine.outcome !== 'ringing' ? mine.outcome : (args.outcome ?? (answeredAt ? 'answered' : 'ringing')),
    answeredAt,
    endedAt: mine?.endedAt ?? args.endedAt ?? null,
    hangupCause: args.hangupCause ?? mine?.hangupCause ?? null,
    mos: args.mos ?? mine?.mos ?? null,
  } as const;
  const legs = [...others, leg];
  // What a person has unlinked since stays so: the first step alone says what the call is about.
  const about = known && event !== 'ringing' ? known : args;
  const isOver = legs.every((each) => each.endedAt !== null);
  const call = {
    linkedId: known?.linkedId ?? args.linkedId ?? null,
    callId: known?.callId ?? args.originCallId ?? args.sipCallId,
    agentId: known?.agentId ?? (answeredAt ? context.userId : null),
    queueId: known?.queueId ?? queue?.id ?? null,
    teamId: known?.teamId ?? queue?.teamId ?? null,
    teamIds: [...new Set([...(known?.teamIds ?? []), ...ownTeams(context)])].toSorted(),
    contactId: known?.contactId ?? about.contactId ?? null,
    caseId: known?.caseId ?? about.caseId ?? null,
    answeredAt: earliest(known?.answeredAt, answeredAt),
    endedAt: isOver ? latest([...legs.map((each) => each.endedAt), known?.endedAt ?? null]) : null,
  };
  const isHeld = event === 'held' || (event !== 'resumed' && known?.status === 'held');
  const status = laterStatus(known?.status ?? 'ringing', statusOf(call, legs, isHeld));
  const duration = call.answeredAt && call.endedAt ? Math.max(0, Math.round((Date.parse(call.endedAt) - Date.parse(call.answeredAt)) / 1000)) : null;
  const party =
    args.direction === 'outbound' ? { calledNumber: args.e164, calledNumberRaw: args.number } : { callerNumber: args.e164, callerNumberRaw: args.number, callerName: args.name };
  const direction = known?.direction ?? directionOf(args, rows);
  return [
    known
      ? update(Call, id, { ...call, status, duration })
      : insert(Call, id, {
          ...call,
          ...party,
          status,
          duration,
          pbx: args.pbx,
          direction,
          startedAt: args.startedAt,
          deviceId: context.deviceId,
        }),
    mine
      ? update(CallLeg, mine.id, leg)
      : insert(CallLeg, legOf(id, args.sipCallId), {
          ...leg,
          callId: id,
          userId: context.userId,
          deviceId: context.deviceId,
          sipCallId: args.sipCallId,
          direction,
          startedAt: args.startedAt,
        }),
    insert(CallEvent, idFrom(context, 0), { callId: id, eventType: event, at: context.at, userId: context.userId }),
    ...umbrella({ ...call, id, direction, startedAt: known?.startedAt ?? args.startedAt, duration }, rows, context),
  ];
}

/** Who follows up sees what was handed to the team, not what its members do elsewhere. */
const ownTeams = ({ teamIds, followUpTeamIds = [] }: Context) => teamIds.filter((id) => !followUpTeamIds.includes(id));

const earliest = (one: string | null | undefined, other: string | null | undefined): string | null =>
  [one, other].filter((at): at is string => typeof at === 'string').toSorted()[0] ?? null;
const latest = (moments: readonly (string | null)[]): string | null =>
  moments
    .filter((at): at is string => at !== null)
    .toSorted()
    .at(-1) ?? null;
