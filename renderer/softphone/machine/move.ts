import type { Effect } from './effect.ts';
import type { PhoneEvent } from './event.ts';
import type { End, Line, LineId, Notice, PhoneState } from './state.ts';

/** What an event leads to: the next state, and what is to be done. */
export interface Step {
  readonly state: PhoneState;
  readonly effects: readonly Effect[];
}

type Move = (state: PhoneState) => Step;

/** What each of some kinds of event does. */
export type Moves<Kind extends PhoneEvent['kind']> = {
  readonly [K in Kind]: (state: PhoneState, event: Extract<PhoneEvent, { kind: K }>, now: number) => Step;
};

export const stay = (state: PhoneState): Step => ({ state, effects: [] });
export const act =
  (...effects: readonly Effect[]): Move =>
  (state) => ({ state, effects });

/** One move after the other. */
export const chain = (state: PhoneState, ...moves: readonly Move[]): Step =>
  moves.reduce<Step>(
    (step, move) => {
      const next = move(step.state);
      return { state: next.state, effects: [...step.effects, ...next.effects] };
    },
    { state, effects: [] },
  );

/** Changes one line and leaves all others alone. */
export const change =
  (id: LineId, patch: Partial<Line>): Move =>
  (state) =>
    stay({ ...state, lines: state.lines.map((line) => (line.id === id ? { ...line, ...patch } : line)) });

export const set =
  (patch: Partial<PhoneState>): Move =>
  (state) =>
    stay({ ...state, ...patch });

/** Says why a command was not done. */
export const tell =
  (code: Notice['code'], line: LineId | null, now: number): Move =>
  (state) =>
    stay({ ...state, notice: { code, line, at: now } });

/** Ends a line; the focus goes to one that lives, and a line that made room gets its voice back where nothing came of this one. */
export const finish =
  (id: LineId, end: End): Move =>
  (state) => {
    const line = state.lines.find((other) => other.id === id && other.phase !== 'ended');
    if (!line) return stay(state);
    const ended: Line = { ...line, phase: 'ended', since: end.at, end, hold: 'none', transfer: null, trouble: null };
    const lines = state.lines.map((other) => (other.id === id ? ended : line.answeredAt === null && other.transfer?.with === id ? unmoved(other) : other));
    return chain({ ...state, lines }, refocus, line.answeredAt === null ? restore(line) : stay);
  };

/** Gives the line that made room its voice back. */
export const restore =
  ({ id, restores }: Line): Move =>
  (state) => {
    const before = state.lines.find((line) => line.id === restores);
    if (!before || before.phase !== 'active' || before.hold === 'none' || state.lines.some((line) => line.id !== id && speaks(line))) return stay(state);
    return chain(state, change(before.id, { hold: 'resuming' }), act({ kind: 'setHold', line: before.id, isHeld: false }), set({ focus: before.id }));
  };

/** Puts every other talking line on hold, and says which one it was. */
export const makeRoom =
  (id: LineId): Move =>
  (state) => {
    const talking = state.lines.find((line) => line.id !== id && line.phase === 'active' && line.hold !== 'held');
    if (!talking) return stay(state);
    const wasHolding = talking.hold === 'holding';
    return chain(
      state,
      change(id, { restores: talking.id }),
      change(talking.id, { hold: 'holding' }),
      wasHolding ? stay : act({ kind: 'setHold', line: talking.id, isHeld: true }),
    );
  };

const unmoved = (line: Line): Line => ({ ...line, transfer: null, trouble: 'transfer.failed' });

const speaks = (line: Line): boolean => line.phase === 'dialling' || line.phase === 'alerting' || line.phase === 'answering' || (line.phase === 'active' && line.hold === 'none');

function refocus(state: PhoneState): Step {
  const focused = state.lines.find((line) => line.id === state.focus);
  if (focused && focused.phase !== 'ended') return stay(state);
  const next = state.lines.find(speaks) ?? state.lines.find((line) => line.phase === 'active') ?? state.lines.find((line) => line.phase === 'ringing') ?? focused;
  return stay({ ...state, focus: next?.id ?? null });
}
