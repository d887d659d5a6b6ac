import { outcomeOf } from './outcome.ts';
import type { Board, BoardCall, Leg, Stay, Step } from './state.ts';

/** What begins a call or a leg. */
export interface Appearing {
  readonly uniqueId: string;
  readonly channel: string;
  readonly linkedId: string;
  readonly callerNumber: string;
  readonly callerName: string;
  readonly called: string;
  readonly sipCallId: string | null;
  readonly state: Leg['state'];
  readonly bridge: string | null;
  readonly at: string;
}

/** Puts a call in its place. */
export const withCall = (board: Board, call: BoardCall): Board => ({ ...board, calls: new Map(board.calls).set(call.linkedId, call) });

/** The call that holds the leg of a channel. */
export const callOf = (board: Board, uniqueId: string | undefined): BoardCall | undefined => board.calls.get(board.homes.get(uniqueId ?? '') ?? '');

/** The leg of a channel. */
export const legOf = (board: Board, uniqueId: string | undefined): Leg | undefined => callOf(board, uniqueId)?.legs.find((leg) => leg.uniqueId === uniqueId);

/** Adds a channel, and its call when it is the call's first. */
export function appear(board: Board, { uniqueId, channel, linkedId, callerNumber, callerName, called, sipCallId, state, bridge, at }: Appearing): Board {
  if (board.homes.has(uniqueId)) return board;
  const extension = extensionOf(channel);
  const known = board.calls.get(linkedId);
  const isCalled = uniqueId !== linkedId;
  const leg: Leg = {
    uniqueId,
    channel,
    linkedId,
    sipCallId,
    extension,
    isCalled,
    state,
    bridge,
    startedAt: startOf(uniqueId) ?? at,
    endedAt: null,
    dialStatus: null,
    sipStatus: null,
    cause: null,
    hasRung: state !== 'down',
    hasHungUp: false,
    // A channel that is up when first seen was answered then at the latest.
    answeredAt: state === 'up' ? at : null,
    outcome: state === 'up' ? 'answered' : 'ringing',
  };
  const call: BoardCall = known
    ? { ...known, endedAt: null, legs: [...known.legs, leg], direction: known.direction === 'internal' && extension === null ? 'outbound' : known.direction }
    : {
        linkedId,
        callerNumber,
        callerName,
        called,
        direction: extension === null ? 'inbound' : 'internal',
        startedAt: leg.startedAt,
        endedAt: null,
        legs: [leg],
        stays: [],
        steps: [],
        joinedTo: null,
      };
  return withCall({ ...board, homes: new Map(board.homes).set(uniqueId, linkedId) }, call);
}

/** Changes the leg of a channel; nothing when the channel is not known or is over. */
export function changeLeg(board: Board, uniqueId: string | undefined, change: (leg: Leg) => Leg): Board {
  const call = callOf(board, uniqueId);
  const leg = call?.legs.find((each) => each.uniqueId === uniqueId);
  if (!call || !leg || leg.endedAt !== null) return board;
  const changed = change(leg);
  return changed === leg ? board : withCall(board, { ...call, legs: call.legs.map((each) => (each === leg ? changed : each)) });
}

/** Takes up a leg: somebody or something speaks on it. */
export const answer = (board: Board, uniqueId: string | undefined, at: string): Board =>
  changeLeg(board, uniqueId, (leg) => (leg.state === 'up' ? leg : { ...leg, state: 'up', answeredAt: leg.answeredAt ?? at, outcome: 'answered' }));

/** Ends a leg, and its call with the last of them; a caller who goes while waiting has abandoned. */
export function end(board: Board, uniqueId: string, at: string, what: { readonly cause: number | null; readonly sipStatus: number | null }): Board {
  const ended = changeLeg(board, uniqueId, (leg) => {
    const over = { ...leg, endedAt: at, bridge: null, cause: what.cause ?? leg.cause, sipStatus: what.sipStatus ?? leg.sipStatus };
    return { ...over, outcome: outcomeOf(over) };
  });
  const call = callOf(ended, uniqueId);
  if (ended === board || !call) return board;
  const hasHungUp = legOf(ended, uniqueId)?.hasHungUp === true;
  const stays = call.stays.map((stay): Stay => {
    if (stay.uniqueId !== uniqueId || stay.result !== 'waiting') return stay;
    // Out of the queue, connected to nobody, and sent away by the PBX: the wait was too long.
    return { ...stay, leftAt: stay.leftAt ?? at, result: stay.leftAt !== null && !hasHungUp ? 'timeout' : 'abandoned' };
  });
  if (call.legs.some((leg) => leg.endedAt === null)) return withCall(ended, { ...call, stays });
  return withCall(ended, step({ ...call, stays, endedAt: at }, 'ended', at, null));
}

/** Changes the stay in a queue that a channel has not left yet. */
export function changeStay(board: Board, queue: string | undefined, uniqueId: string | undefined, change: (stay: Stay) => Stay): Board {
  const call = callOf(board, uniqueId);
  const stay = call?.stays.findLast((each) => each.queue === queue && each.uniqueId === uniqueId);
  return call && stay ? withCall(board, { ...call, stays: call.stays.map((each) => (each === stay ? change(stay) : each)) }) : board;
}

/** Adds a line to a call's history, once. */
export function step(call: BoardCall, kind: Step['kind'], at: string, extension: string | null, details: Step['details'] = {}): BoardCall {
  const last = call.steps.at(-1);
  if (last?.kind === kind && last.at === at && last.extension === extension) return call;
  return { ...call, steps: [...call.steps, { kind, at, extension, details }] };
}

/** Whether there is more to write of a call than that those before it in the queue have gone: a caller's place is written once, at the end of a queue of hundreds each one who goes moves all. */
export function tellsMore(before: BoardCall | undefined, after: BoardCall): boolean {
  if (before === after) return false;
  if (!before) return true;
  const { stays: old, ...rest } = before;
  const isStill = (stay: Stay, index: number) => Object.entries(stay).every(([key, value]) => key === 'position' || old[index]?.[key as keyof Stay] === value);
  return old.length !== after.stays.length || !after.stays.every(isStill) || Object.entries(rest).some(([key, value]) => after[key as keyof BoardCall] !== value);
}

/** Lets a call go that has been written down. */
export function forget(board: Board, linkedId: string): Board {
  const call = board.calls.get(linkedId);
  if (!call) return board;
  const calls = new Map(board.calls);
  calls.delete(linkedId);
  const homes = new Map(board.homes);
  for (const { uniqueId } of call.legs) homes.delete(uniqueId);
  return { ...board, calls, homes };
}

/** `PJSIP/101-0000002a` is extension 101; a carrier's channel has none. */
export function extensionOf(channel: string): string | null {
  const name = /^[A-Z][A-Za-z0-9]*\/(.+)-[0-9a-f]{8,}$/.exec(channel)?.[1] ?? null;
  return name !== null && /^\d+$/.test(name) ? name : null;
}

/** The PBX's unique id says when the channel began, to the second: the same whoever tells of it, and when. */
function startOf(uniqueId: string): string | null {
  const seconds = /(?:^|-)(\d{9,11})\.\d+$/.exec(uniqueId)?.[1];
  return seconds === undefined ? null : new Date(Number(seconds) * 1000).toISOString();
}
