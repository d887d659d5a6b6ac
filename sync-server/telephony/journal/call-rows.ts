import { callOf, callOfLeg, legOf, transferOf } from '#domain/calls/rules.ts';
import { derivedId } from '#domain/kernel/derived-id.ts';
import type { BoardCall, Leg, Step } from '../board/state.ts';
import { isShared } from '../pbx/plan.ts';
import { numberOf, type Directory } from './directory.ts';
import { statusOf } from './status.ts';

/** A row as the PBX would have it; what it does not know is not in it. */
export interface ToldRow {
  readonly id: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** What holds only while there is no row. */
  readonly supposed?: Readonly<Record<string, unknown>>;
}

/** The rows of one call. */
export interface CallRows {
  readonly call: ToldRow;
  readonly legs: readonly ToldRow[];
  readonly stays: readonly ToldRow[];
  readonly events: readonly ToldRow[];
  readonly transfers: readonly ToldRow[];
}

/** By what a call's row may be known already: the PBX's name of it, or the Call-ID of whoever of us began it. */
export interface CallNames {
  readonly linkedId: string;
  readonly originCallId: string | null;
}

/** How a call is named; null while too little is known of it. */
export function namesOf({ linkedId, legs: [first], endedAt }: BoardCall): CallNames | null {
  if (!first) return null;
  // One of us began it: its Call-ID comes with the dial plan's first step.
  if (first.extension !== null && first.sipCallId === null && endedAt === null) return null;
  return { linkedId, originCallId: first.extension === null ? null : first.sipCallId };
}

/** The ids that a desk may have given to the row of a call, that on which all sides agree first. */
export const idsOf = ({ linkedId, originCallId }: CallNames, { tenantId, pbx }: Pick<Directory, 'pbx' | 'tenantId'>): readonly string[] => [
  ...(originCallId === null ? [] : [callOfLeg(tenantId, pbx, originCallId)]),
  callOf(tenantId, pbx, linkedId),
];

/** What is written of a call into the row with this id. */
export function rowsOf(call: BoardCall, id: string, originCallId: string | null, directory: Directory): CallRows {
  const { pbx, extensions, queues, numbers } = directory;
  const userOf = (extension: string | null) => (extension === null ? null : (extensions.get(extension)?.userId ?? null));
  const [caller, called] = [numberOf(call.callerNumber, directory), numberOf(call.called, directory)];
  const answers = call.legs.filter(({ isCalled, answeredAt }) => isCalled && answeredAt !== null);
  const stay = call.stays.at(-1);
  const queue = stay && queues.get(stay.queue);
  const direction = directionOf(call, called.number ?? called.raw ?? '', directory);
  const answeredAt = earliest(answers.map((leg) => leg.answeredAt));
  const agent = userOf(answers.findLast(({ extension }) => extension !== null)?.extension ?? null) ?? userOf(call.legs[0]?.extension ?? null);
  return {
    call: {
      id,
      supposed: { direction },
      values: {
        pbx,
        linkedId: call.linkedId,
        callId: originCallId,
        ...(call.legs[0]?.uniqueId === call.linkedId && { direction }),
        status: statusOf(call),
        callerNumber: caller.number,
        callerNumberRaw: caller.number === caller.raw ? null : caller.raw,
        callerName: clean(call.callerName),
        calledNumber: called.number,
        calledNumberRaw: called.number === called.raw ? null : called.raw,
        agentId: agent,
        queueId: queue?.id ?? null,
        teamId: queue?.teamId ?? null,
        teamIds: [...new Set(call.legs.flatMap(({ extension }) => extensions.get(extension ?? '')?.teamIds ?? []))].toSorted(),
        phoneNumberId: (called.number !== null ? numbers.get(called.number) : undefined)?.id ?? null,
        startedAt: call.startedAt,
        answeredAt,
        endedAt: call.endedAt,
        duration: answeredAt !== null && call.endedAt !== null ? Math.max(0, Math.round((Date.parse(call.endedAt) - Date.parse(answeredAt)) / 1000)) : null,
      },
    },
    legs: call.legs.filter((leg) => isNamed(leg)).map((leg) => legRow(leg, id, direction, userOf, extensions)),
    stays: call.stays.flatMap(({ queue: name, position, joinedAt, connectedAt, leftAt, result, extension }) => {
      const queueId = queues.get(name)?.id;
      if (queueId === undefined) return [];
      return [{ id: derivedId(id, 'stay', name, joinedAt), values: { queueId, callId: id, position, joinedAt, connectedAt, leftAt, result, agentId: userOf(extension) } }];
    }),
    events: call.steps.map(({ kind, at, extension, details }) => ({
      id: derivedId(id, 'event', kind, at, extension ?? ''),
      values: { callId: id, eventType: kind, at, userId: userOf(extension), details: { ...details, ...(extension !== null && { extension }) } },
    })),
    transfers: call.steps.flatMap((step) => transferRow(step, id, call, directory) ?? []),
  };
}

