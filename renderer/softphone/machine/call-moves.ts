import { act, chain, change, finish, makeRoom, restore, set, stay, tell, type Moves, type Step } from './move.ts';
import { endHere, endOf } from './outcome.ts';
import { isListening, isLive, lineOf, type EndReason, type Line, type Party, type PbxFacts, type PhoneState } from './state.ts';

/** How many calls one phone holds at once; one more is told that it is busy. */
export const mostLines = 6;
const noPbx: PbxFacts = { linkedId: null, uniqueId: null, queue: null };

/** How calls begin, are answered, and end. */
export const callMoves: Moves<
  'dial' | 'answer' | 'reject' | 'end' | 'bind' | 'focus' | 'dismiss' | 'incoming' | 'sent' | 'progress' | 'established' | 'identified' | 'ended' | 'noMicrophone'
> = {
  dial: (state, { line: id, number, name = '', subject = null, tones = null, consultOf = null }, now) => {
    if (number.trim() === '') return tell('number.empty', null, now)(state);
    if (!isDialable(number)) return tell('number.bad', null, now)(state);
    if (state.link.kind !== 'ready') return tell('link.notReady', null, now)(state);
    if (state.lines.filter(isLive).length >= mostLines || lineOf(state, id)) return tell('tooMany', null, now)(state);
    const line = { ...newLine(id, now), direction: 'outbound' as const, phase: 'dialling' as const, party: { number, name }, consultOf, subject, tones };
    return chain(state, add(line), set({ focus: id, lastDialled: number, notice: null }), makeRoom(id), act({ kind: 'invite', line: id, number }));
  },
  answer: (state, { line: id }, now) => {
    if (lineOf(state, id)?.phase !== 'ringing') return tell('line.gone', id, now)(state);
    return chain(state, change(id, { phase: 'answering', since: now, trouble: null }), set({ focus: id, notice: null }), makeRoom(id), act({ kind: 'accept', line: id }));
  },
  reject: (state, { line: id }, now) => {
    const line = lineOf(state, id);
    if (line?.phase !== 'ringing' && line?.phase !== 'answering') return tell('line.gone', id, now)(state);
    return chain(state, act({ kind: 'refuse', line: id, status: 603 }), finish(id, endHere('rejected', 'local', now)));
  },
  end: (state, { line: id }, now) => {
    const line = lineOf(state, id);
    if (!line || !isLive(line)) return stay(state);
    if (line.phase === 'ringing') return callMoves.reject(state, { kind: 'reject', line: id }, now);
    const outcome = line.answeredAt !== null ? 'answered' : line.direction === 'outbound' ? 'cancelled' : 'rejected';
    return chain(state, act({ kind: 'hangUp', line: id }), finish(id, endHere(outcome, 'local', now)));
  },
  bind: (state, { line, subject }) => change(line, { subject })(state),
  focus: (state, { line }) => (lineOf(state, line) ? set({ focus: line })(state) : stay(state)),
  dismiss: (state, { line: id }) => (lineOf(state, id)?.phase === 'ended' ? forget(state, id) : stay(state)),
  incoming: (state, { line: id, sipCallId, party, pbx, asksAnswer }, now) => {
    if (lineOf(state, id)) return stay(state);
    // Who listens is not heard, whatever their microphone does.
    const line: Line = { ...newLine(id, now), sipCallId, party, pbx, isAutoAnswered: answersItself(state, pbx, asksAnswer), isMuted: isListening({ pbx }) };
    if (state.lines.filter(isLive).length >= mostLines) return chain(state, add(line), act({ kind: 'refuse', line: id, status: 486 }), finish(id, endHere('busy', 'tooMany', now)));
    const isAlone = !state.lines.some(isLive);
    return chain(state, add(line), isAlone ? set({ focus: id }) : stay, line.isAutoAnswered ? act({ kind: 'play', tone: 'autoAnswer' }) : stay);
  },
  sent: (state, { line, sipCallId }) => change(line, { sipCallId })(state),
  progress: (state, { line: id, hasMedia }, now) => {
    const line = lineOf(state, id);
    if (line?.phase !== 'dialling' && line?.phase !== 'alerting') return stay(state);
    const media = hasMedia && line.media === 'none' ? 'early' : line.media;
    return change(id, { phase: 'alerting', since: line.phase === 'alerting' ? line.since : now, media })(state);
  },
  established: (state, { line: id }, now) => {
    const line = lineOf(state, id);
    if (line?.phase !== 'dialling' && line?.phase !== 'alerting' && line?.phase !== 'answering') return stay(state);
    // The room of a conference is up: now those who are to meet in it are sent there.
    const guests = state.lines.filter(({ transfer }) => transfer?.kind === 'merge' && transfer.with === id);
    return chain(
      state,
      change(id, { phase: 'active', since: now, answeredAt: now, restores: null }),
      line.tones === null ? stay : act({ kind: 'sendTones', line: id, tones: `,${line.tones}` }),
      act(...guests.map((guest) => ({ kind: 'refer' as const, line: guest.id, to: line.party.number }))),
    );
  },
  identified: (state, { line, party }) => change(line, { party })(state),
  ended: (state, { line: id, status, cause }, now) => {
    const line = lineOf(state, id);
    if (!line || !isLive(line)) return stay(state);
    const end = endOf(line, { status, cause }, now);
    return chain(state, finish(id, { ...end, reason: movedReason(state, line) ?? end.reason }), end.outcome === 'busy' ? act({ kind: 'play', tone: 'busy' }) : stay);
  },
  noMicrophone: (state, { line: id, trouble }, now) => {
    const line = lineOf(state, id);
    if (!line || !isLive(line)) return stay(state);
    const seen = set({ microphone: trouble });
    // The call rings on: another try, or another agent, may still take it.
    if (line.phase === 'answering')
      return chain(
        state,
        seen,
        change(id, { phase: 'ringing', since: line.startedAt, hasFailedHere: true, isAutoAnswered: false, trouble: `microphone.${trouble}` }),
        restore(line),
      );
    if (line.phase === 'dialling') return chain(state, seen, act({ kind: 'hangUp', line: id }), finish(id, endHere('deviceFailure', 'device', now)));
    return chain(state, seen);
  },
};

