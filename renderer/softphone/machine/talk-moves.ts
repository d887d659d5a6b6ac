import { act, chain, change, finish, makeRoom, set, stay, tell, type Moves } from './move.ts';
import { isDialable, newLine } from './call-moves.ts';
import { endHere } from './outcome.ts';
import { isEarly, isListening, lineOf, type EndReason, type Line, type PhoneState, type Transfer } from './state.ts';

/** What is done with a call that is up: hold, mute, tones, transfer, conference, park, and its audio. */
export const talkMoves: Moves<
  | 'hold'
  | 'resume'
  | 'mute'
  | 'dtmf'
  | 'transfer'
  | 'complete'
  | 'merge'
  | 'park'
  | 'dropped'
  | 'setAutoAnswer'
  | 'held'
  | 'holdFailed'
  | 'transferred'
  | 'transferFailed'
  | 'media'
  | 'restarted'
  | 'microphone'
  | 'plugged'
  | 'quality'
> = {
  hold: (state, { line: id }, now) => {
    const line = upLine(state, id);
    if (!line) return tell('line.notActive', id, now)(state);
    if (line.hold === 'held' || line.hold === 'holding' || line.pbx.monitor) return stay(state);
    return chain(state, change(id, { hold: 'holding', trouble: null }), act({ kind: 'setHold', line: id, isHeld: true }));
  },
  resume: (state, { line: id }, now) => {
    const line = upLine(state, id);
    if (!line) return tell('line.notActive', id, now)(state);
    if (line.hold === 'none' || line.hold === 'resuming') return set({ focus: id })(state);
    return chain(state, makeRoom(id), change(id, { hold: 'resuming', restores: null, trouble: null }), set({ focus: id }), act({ kind: 'setHold', line: id, isHeld: false }));
  },
  mute: (state, { line: id, isMuted }, now) => {
    const line = upLine(state, id);
    if (!line) return tell('line.notActive', id, now)(state);
    return isListening(line) ? stay(state) : change(id, { isMuted })(state);
  },
  dtmf: (state, { line, tones }, now) => {
    const up = upLine(state, line);
    return (up && up.hold === 'none') || isEarly(lineOf(state, line)) ? act({ kind: 'sendTones', line, tones })(state) : tell('line.notActive', line, now)(state);
  },
  transfer: (state, { line: id, to }, now) => {
    if (to.trim() === '') return tell('number.empty', id, now)(state);
    if (!isDialable(to)) return tell('number.bad', id, now)(state);
    return startTransfer(state, id, { kind: 'blind', to, with: null, since: now }, now);
  },
  complete: (state, { line: id }, now) => {
    const consult = upLine(state, id);
    const held = consult && askedFor(state, consult);
    if (!consult || !held) return tell('transfer.notAnswered', id, now)(state);
    if (held.transfer) return stay(state);
    return chain(
      state,
      change(held.id, { transfer: { kind: 'attended', to: consult.party.number, with: consult.id, since: now }, trouble: null }),
      act({ kind: 'replace', line: held.id, with: consult.id }),
    );
  },
  merge: (state, { line: id, with: otherId, room, into }, now) => {
    const line = upLine(state, id);
    const other = upLine(state, otherId);
    if (!line || !other || id === otherId || line.transfer || other.transfer || lineOf(state, into)) return tell('line.notActive', id, now)(state);
    const move: Transfer = { kind: 'merge', to: room, with: into, since: now };
    const bridge: Line = {
      ...newLine(into, now),
      direction: 'outbound',
      phase: 'dialling',
      party: { number: room, name: '' },
      others: [line.party, other.party],
      subject: line.subject,
    };
    return chain(
      state,
      change(id, { transfer: move }),
      change(otherId, { transfer: move }),
      (next) => stay({ ...next, lines: [...next.lines, bridge], focus: into }),
      act({ kind: 'invite', line: into, number: room }),
    );
  },
  park: (state, { line: id, slot }, now) => startTransfer(state, id, { kind: 'park', to: slot, with: null, since: now }, now),
  dropped: (state, { line: id, number }) => {
    const others = lineOf(state, id)?.others ?? [];
    return change(id, { others: others.filter((party) => party.number !== number) })(state);
  },
  setAutoAnswer: (state, { autoAnswer }) => set({ autoAnswer })(state),
  held: (state, { line: id, isHeld }) => {
    const line = upLine(state, id);
    // An answer to a wish that has changed since is not news.
    if (!line || line.hold !== (isHeld ? 'holding' : 'resuming')) return stay(state);
    return change(id, { hold: isHeld ? 'held' : 'none' })(state);
  },
  holdFailed: (state, { line: id }) => {
    const line = upLine(state, id);
    if (!line || line.hold === 'none' || line.hold === 'held') return stay(state);
    return change(id, { hold: line.hold === 'holding' ? 'none' : 'held', trouble: 'hold.failed' })(state);
  },
  transferred: (state, { line: id }, now) => {
    const line = upLine(state, id);
    if (!line?.transfer) return stay(state);
    const { kind, with: other } = line.transfer;
    const done = endHere('answered', reasonOf[kind], now);
    return chain(
      state,
      act({ kind: 'hangUp', line: id }),
      finish(id, done),
      kind === 'attended' && other !== null ? (next) => chain(next, act({ kind: 'hangUp', line: other }), finish(other, done)) : stay,
    );
  },
  transferFailed: (state, { line: id }) => (upLine(state, id)?.transfer ? change(id, { transfer: null, trouble: 'transfer.failed' })(state) : stay(state)),
  media: (state, { line: id, isFlowing }, now) => {
    const line = lineOf(state, id);
    if (!line || line.phase === 'ended' || line.phase === 'ringing') return stay(state);
    // Audio may be up before the answer is.
    if (line.phase !== 'active') return isFlowing ? change(id, { media: 'flowing' })(state) : stay(state);
    if (isFlowing) return change(id, { media: 'flowing', brokenSince: null, trouble: line.trouble === 'media.lost' ? null : line.trouble })(state);
    if (line.media === 'broken') return stay(state);
    const isLinked = state.link.kind === 'ready';
    return chain(state, change(id, { media: 'broken', brokenSince: now, trouble: line.trouble ?? 'media.lost' }), isLinked ? act({ kind: 'restart', line: id }) : stay);
  },
  restarted: (state, { line: id, isGone }, now) => {
    const line = upLine(state, id);
    if (!line) return stay(state);
    if (isGone) return chain(state, act({ kind: 'hangUp', line: id }), finish(id, endHere('answered', 'linkLost', now)));
    return change(id, { trouble: line.trouble === 'link.lost' ? null : line.trouble })(state);
  },
  microphone: (state, { trouble }) => set({ microphone: trouble })(state),
  plugged: (state, { hasMicrophone }) => {
    if (!hasMicrophone) return set({ microphone: 'none' })(state);
    // One that is there may still be denied or busy: only opening it tells.
    return state.microphone === 'none' || state.microphone === 'vanished' ? set({ microphone: null })(state) : stay(state);
  },
  quality: (state, { line: id, quality }) => {
    const line = upLine(state, id);
    if (!line || line.hold !== 'none') return stay(state);
    return change(id, { quality, mos: { sum: line.mos.sum + quality.mos, count: line.mos.count + 1 } })(state);
  },
};

const reasonOf: Readonly<Record<Transfer['kind'], EndReason>> = { blind: 'transferred', attended: 'transferred', park: 'parked', merge: 'merged' };

const upLine = (state: PhoneState, id: string): Line | undefined => {
  const line = lineOf(state, id);
  return line?.phase === 'active' ? line : undefined;
};

/** The line that a consultation is about: the one it was dialled for, else the only other one that is up. */
function askedFor(state: PhoneState, { id, consultOf }: Line): Line | undefined {
  if (consultOf !== null) return upLine(state, consultOf);
  const others = state.lines.filter((line) => line.phase === 'active' && line.id !== id);
  return others.length === 1 ? others[0] : undefined;
}

const startTransfer = (state: PhoneState, id: string, transfer: Transfer, now: number) => {
  const line = upLine(state, id);
  if (!line || line.transfer) return tell('line.notActive', id, now)(state);
  return chain(state, change(id, { transfer, trouble: null }), act({ kind: 'refer', line: id, to: transfer.to }));
};
