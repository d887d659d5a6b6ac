import type { AmiMessage } from '../ami/message.ts';
import { answer, appear, callOf, changeLeg, changeStay, end, legOf, step, withCall } from './change.ts';
import { memberOf, withMember } from './members.ts';
import { isWaiting, type Board, type Leg, type Stay, type Step } from './state.ts';

// A look at the PBX tells to the second since when somebody waits.
const sameStay = 1_000;

type Move = (board: Board, event: AmiMessage, at: string) => Board;

/** The board after one event of the PBX; an event of no interest, or of a channel not known, changes nothing. */
export function reduce(board: Board, event: AmiMessage, now: string): Board {
  const at = instantOf(event['Timestamp']) ?? now;
  const move = Object.hasOwn(moves, event['Event'] ?? '') ? moves[event['Event'] ?? ''] : undefined;
  const moved = move ? move(board, event, at) : board;
  return follow(follow(moved, event, ''), event, 'Dest');
}

const moves: Readonly<Record<string, Move>> = {
  Newchannel: (board, event, at) =>
    appear(board, {
      uniqueId: event['Uniqueid'] ?? '',
      channel: event['Channel'] ?? '',
      linkedId: event['Linkedid'] ?? event['Uniqueid'] ?? '',
      callerNumber: event['CallerIDNum'] ?? '',
      callerName: event['CallerIDName'] ?? '',
      called: event['Exten'] ?? '',
      sipCallId: sipCallIdOf(event['ChanVariable']),
      state: stateOf(event['ChannelState']),
      bridge: null,
      at,
    }),
  Newstate: (board, event, at) => {
    const state = stateOf(event['ChannelState']);
    if (state === 'up') return answered(board, event['Uniqueid'], at);
    const known = legOf(board, event['Uniqueid']);
    const changed = changeLeg(board, event['Uniqueid'], (leg) => ({ ...leg, state, hasRung: leg.hasRung || state === 'ringing' }));
    return known?.isCalled === true && known.state !== 'ringing' && state === 'ringing' ? note(changed, known, 'ringing', at) : changed;
  },
  Rename: (board, event) => changeLeg(board, event['Uniqueid'], (leg) => ({ ...leg, channel: event['Newname'] ?? leg.channel })),
  BridgeEnter: (board, event, at) => changeLeg(answered(board, event['Uniqueid'], at), event['Uniqueid'], (leg) => ({ ...leg, bridge: event['BridgeUniqueid'] ?? null })),
  BridgeLeave: (board, event) => changeLeg(board, event['Uniqueid'], (leg) => (leg.bridge === event['BridgeUniqueid'] ? { ...leg, bridge: null } : leg)),
  DialBegin: (board, event) => changeLeg(board, event['DestUniqueid'], (leg) => ({ ...leg, isCalled: true })),
  DialEnd: (board, event) => changeLeg(board, event['DestUniqueid'], (leg) => ({ ...leg, dialStatus: event['DialStatus'] ?? leg.dialStatus })),
  HangupRequest: (board, event) => changeLeg(board, event['Uniqueid'], (leg) => ({ ...leg, hasHungUp: true, sipStatus: numberOf(event['TechCause']) ?? leg.sipStatus })),
  Hangup: (board, event, at) => end(board, event['Uniqueid'] ?? '', at, { cause: numberOf(event['Cause']), sipStatus: numberOf(event['TechCause']) }),
  Hold: (board, event, at) => noteOf(board, event['Uniqueid'], 'held', at),
  Unhold: (board, event, at) => noteOf(board, event['Uniqueid'], 'resumed', at),
  MixMonitorStart: (board, event, at) => noteOf(board, event['Uniqueid'], 'recordingStarted', at, { uniqueId: event['Uniqueid'] ?? '' }),
  MixMonitorMute: (board, event, at) => noteOf(board, event['Uniqueid'], event['State'] === '1' ? 'recordingPaused' : 'recordingStarted', at),
  MixMonitorStop: (board, event, at) => noteOf(board, event['Uniqueid'], 'recordingStopped', at),
  BlindTransfer: (board, event, at) =>
    event['Result'] === 'Success' ? noteOf(board, event['TransfererUniqueid'], 'transferred', at, handing(event['TransfererUniqueid'], 'blind', event['Extension'])) : board,
  AttendedTransfer: (board, event, at) => {
    const [first, second] = [callOf(board, event['OrigTransfererUniqueid']), callOf(board, event['SecondTransfererUniqueid'])];
    if (event['Result'] !== 'Success' || !first) return board;
    const noted = noteOf(board, event['OrigTransfererUniqueid'], 'transferred', at, handing(event['OrigTransfererUniqueid'], 'attended', second?.called));
    return second && second !== first ? withCall(noted, { ...second, joinedTo: first.linkedId }) : noted;
  },
  QueueCallerJoin: (board, event, at) => {
    const call = callOf(board, event['Uniqueid']);
    const [queue = '', uniqueId = ''] = [event['Queue'], event['Uniqueid']];
    const isTold = (stay: Stay) => stay.queue === queue && stay.uniqueId === uniqueId && (isWaiting(stay) || Math.abs(Date.parse(stay.joinedAt) - Date.parse(at)) <= sameStay);
    if (!call || call.stays.some(isTold)) return board;
    const stay = { queue, uniqueId, position: numberOf(event['Position']) ?? 0, joinedAt: at, connectedAt: null, leftAt: null, result: 'waiting' as const, extension: null };
    return withCall(moveOn(board, queue, stay.position, 1), {
      ...call,
      // Who joins another queue was sent on by the one before.
      stays: [
        ...call.stays.map((each) => (each.uniqueId === uniqueId && each.result === 'waiting' ? { ...each, result: 'overflow' as const, leftAt: each.leftAt ?? at } : each)),
        stay,
      ],
    });
  },
  QueueCallerAbandon: (board, event, at) =>
    changeStay(board, event['Queue'], event['Uniqueid'], (stay) => (stay.result === 'waiting' ? { ...stay, result: 'abandoned', leftAt: at } : stay)),
  // Whether who leaves is connected, only the next event says.
  QueueCallerLeave: (board, event, at) => {
    const left = changeStay(board, event['Queue'], event['Uniqueid'], (stay) => ({ ...stay, leftAt: stay.leftAt ?? at }));
    return left === board ? board : moveOn(left, event['Queue'] ?? '', numberOf(event['Position']) ?? 0, -1);
  },
  AgentConnect: (board, event, at) =>
    changeStay(board, event['Queue'], event['Uniqueid'], (stay) => ({
      ...stay,
      result: 'connected',
      connectedAt: at,
      leftAt: stay.leftAt ?? at,
      extension: extensionOfMember(event),
    })),
  // Said by our dial plan: nobody came, and the caller may leave a message.
  UserEvent: (board, event, at) => {
    if (event['UserEvent'] !== 'Voicemail') return board;
    const { Queue: queue, Mailbox: mailbox = '', Box: box, Uniqueid: uniqueId } = event;
    const left = changeStay(board, queue, uniqueId, (stay) => (stay.result === 'waiting' ? { ...stay, result: 'voicemail', leftAt: stay.leftAt ?? at } : stay));
    return noteOf(left, uniqueId, 'recordingStarted', at, { uniqueId: `voicemail-${uniqueId}`, ...(mailbox === '' ? { queue: box ?? queue ?? '' } : { mailbox }) });
  },
  ...Object.fromEntries(
    ['QueueMemberStatus', 'QueueMemberAdded', 'QueueMemberPause', 'QueueMemberPenalty'].map((name): [string, Move] => [name, (board, event) => withMember(board, memberOf(event))]),
  ),
  QueueMemberRemoved: (board, event) => {
    const members = new Map(board.members);
    return members.delete(`${event['Queue']} ${event['Interface']}`) ? { ...board, members } : board;
  },
};