/** What a PBX can be asked for: a number, a code, or the name of a line. */
export const isDialable = (number: string): boolean => /^[\w.*#+-]{1,255}$/.test(number);

/** A leg that ends while it is being moved was taken over: the PBX may say so before it says that the transfer is done. */
function movedReason({ lines }: PhoneState, { id, answeredAt, transfer }: Line): EndReason | null {
  if (transfer?.kind === 'merge') return 'merged';
  return answeredAt !== null && lines.some((held) => held.transfer?.kind === 'attended' && held.transfer.with === id) ? 'transferred' : null;
}

/** Takes an ended line off the phone. */
export function forget(state: PhoneState, id: string): Step {
  const lines = state.lines.filter((line) => line.id !== id);
  return stay({ ...state, lines, focus: state.focus === id ? (lines.find(isLive)?.id ?? null) : state.focus });
}

/** Only an idle phone answers by itself: nobody is put on hold by a rule. */
function answersItself({ autoAnswer, lines }: PhoneState, { queue, monitor }: PbxFacts, asksAnswer: boolean): boolean {
  // One way into a call takes the place of another.
  if (lines.some((line) => isLive(line) && !(monitor && line.pbx.monitor))) return false;
  // Whoever asked to be let in has said so already.
  if (monitor) return true;
  return (autoAnswer.byHeader && asksAnswer) || (queue !== null && autoAnswer.queues.includes(queue));
}

const add = (line: Line) => (state: PhoneState) => stay({ ...state, lines: [...state.lines, line] });

const nobody: Party = { number: '', name: '' };

/** A line at its very beginning. */
export const newLine = (id: string, now: number): Line => ({
  id,
  sipCallId: null,
  direction: 'inbound',
  phase: 'ringing',
  since: now,
  party: nobody,
  pbx: noPbx,
  others: [],
  startedAt: now,
  answeredAt: null,
  hold: 'none',
  isMuted: false,
  isAutoAnswered: false,
  media: 'none',
  brokenSince: null,
  transfer: null,
  consultOf: null,
  tones: null,
  restores: null,
  hasFailedHere: false,
  trouble: null,
  subject: null,
  quality: null,
  mos: { sum: 0, count: 0 },
  end: null,
});
