import { createCommands } from './commands.ts';
import { isHeard, isSpoken, ringOf, ringsBack } from './machine/derived.ts';
import type { Effect } from './machine/effect.ts';
import type { PhoneEvent } from './machine/event.ts';
import { initialPhone, isLive, lineOf, type LineId, type PhoneState } from './machine/state.ts';
import { deadlines, step } from './machine/step.ts';
import { createAudio } from './media/audio.ts';
import type { DevicePreferences } from './media/device-choice.ts';
import type { PbxServices, Phone } from './phone.ts';
import type { Credentials } from './sip/agent.ts';
import { createLink } from './sip/link.ts';
import { createTimers } from './timers.ts';

export interface PhoneDeps {
  readonly credentials: () => Promise<Credentials>;
  /** Names this device among the agent's devices; stays the same across restarts. */
  readonly device: string;
  readonly services: PbxServices;
  readonly preferences: DevicePreferences;
  /** Faults of ours and messages that could not be read; never with what was in them. */
  readonly onFault: (error: unknown) => void;
}

/** A telephone: the state machine, with a wire, a sound card and a clock around it. */
export function createPhone({ credentials, device, services, preferences, onFault }: PhoneDeps): Phone {
  let state: PhoneState = initialPhone;
  const listeners = new Set<(state: PhoneState, before: PhoneState) => void>();
  const queue: PhoneEvent[] = [];
  let isRunning = false;
  let isClosed = false;

  /** One event at a time: what an effect reports is taken after it, never in its midst. */
  const send = (event: PhoneEvent): void => {
    if (isClosed) return;
    queue.push(event);
    if (isRunning) return;
    isRunning = true;
    try {
      for (let next = queue.shift(); next; next = queue.shift()) take(next);
    } finally {
      isRunning = false;
    }
  };

  const audio = createAudio({
    preferences,
    emit: send,
    isSpeaking: (line) => state.lines.some((each) => each.id === line && isSpoken(each)),
    legs: () => link.calls.legs,
  });
  const isWanted = (id: LineId): boolean => {
    const line = lineOf(state, id);
    return line !== undefined && isLive(line);
  };
  const link = createLink({ credentials, device, emit: send, audio, isLive: isWanted, onFault });
  const timers = createTimers(
    (name) => send({ kind: 'due', name }),
    () => send({ kind: 'wake' }),
  );

  const take = (event: PhoneEvent): void => {
    const before = state;
    const { state: after, effects } = step(before, event, Date.now());
    state = after;
    // Listeners come first: a call is written down before its audio is up.
    if (after !== before) for (const listener of listeners) listener(after, before);
    for (const effect of effects) perform(effect);
    if (after !== before) settle();
  };

  const perform = (effect: Effect): void => {
    if (effect.kind === 'play') audio.play(effect.tone);
    else link.perform(effect);
  };

  /** Brings everything that lasts to what the state says. */
  const settle = (): void => {
    const ring = ringOf(state);
    audio.ring(ring === 'none' ? null : ring);
    audio.ringBack(ringsBack(state));
    for (const line of state.lines) audio.setLine(line.id, { isSpoken: isSpoken(line), isHeard: isHeard(line) });
    if (!state.lines.some(isLive)) audio.rest();
    timers.set(deadlines(state));
  };

  return {
    ...createCommands({ send, state: () => state, services }),
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      if (isClosed) return;
      send({ kind: 'stop' });
      isClosed = true;
      audio.close();
      timers.set({});
    },
    devices: audio.devices,
    setDevices: audio.setDevices,
    onDevices: audio.onDevices,
    testLoop: audio.testLoop,
  };
}