const handing = (uniqueId = '', kind: 'attended' | 'blind', to = ''): Step['details'] => ({ kind, to, uniqueId });

/** Those behind somebody who came or went in a queue move by one. */
function moveOn(board: Board, queue: string, from: number, by: 1 | -1): Board {
  const isBehind = (stay: Stay) => stay.queue === queue && isWaiting(stay) && stay.position >= from;
  const moved = [...board.calls.values()].filter((call) => call.stays.some(isBehind));
  return moved.reduce((now, call) => withCall(now, { ...call, stays: call.stays.map((stay) => (isBehind(stay) ? { ...stay, position: stay.position + by } : stay)) }), board);
}

function answered(board: Board, uniqueId: string | undefined, at: string): Board {
  const leg = legOf(board, uniqueId);
  const changed = answer(board, uniqueId, at);
  return changed !== board && leg?.isCalled === true && leg.answeredAt === null ? note(changed, leg, 'answered', at) : changed;
}

const noteOf = (board: Board, uniqueId: string | undefined, kind: Step['kind'], at: string, details?: Step['details']): Board => {
  const leg = legOf(board, uniqueId);
  return leg ? note(board, leg, kind, at, details) : board;
};

function note(board: Board, { uniqueId, extension }: Leg, kind: Step['kind'], at: string, details?: Step['details']): Board {
  const call = callOf(board, uniqueId);
  return call ? withCall(board, step(call, kind, at, extension, details)) : board;
}

/** Any event may be the first to tell a channel's Call-ID, or that it counts to another call now. */
function follow(board: Board, event: AmiMessage, prefix: '' | 'Dest'): Board {
  const [linkedId, sipCallId] = [event[`${prefix}Linkedid`], sipCallIdOf(event[`${prefix}ChanVariable`])];
  return changeLeg(board, event[`${prefix}Uniqueid`], (leg) => {
    if ((linkedId ?? leg.linkedId) === leg.linkedId && (sipCallId ?? leg.sipCallId) === leg.sipCallId) return leg;
    return { ...leg, linkedId: linkedId ?? leg.linkedId, sipCallId: sipCallId ?? leg.sipCallId };
  });
}

const extensionOfMember = (event: AmiMessage): string | null => /^[A-Za-z]+\/(\d+)$/.exec(event['Interface'] ?? '')?.[1] ?? null;

/** The softphone's Call-ID, among the channel variables that the PBX tells with each event. */
export const sipCallIdOf = (variables: string | undefined): string | null => /^SIPCALLID=(.+)$/m.exec(variables ?? '')?.[1] ?? null;

/** Asterisk's number of a channel's state. */
export const stateOf = (text: string | undefined): Leg['state'] => (text === '6' ? 'up' : text === '5' ? 'ringing' : 'down');

/** A whole number, or none. */
export const numberOf = (text: string | undefined): number | null => (text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null);

function instantOf(timestamp: string | undefined): string | null {
  const seconds = Number(timestamp);
  return timestamp !== undefined && Number.isFinite(seconds) && seconds > 0 && seconds < 1e11 ? new Date(Math.round(seconds * 1000)).toISOString() : null;
}
