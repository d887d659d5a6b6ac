import type { Effect } from '../machine/effect.ts';
import type { PhoneSignal } from '../machine/event.ts';
import type { LineId } from '../machine/state.ts';
import type { Audio } from '../media/audio.ts';
import { createAgent, type Agent, type Credentials } from './agent.ts';
import { createCalls } from './calls.ts';

interface LinkDeps {
  readonly credentials: () => Promise<Credentials>;
  readonly device: string;
  readonly emit: (signal: PhoneSignal) => void;
  readonly audio: Audio;
  /** Whether a line still wants what was asked for it. */
  readonly isLive: (line: LineId) => boolean;
  readonly onFault: (error: unknown) => void;
}

/** The wire to the PBX: does what the machine asks, and reports what comes back. */
export function createLink({ credentials, device, emit, audio, isLive, onFault }: LinkDeps) {
  let agent: Agent | null = null;
  // Answers that belong to a socket that was thrown away since are nobody's.
  let era = 0;

  const calls = createCalls({
    agent: () => agent,
    emit,
    onConnection: audio.watch,
    onGone: audio.forget,
  });

  const connect = async (): Promise<void> => {
    const own = ++era;
    const isCurrent = () => own === era;
    let given: Credentials;
    try {
      given = await credentials();
    } catch {
      // Whoever keeps the credentials says why it has none; the link only knows that it cannot go on.
      if (isCurrent()) emit({ kind: 'socketClosed', trouble: 'credentials' });
      return;
    }
    if (!isCurrent()) return;
    try {
      if (agent?.uri !== given.uri) {
        agent?.drop();
        agent = createAgent({
          credentials: given,
          device,
          track: audio.track,
          onClose: () => {
            era++;
            emit({ kind: 'socketClosed', trouble: 'lost' });
          },
          onGarbage: onFault,
          onInvite: calls.receive,
        });
      }
      await agent.connect(given);
      if (isCurrent()) emit({ kind: 'socketOpen' });
    } catch {
      if (isCurrent()) emit({ kind: 'socketClosed', trouble: 'unreachable' });
    }
  };

  /** Asks the registrar, and reports unless the socket has changed meanwhile. */
  const ask = async (what: 'register' | 'bindings'): Promise<void> => {
    const own = era;
    const answer = await agent?.registrar[what]();
    if (!answer || own !== era) return;
    if (!answer.ok) emit({ kind: 'registerFailed', trouble: answer.trouble });
    else if (what === 'register') emit({ kind: 'registered', expiresMs: answer.bindings.expiresMs });
    else emit({ kind: 'bindings', own: answer.bindings.own, others: answer.bindings.others });
  };

  const ping = async (): Promise<void> => {
    const own = era;
    const at = performance.now();
    const isAlive = await agent?.registrar.ping();
    if (isAlive && own === era) emit({ kind: 'pong', ms: Math.round(performance.now() - at) });
  };

  /** A call needs a microphone before it needs a wire. */
  const withMicrophone = async (effect: Extract<Effect, { kind: 'invite' | 'accept' }>): Promise<void> => {
    const opened = await audio.open();
    // Whoever hung up while the microphone was opening does not want to be called any more.
    if (!isLive(effect.line)) return;
    if (opened.ok) calls.run(effect);
    else emit({ kind: 'noMicrophone', line: effect.line, trouble: opened.trouble });
  };

  return {
    calls,
    perform: (effect: Exclude<Effect, { kind: 'play' }>): void => {
      switch (effect.kind) {
        case 'connect':
          return void connect().catch(onFault);
        case 'disconnect':
          era++;
          return agent?.drop();
        case 'register':
          return void ask('register').catch(onFault);
        case 'askBindings':
          return void ask('bindings').catch(onFault);
        case 'ping':
          return void ping().catch(onFault);
        case 'invite':
        case 'accept':
          return void withMicrophone(effect).catch(onFault);
        default:
          return calls.run(effect);
      }
    },
  };
}
