import type { MonitorMode } from '#domain/calls/supervision.ts';
import type { AmiFields } from './ami/action.ts';
import type { Board, BoardCall, Leg } from './board/state.ts';

/** What is asked of the PBX. */
export interface PbxRequest {
  readonly action: string;
  readonly fields: AmiFields;
}

/** Who is let into whose call, and how. */
export interface MonitorWish {
  readonly supervisor: string;
  readonly agent: string;
  readonly mode: MonitorMode;
  /** The call that is meant, where the agent is on several. */
  readonly linkedId?: string | null;
}

// By the whole name (u), quietly (q), and over when the agent's call is (E).
const options: Readonly<Record<MonitorMode, string>> = { listen: 'uqE', whisper: 'uqEw', barge: 'uqEB' };
const spying = 'spy-';

/** Whether a call is only a supervisor's way into one: it is no call of its own. */
export const isSpying = ({ linkedId }: Pick<BoardCall, 'linkedId'>): boolean => linkedId.startsWith(spying);

/**
 * Rings the supervisor and lets them into an agent's call, instead of the one they are in; null when the agent is on none.
 * The channel is named to its last digit: `PJSIP/10` would also hear 100.
 */
export function monitorRequests(board: Board, { supervisor, agent, mode, linkedId }: MonitorWish, id: string): readonly PbxRequest[] | null {
  const calls = [...board.calls.values()].filter((call) => !isSpying(call));
  const leg = calls.flatMap(liveLegs).find(({ extension, state, linkedId: own }) => extension === agent && state === 'up' && own === (linkedId ?? own));
  if (!leg || !/^\d{1,20}$/.test(supervisor) || supervisor === agent) return null;
  const before = [...board.calls.values()]
    .filter(isSpying)
    .flatMap(liveLegs)
    .filter(({ extension }) => extension === supervisor);
  return [
    ...before.map(hangUp),
    {
      action: 'Originate',
      fields: {
        Channel: `PJSIP/${supervisor}`,
        ChannelId: `${spying}${id}`,
        Application: 'ChanSpy',
        Data: `${leg.channel},${options[mode]}`,
        CallerID: `"${mode} ${agent}" <${agent}>`,
        // The telephone opens no microphone for who only listens, and shows to whom.
        Variable: `PJSIP_HEADER(add,X-Pbx-Monitor)=${mode} ${agent} ${leg.linkedId}`,
        Timeout: 20_000,
        Async: 'true',
      },
    },
  ];
}

/** Ends all that is left of a call; null when nothing is. */
export function disconnectRequests(board: Board, linkedId: string): readonly PbxRequest[] | null {
  const call = board.calls.get(linkedId);
  const legs = call ? liveLegs(call) : [];
  return legs.length > 0 ? legs.map(hangUp) : null;
}

/** Takes one party out of the room that an agent's call is in; null when nobody of that number is in it. */
export function dropRequests(board: Board, linkedId: string, agent: string, number: string): readonly PbxRequest[] | null {
  const room = (board.calls.get(linkedId)?.legs ?? []).find(({ extension, endedAt, bridge }) => extension === agent && endedAt === null && bridge !== null)?.bridge;
  const wanted = digitsOf(number);
  // Who calls without a number is not told apart by one.
  if (!room || wanted === '') return null;
  const inRoom = [...board.calls.values()].flatMap((call) => liveLegs(call).map((leg) => ({ leg, number: leg.extension ?? farNumber(call) })));
  const found = inRoom.filter(({ leg, number: own }) => leg.bridge === room && leg.extension !== agent && digitsOf(own) === wanted);
  return found.length > 0 ? found.map(({ leg }) => hangUp(leg)) : null;
}

const liveLegs = ({ legs }: BoardCall): readonly Leg[] => legs.filter(({ endedAt }) => endedAt === null);
const hangUp = ({ channel }: Leg): PbxRequest => ({ action: 'Hangup', fields: { Channel: channel, Cause: 16 } });
/** Who is behind the channel of a carrier: whoever called, or was called. */
const farNumber = ({ direction, callerNumber, called }: BoardCall): string => (direction === 'inbound' ? callerNumber : called);
const digitsOf = (text: string): string => text.replaceAll(/\D/g, '').replace(/^00/, '');
