import type { Effect } from './effect.ts';
import type { PhoneEvent } from './event.ts';
import { initialPhone, type LineId, type PhoneState } from './state.ts';
import { deadlines, step } from './step.ts';

/** A phone without a wire: events go in one by one, and what it would have done is kept. */
export function scriptPhone(start = 1_000_000) {
  let state: PhoneState = initialPhone;
  let now = start;
  const done: Effect[] = [];
  const tell = (...events: readonly PhoneEvent[]) => {
    for (const event of events) {
      const next = step(state, event, now);
      state = next.state;
      done.push(...next.effects);
    }
  };
  /** Lets time pass; everything that falls due on the way happens at its moment. */
  const wait = (ms: number) => {
    const end = now + ms;
    for (let round = 0; round < 2000; round++) {
      const [name, at] = Object.entries(deadlines(state)).toSorted(([, a], [, b]) => a - b)[0] ?? [];
      if (name === undefined || at === undefined || at > end) break;
      now = Math.max(now, at);
      tell({ kind: 'due', name });
    }
    now = end;
  };
  return {
    tell,
    wait,
    state: () => state,
    line: (id: LineId) => {
      const found = state.lines.find((line) => line.id === id);
      if (!found) throw new Error(`There is no line ${id}`);
      return found;
    },
    /** What was done since the last look. */
    took: () => done.splice(0),
    ready: () => tell({ kind: 'start' }, { kind: 'socketOpen' }, { kind: 'bindings', own: false, others: 0 }, { kind: 'registered', expiresMs: 60_000 }),
    ring: (line: LineId, from = line) => tell(incoming(line, from)),
    talk: (line: LineId) => tell({ kind: 'dial', line, number: line }, { kind: 'established', line }, { kind: 'media', line, isFlowing: true }),
  };
}

/** A call that comes in, as the wire reports it. */
export const incoming = (line: LineId, from = line): Extract<PhoneEvent, { kind: 'incoming' }> => ({
  kind: 'incoming',
  line,
  sipCallId: `call-${line}`,
  party: { number: from, name: '' },
  pbx: { linkedId: null, uniqueId: null, queue: null },
  asksAnswer: false,
});
