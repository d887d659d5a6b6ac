import { AgentState } from '#domain/telephony/agent-state.ts';
import type { Board } from '../board/state.ts';
import type { Presence } from './lease.ts';

type State = AgentState['state'];

/** What an agent's telephone does, and for which queue. */
export interface LineUse {
  readonly use: 'idle' | 'ringing' | 'talking';
  readonly queue: string | null;
  readonly linkedId: string | null;
}

const idle: LineUse = { use: 'idle', queue: null, linkedId: null };

/** What every telephone that is in use does; one that is not in it is idle. */
export function usesOf(board: Board): ReadonlyMap<string, LineUse> {
  const uses = new Map<string, LineUse>();
  for (const { linkedId, legs, stays } of board.calls.values())
    for (const { extension, endedAt, state, isCalled } of legs) {
      if (extension === null || endedAt !== null) continue;
      const use = state === 'up' || !isCalled ? 'talking' : state === 'ringing' ? 'ringing' : null;
      // One who talks is on a call, whatever else rings.
      if (use !== null && uses.get(extension)?.use !== 'talking') uses.set(extension, { use, queue: isCalled ? (stays.at(-1)?.queue ?? null) : null, linkedId });
    }
  return uses;
}

/** What one telephone does. */
export const useOf = (uses: ReadonlyMap<string, LineUse>, extension: string): LineUse => uses.get(extension) ?? idle;

interface Facts {
  readonly wrapUpSeconds: number;
  readonly inState: number;
  /** Whether the PBX has the telephone; an agent whose is gone takes no calls, until it is there again. */
  readonly presence?: Presence;
}

/** The state that follows from what the telephone does; null when it stays. A state that the agent chose is not the telephone's to end. */
export function nextState(current: State, { use }: LineUse, facts: Facts): State | null {
  const wanted = wantedFrom(current, use, facts);
  return wanted !== null && wanted !== current && AgentState.transitions?.state?.[current]?.includes(wanted) ? wanted : null;
}

function wantedFrom(current: State, use: LineUse['use'], { wrapUpSeconds, inState, presence = 'unknown' }: Facts): State | null {
  if (current === 'offline') return presence === 'there' ? 'available' : null;
  if (use === 'talking') return 'onCall';
  if (use === 'ringing') return 'ringing';
  if (current === 'ringing') return 'available';
  if (current === 'available') return presence === 'gone' ? 'offline' : null;
  if (current === 'onCall') return wrapUpSeconds > 0 ? 'wrapUp' : 'available';
  return current === 'wrapUp' && inState >= wrapUpSeconds ? 'available' : null;
}