/** What an agent handed on; a place to park and a room for three are nobody else's. */
function transferRow({ kind, at, extension, details }: Step, callId: string, call: BoardCall, directory: Directory): ToldRow | null {
  const { extensions, queues, numbers } = directory;
  const fromAgentId = extensions.get(extension ?? '')?.userId;
  const leg = call.legs.find(({ uniqueId }) => uniqueId === details['uniqueId']);
  const to = numberOf(details['to'] ?? '', directory);
  const toAgentId = extensions.get(to.number ?? '')?.userId ?? null;
  if (kind !== 'transferred' || fromAgentId === undefined || !leg || (toAgentId === null && isShared(details['to'] ?? ''))) return null;
  const stay = call.stays.find(({ joinedAt }) => joinedAt >= at);
  const toQueueId = numbers.get(to.number ?? '')?.queueId ?? queues.get(stay?.queue ?? '')?.id ?? null;
  const [transferType, status] = details['kind'] === 'attended' ? ['warm', 'completed'] : ['blind', statusOfTransfer(call, at)];
  return {
    id: transferOf(callId, leg.sipCallId ?? leg.uniqueId),
    values: { callId, transferType, fromAgentId, toAgentId, toQueueId, toNumber: to.number, toNumberRaw: to.raw, status },
  };
}

/** Whether somebody took what was handed on at a moment: to a queue or a voice of the PBX there is nobody who could refuse. */
function statusOfTransfer({ legs, stays, endedAt }: BoardCall, at: string): 'completed' | 'failed' | 'initiated' {
  const rung = legs.filter((leg) => leg.isCalled && (leg.answeredAt === null || leg.answeredAt >= at) && (leg.endedAt === null || leg.endedAt >= at));
  if (stays.some(({ joinedAt }) => joinedAt >= at) || rung.some(({ answeredAt }) => answeredAt !== null)) return 'completed';
  if (endedAt === null) return 'initiated';
  return rung.length > 0 ? 'failed' : 'completed';
}

/** What one of us began goes out, unless it was meant for a number of ours or rang one of us. */
function directionOf({ direction, legs, stays }: BoardCall, called: string, { extensions, numbers }: Directory): BoardCall['direction'] {
  if (direction === 'inbound' || extensions.has(called) || numbers.has(called)) return direction === 'inbound' ? direction : 'internal';
  const isTaken = stays.length > 0 || legs.some(({ isCalled, extension }) => isCalled && extension !== null);
  return direction === 'internal' && isTaken ? 'internal' : 'outbound';
}

/** A telephone's Call-ID is told a moment after its channel; a carrier's is not told at all. */
const isNamed = ({ extension, sipCallId, endedAt }: Leg) => extension === null || sipCallId !== null || endedAt !== null;

function legRow(leg: Leg, callId: string, direction: BoardCall['direction'], userOf: (extension: string | null) => string | null, extensions: Directory['extensions']): ToldRow {
  const sipCallId = leg.sipCallId ?? leg.uniqueId;
  const extensionId = leg.extension === null ? null : (extensions.get(leg.extension)?.id ?? null);
  const { channel, outcome, cause, startedAt, answeredAt, endedAt, extension } = leg;
  return {
    id: legOf(callId, sipCallId),
    values: { callId, userId: userOf(extension), extensionId, sipCallId, channel, direction, outcome, hangupCause: cause, startedAt, answeredAt, endedAt },
  };
}

const clean = (text: string): string | null =>
  text
    .replaceAll(/\p{Cc}/gu, ' ')
    .trim()
    .replace(/^<unknown>$/, '')
    .slice(0, 200)
    .toWellFormed() || null;

const earliest = (instants: readonly (string | null)[]): string | null => instants.filter((each) => each !== null).toSorted()[0] ?? null;
