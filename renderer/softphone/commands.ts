import type { PhoneCommand } from './machine/event.ts';
import type { LineId, PhoneState } from './machine/state.ts';
import type { DialOptions, PbxServices, Phone } from './phone.ts';

interface CommandsDeps {
  readonly send: (command: PhoneCommand) => void;
  readonly state: () => PhoneState;
  readonly services: PbxServices;
}

/** The part of a phone that is only words: each command is one event, whoever takes it. */
export type PhoneCommands = Omit<Phone, 'state' | 'subscribe' | 'devices' | 'setDevices' | 'onDevices' | 'testLoop' | 'close'>;

/** Turns what a person asks for into events for the state machine, here or in another window. */
export function createCommands({ send, state, services }: CommandsDeps): PhoneCommands {
  const dial = (number: string, options: DialOptions & { readonly consultOf?: LineId } = {}): LineId => {
    const line = crypto.randomUUID();
    send({ kind: 'dial', line, number, ...options });
    return line;
  };
  return {
    send,
    start: () => send({ kind: 'start' }),
    stop: () => send({ kind: 'stop' }),
    takeOver: () => send({ kind: 'takeOver' }),
    wake: () => send({ kind: 'wake' }),
    call: dial,
    redial: () => {
      const { lastDialled } = state();
      return lastDialled === null ? null : dial(lastDialled);
    },
    answer: (line) => send({ kind: 'answer', line }),
    reject: (line) => send({ kind: 'reject', line }),
    end: (line) => send({ kind: 'end', line }),
    hold: (line) => send({ kind: 'hold', line }),
    resume: (line) => send({ kind: 'resume', line }),
    mute: (line, isMuted) => send({ kind: 'mute', line, isMuted }),
    sendTones: (line, tones) => send({ kind: 'dtmf', line, tones }),
    transfer: (line, to) => send({ kind: 'transfer', line, to }),
    consult: (line, number, options) => dial(number, { ...options, consultOf: line }),
    swap: () => {
      const held = state().lines.find((line) => line.phase === 'active' && line.hold === 'held');
      if (held) send({ kind: 'resume', line: held.id });
    },
    complete: (line) => send({ kind: 'complete', line }),
    merge: (line, other) => {
      const into = crypto.randomUUID();
      send({ kind: 'merge', line, with: other, into, room: services.room(into) });
      return into;
    },
    parkingSlots: services.parkingSlots,
    park: (line, slot) => send({ kind: 'park', line, slot: services.park(slot) }),
    retrieve: (slot) => dial(services.retrieve(slot)),
    pickUp: (extension) => dial(services.pickUp(extension)),
    bind: (line, subject) => send({ kind: 'bind', line, subject }),
    focus: (line) => send({ kind: 'focus', line }),
    dismiss: (line) => send({ kind: 'dismiss', line }),
    setAutoAnswer: (autoAnswer) => send({ kind: 'setAutoAnswer', autoAnswer }),
  };
}
