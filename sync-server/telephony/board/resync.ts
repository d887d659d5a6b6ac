import type { AmiMessage } from '../ami/message.ts';
import { answer, appear, callOf, changeLeg, end, legOf, withCall } from './change.ts';
import { memberOf, withMember } from './members.ts';
import { numberOf, sipCallIdOf, stateOf } from './reduce.ts';
import { isWaiting, type Board, type Stay } from './state.ts';

/** What the PBX answers to QueueStatus and CoreShowChannels. */
export interface Snapshot {
  readonly queues: readonly AmiMessage[];
  readonly channels: readonly AmiMessage[];
}

/** The board after a look at the PBX: what it shows is so, what it does not show is over. Nothing that was missed stays as a ghost. */
export function resync(board: Board, { queues, channels }: Snapshot, at: string): Board {
  const fresh: Board = { ...board, queues: new Set(queues.filter(is('QueueParams')).map((each) => each['Queue'] ?? '')), members: new Map() };
  const peopled = queues.filter(is('QueueMember')).reduce((now, each) => withMember(now, memberOf(each)), fresh);
  const seen = new Set(channels.map((each) => each['Uniqueid'] ?? ''));
  // Those that go first: a call is over only when nobody new is in it either.
  const present = channels.toSorted((one, other) => Number(isFirst(other)) - Number(isFirst(one))).reduce((now, each) => show(now, each, at), peopled);
  const waiting = queues.filter(is('QueueEntry'));
  const seated = waiting.reduce((now, each) => seat(now, each, at), present);
  const stood = leave(seated, new Set(waiting.map((each) => `${each['Queue']} ${each['Uniqueid']}`)), seen, at);
  const gone = [...stood.calls.values()].flatMap(({ legs }) => legs.filter((leg) => leg.endedAt === null && !seen.has(leg.uniqueId)));
  return gone.reduce((now, { uniqueId }) => end(now, uniqueId, at, { cause: null, sipStatus: null }), stood);
}

/** Whoever began a call says whose it is, wherever it stands in the list. */
const isFirst = (channel: AmiMessage) => channel['Uniqueid'] === channel['Linkedid'];

const is = (name: string) => (message: AmiMessage) => message['Event'] === name;

function show(board: Board, channel: AmiMessage, at: string): Board {
  const uniqueId = channel['Uniqueid'] ?? '';
  const [state, bridge, linkedId] = [stateOf(channel['ChannelState']), channel['BridgeId'] || null, channel['Linkedid'] ?? uniqueId];
  const shown = appear(board, {
    uniqueId,
    linkedId,
    state,
    bridge,
    at,
    channel: channel['Channel'] ?? '',
    callerNumber: channel['CallerIDNum'] ?? '',
    callerName: channel['CallerIDName'] ?? '',
    called: channel['Exten'] ?? '',
    sipCallId: sipCallIdOf(channel['ChanVariable']),
  });
  const up = state === 'up' ? answer(shown, uniqueId, at) : shown;
  return changeLeg(up, uniqueId, (leg) => ({
    ...leg,
    state,
    bridge,
    linkedId,
    channel: channel['Channel'] ?? leg.channel,
    hasRung: leg.hasRung || state !== 'down',
    sipCallId: sipCallIdOf(channel['ChanVariable']) ?? leg.sipCallId,
  }));
}

function seat(board: Board, entry: AmiMessage, at: string): Board {
  const [queue = '', uniqueId = ''] = [entry['Queue'], entry['Uniqueid']];
  const call = callOf(board, uniqueId);
  if (!call) return board;
  const position = numberOf(entry['Position']) ?? 0;
  const known = call.stays.find((stay) => stay.queue === queue && stay.uniqueId === uniqueId && isWaiting(stay));
  if (known) return withCall(board, { ...call, stays: call.stays.map((stay) => (stay === known ? { ...stay, position } : stay)) });
  const joinedAt = new Date(Date.parse(at) - (numberOf(entry['Wait']) ?? 0) * 1000).toISOString();
  return withCall(board, { ...call, stays: [...call.stays, { queue, uniqueId, position, joinedAt, connectedAt: null, leftAt: null, result: 'waiting', extension: null }] });
}

/** Whoever waited and waits no more was taken by an agent, went, or waited too long. */
function leave(board: Board, waiting: ReadonlySet<string>, seen: ReadonlySet<string>, at: string): Board {
  return [...board.calls.values()].reduce((now, call) => {
    const stays = call.stays.map((stay): Stay => {
      if (stay.result !== 'waiting' || waiting.has(`${stay.queue} ${stay.uniqueId}`)) return stay;
      if (!seen.has(stay.uniqueId)) return { ...stay, result: 'abandoned', leftAt: at };
      const bridge = legOf(now, stay.uniqueId)?.bridge ?? null;
      const partner = bridge === null ? undefined : call.legs.find((leg) => leg.uniqueId !== stay.uniqueId && leg.bridge === bridge && leg.endedAt === null);
      return partner ? { ...stay, result: 'connected', connectedAt: at, leftAt: at, extension: partner.extension } : { ...stay, result: 'timeout', leftAt: at };
    });
    return stays.some((stay, index) => stay !== call.stays[index]) ? withCall(now, { ...call, stays }) : now;
  }, board);
}
