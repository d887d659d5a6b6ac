/** How a leg ended for the one whose telephone it was. */
export type LegOutcome = 'ringing' | 'answered' | 'missed' | 'rejected' | 'cancelled' | 'busy' | 'failed' | 'deviceFailure';

/** One channel of the PBX, from its first sound to its last. */
export interface Leg {
  readonly uniqueId: string;
  readonly channel: string;
  /** The call that the PBX counts it to now; another than at its beginning after a transfer. */
  readonly linkedId: string;
  readonly sipCallId: string | null;
  /** The extension at the other end of the wire; null for a carrier. */
  readonly extension: string | null;
  /** Whether the PBX rang it, rather than being rung by it. */
  readonly isCalled: boolean;
  readonly state: 'down' | 'ringing' | 'up';
  readonly hasRung: boolean;
  /** Whether the one at the other end hung up, rather than the PBX. */
  readonly hasHungUp: boolean;
  readonly bridge: string | null;
  readonly startedAt: string;
  readonly answeredAt: string | null;
  readonly endedAt: string | null;
  readonly outcome: LegOutcome;
  readonly dialStatus: string | null;
  readonly sipStatus: number | null;
  readonly cause: number | null;
}

/** A caller's stay in a queue. */
export interface Stay {
  readonly queue: string;
  readonly uniqueId: string;
  readonly position: number;
  readonly joinedAt: string;
  readonly connectedAt: string | null;
  readonly leftAt: string | null;
  readonly result: 'waiting' | 'connected' | 'abandoned' | 'timeout' | 'overflow' | 'voicemail';
  /** Whoever took the call. */
  readonly extension: string | null;
}

/** A step of a call that is worth a line in its history. */
export interface Step {
  readonly kind: 'ringing' | 'answered' | 'held' | 'resumed' | 'transferred' | 'recordingStarted' | 'recordingPaused' | 'recordingStopped' | 'ended';
  readonly at: string;
  readonly extension: string | null;
  readonly details: Readonly<Record<string, string>>;
}

/** Everything the PBX said of one call. */
export interface BoardCall {
  readonly linkedId: string;
  readonly callerNumber: string;
  readonly callerName: string;
  readonly called: string;
  readonly direction: 'inbound' | 'outbound' | 'internal';
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly legs: readonly Leg[];
  readonly stays: readonly Stay[];
  readonly steps: readonly Step[];
  /** The call into which an attended transfer has led it. */
  readonly joinedTo: string | null;
}

/** An agent in a queue, as the PBX has it. */
export interface Member {
  readonly queue: string;
  readonly interface: string;
  readonly extension: string;
  readonly penalty: number;
  /** Of the device: free, in use, ringing, not there. */
  readonly device: 'free' | 'inUse' | 'ringing' | 'onHold' | 'absent';
  readonly isPaused: boolean;
  readonly pausedReason: string;
}

/** What is so at the PBX now, and what happened in calls that are not yet forgotten. */
export interface Board {
  readonly queues: ReadonlySet<string>;
  readonly calls: ReadonlyMap<string, BoardCall>;
  readonly members: ReadonlyMap<string, Member>;
  /** Which call holds the leg of a channel. */
  readonly homes: ReadonlyMap<string, string>;
}

/** Nothing known yet. */
export const emptyBoard: Board = { queues: new Set(), calls: new Map(), members: new Map(), homes: new Map() };

/** Who has left the queue waits no more, though it is not yet said why. */
export const isWaiting = (stay: Stay): boolean => stay.result === 'waiting' && stay.leftAt === null;

/** The live part alone: what a fresh look at the PBX would show. */
export function liveOf(board: Board) {
  const legs = [...board.calls.values()].flatMap((call) => call.legs.filter((leg) => leg.endedAt === null));
  const stays = [...board.calls.values()].flatMap((call) => call.stays.filter(isWaiting));
  return {
    queues: [...board.queues].toSorted(),
    channels: legs
      .map(({ uniqueId, channel, linkedId, extension, state, bridge }) => ({ uniqueId, channel, linkedId, extension, state, bridge }))
      .toSorted(by(({ uniqueId }) => uniqueId)),
    waiting: stays.map(({ queue, uniqueId, position }) => ({ queue, uniqueId, position })).toSorted(by(({ queue, position }) => `${queue} ${String(position).padStart(6, '0')}`)),
    members: [...board.members.values()].toSorted(by(({ queue, interface: place }) => `${queue} ${place}`)),
  };
}

const by =
  <T>(key: (value: T) => string) =>
  (a: T, b: T) =>
    key(a) < key(b) ? -1 : 1;
