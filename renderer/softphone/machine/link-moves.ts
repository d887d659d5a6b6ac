import { endHere } from './outcome.ts';
import { act, chain, change, finish, set, stay, type Moves, type Step } from './move.ts';
import type { Line, Link, LinkTrouble, PhoneState } from './state.ts';

/** How long each thing may take; a peer that is slower is not there. */
export const limits = { connect: 4000, register: 4000, ping: 10_000, pong: 2000, most: 15_000, mostInCall: 2000, refused: 30_000 } as const;

/** How the line to the PBX is held, lost, and found again. */
export const linkMoves: Moves<'start' | 'stop' | 'takeOver' | 'wake' | 'socketOpen' | 'socketClosed' | 'registered' | 'registerFailed' | 'bindings' | 'pong'> = {
  start: (state, _, now) => (state.link.kind === 'off' ? connect(state, now, 0) : stay(state)),
  stop: (state, _, now) =>
    chain(
      state,
      link({ kind: 'off', since: now, trouble: null, pongBy: null }),
      dropLines(now, () => true),
      act({ kind: 'disconnect' }),
    ),
  takeOver: (state, _, now) => chain(state, link({ isTaking: true }), (next) => connect(next, now, 0)),
  wake: (state, _, now) => {
    if (state.link.kind === 'off' || state.link.kind === 'elsewhere') return stay(state);
    // A ring lives on its socket: it is asked whether it is there before it is thrown away.
    if (state.link.kind === 'ready' && state.lines.some(({ phase }) => phase === 'ringing')) return ping(state, now);
    return chain(state, blameLink, (next) => connect(next, now, 0));
  },
  socketOpen: (state, _, now) => {
    if (state.link.kind !== 'connecting') return stay(state);
    return chain(state, link({ kind: 'registering', since: now }), act({ kind: state.link.isTaking ? 'register' : 'askBindings' }));
  },
  socketClosed: (state, { trouble }, now) => (state.link.kind === 'off' || state.link.kind === 'elsewhere' ? stay(state) : lose(state, trouble, now)),
  registered: (state, { expiresMs }, now) => {
    if (state.link.kind !== 'registering' && state.link.kind !== 'ready') return stay(state);
    const isBack = state.link.kind === 'registering';
    const alive = state.lines.filter(({ phase }) => phase === 'active');
    return chain(
      state,
      link({
        kind: 'ready',
        since: isBack ? now : state.link.since,
        attempt: 0,
        trouble: null,
        nextAt: now + limits.ping,
        pongBy: null,
        refreshAt: now + Math.max(5000, expiresMs / 2),
        lastReadyAt: now,
        isTaking: false,
      }),
      isBack ? act(...alive.filter(isCutOff).map(({ id }) => ({ kind: 'restart' as const, line: id }))) : stay,
    );
  },
  registerFailed: (state, { trouble }, now) => (state.link.kind === 'registering' || state.link.kind === 'ready' ? lose(state, trouble, now) : stay(state)),
  bindings: (state, { own, others }, now) => {
    if (state.link.kind === 'registering') {
      const isTaken = !own && others > 0 && !state.lines.some(({ phase }) => phase === 'active');
      return isTaken ? leave(state, now) : chain(state, act({ kind: 'register' }));
    }
    if (state.link.kind !== 'ready' || own) return stay(state);
    return others > 0 ? leave(state, now) : chain(state, act({ kind: 'register' }));
  },
  pong: (state, { ms }, now) => (state.link.kind === 'ready' ? chain(state, link({ pongBy: null, pingMs: ms, nextAt: now + limits.ping, lastReadyAt: now })) : stay(state)),
};

/** When the link has to do something next, by name. */
export function linkDeadlines({ link: { kind, since, nextAt, pongBy, refreshAt } }: PhoneState): Readonly<Record<string, number>> {
  if (kind === 'connecting') return { connect: since + limits.connect };
  if (kind === 'registering') return { register: since + limits.register };
  if (kind === 'waiting') return { retry: nextAt };
  if (kind === 'ready') return { refresh: refreshAt, ...(pongBy === null ? { ping: nextAt } : { pong: pongBy }) };
  return {};
}

/** What happens when one of those moments has come. */
export function linkDue(state: PhoneState, name: string, now: number): Step {
  if (name === 'retry') return connect(state, now, state.link.attempt);
  if (name === 'refresh') return chain(state, link({ refreshAt: now + limits.register }), act({ kind: 'register' }));
  if (name === 'ping') return ping(state, now);
  if (name === 'connect' || name === 'register' || name === 'pong') return lose(state, name === 'connect' ? 'unreachable' : 'silent', now);
  return stay(state);
}

const isCutOff = ({ trouble, media }: Line): boolean => trouble === 'link.lost' || media === 'broken';

const link = (patch: Partial<Link>) => (state: PhoneState) => stay({ ...state, link: { ...state.link, ...patch } });

const connect = (state: PhoneState, now: number, attempt: number): Step => chain(state, link({ kind: 'connecting', since: now, attempt, pongBy: null }), act({ kind: 'connect' }));

/** A ping asks whether the server lives, and whether another device has taken the phone. */
const ping = (state: PhoneState, now: number): Step => chain(state, link({ pongBy: now + limits.pong }), act({ kind: 'ping' }, { kind: 'askBindings' }));

/** The first retry is at once, also with a password that was changed meanwhile; the next ones wait longer and longer, though never long while somebody is on the phone; a refused password is not hammered. */
function lose(state: PhoneState, trouble: LinkTrouble, now: number): Step {
  const wasReady = state.link.kind === 'ready';
  const attempt = wasReady ? 0 : state.link.attempt + 1;
  const most = state.lines.some(({ phase }) => phase === 'active') ? limits.mostInCall : limits.most;
  const isRefused = trouble === 'credentials' || trouble === 'refused';
  const wait = attempt === 0 ? 0 : isRefused ? limits.refused : Math.min(most, 250 * 2 ** Math.min(attempt, 10));
  return chain(
    state,
    link({ kind: 'waiting', since: now, attempt, trouble, nextAt: now + wait, pongBy: null }),
    blameLink,
    dropLines(now, ({ phase }) => phase !== 'active' && phase !== 'ended'),
    act({ kind: 'disconnect' }),
  );
}

const leave = (state: PhoneState, now: number): Step =>
  chain(
    state,
    link({ kind: 'elsewhere', since: now, trouble: null, pongBy: null, isTaking: false }),
    dropLines(now, ({ phase }) => phase !== 'active' && phase !== 'ended'),
  );

/** A call whose signalling is gone goes on as long as its audio does, and says so. */
const blameLink = (state: PhoneState): Step =>
  chain(state, ...state.lines.filter(({ phase }) => phase === 'active').map(({ id }) => change(id, { trouble: 'link.lost', transfer: null })), set({}));

/** A ring whose socket died can never be answered: it stops, and is nobody's miss. */
const dropLines =
  (now: number, which: (line: Line) => boolean) =>
  (state: PhoneState): Step =>
    chain(
      state,
      ...state.lines
        .filter((line) => line.phase !== 'ended' && which(line))
        .flatMap((line) => [
          act({ kind: 'hangUp', line: line.id }),
          finish(line.id, line.answeredAt === null ? endHere(line.direction === 'inbound' ? 'deviceFailure' : 'failed', 'linkLost', now) : endHere('answered', 'linkLost', now)),
        ]),
    );
