import { callMoves, forget } from './call-moves.ts';
import { lineDeadlines, lineDue } from './deadlines.ts';
import type { PhoneEvent } from './event.ts';
import { linkDeadlines, linkDue, linkMoves } from './link-moves.ts';
import { stay, type Moves, type Step } from './move.ts';
import type { PhoneState } from './state.ts';
import { talkMoves } from './talk-moves.ts';

const moves: Moves<PhoneEvent['kind']> = {
  ...linkMoves,
  ...callMoves,
  ...talkMoves,
  due: (state, { name }, now) => {
    const [kind = '', id] = name.split(':');
    if ((deadlines(state)[name] ?? Infinity) > now) return stay(state);
    if (id === undefined) return linkDue(state, kind, now);
    return kind === 'forget' ? forget(state, id) : lineDue(state, kind, id, now);
  },
};

/** The whole phone as a function: what is, and what happened, give what is next and what to do. */
export function step(state: PhoneState, event: PhoneEvent, now: number): Step {
  // The table has one move for each kind of event; TypeScript cannot follow a kind into a table of functions.
  const move = moves[event.kind] as (state: PhoneState, event: PhoneEvent, now: number) => Step;
  return move(state, event, now);
}

/** Every moment at which something is due by itself. Nothing waits for ever: what is not here needs no clock. */
export const deadlines = (state: PhoneState): Readonly<Record<string, number>> => ({ ...linkDeadlines(state), ...lineDeadlines(state) });
