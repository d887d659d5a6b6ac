import { createCommands } from './commands.ts';
import type { PhoneCommand } from './machine/event.ts';
import { initialPhone, isLive, type PhoneState } from './machine/state.ts';
import type { DevicePreferences } from './media/device-choice.ts';
import type { LoopResult } from './media/loop-test.ts';
import type { AudioDevices, PbxServices, Phone } from './phone.ts';

type LoopAnswer = LoopResult | { readonly verdict: 'microphone'; readonly trouble: string };

/** What windows of one agent on one computer say to each other. */
type Message =
  | { readonly kind: 'hello' }
  | { readonly kind: 'state'; readonly state: PhoneState }
  | { readonly kind: 'command'; readonly command: PhoneCommand }
  | { readonly kind: 'setDevices'; readonly preferences: DevicePreferences }
  | { readonly kind: 'plugged' }
  | { readonly kind: 'yield' }
  | { readonly kind: 'yielded' }
  | { readonly kind: 'ask'; readonly id: string; readonly seconds: number | null }
  | { readonly kind: 'level'; readonly id: string; readonly level: number }
  | { readonly kind: 'answer'; readonly id: string; readonly answer: AudioDevices | LoopAnswer };

interface SharedDeps {
  /** The agent whose phone it is: windows of another agent share nothing with these. */
  readonly name: string;
  /** Makes the phone itself, in the one window that owns it. */
  readonly create: () => Phone;
  readonly services: PbxServices;
}

/** A phone seen from one of several windows: exactly one owns microphone and line, all others show it and pass on what is asked. */
export interface SharedPhone extends Phone {
  readonly isOwner: () => boolean;
  /** Makes this window the owner, unless a call is up: its audio would be lost on the way. */
  readonly claim: () => Promise<boolean>;
}

const patience = 1000;

/** Opens the agent's phone in this window; when the window that owns it is closed, the one that was opened next takes over. */
export function openSharedPhone({ name, create, services }: SharedDeps): SharedPhone {
  const channel = new BroadcastChannel(`holdfast-phone/${name}`);
  const lock = `holdfast-phone/${name}`;
  const listeners = new Set<(state: PhoneState, before: PhoneState) => void>();
  const pluggedListeners = new Set<() => void>();
  const waiting = new Map<string, { readonly onLevel: (level: number) => void; readonly onAnswer: (answer: never) => void }>();
  let state = initialPhone;
  let isWanted = false;
  let owned: { readonly phone: Phone; readonly release: () => void } | null = null;
  let onYielded = () => {};
  const leaving = new AbortController();

  const say = (message: Message) => channel.postMessage(message);
  const show = (next: PhoneState) => {
    const before = state;
    state = next;
    for (const listener of listeners) listener(next, before);
  };
  const plugged = () => {
    for (const listener of pluggedListeners) listener();
  };

  /** Runs for as long as this window holds the lock. */
  const own = () =>
    new Promise<void>((resolve) => {
      const phone = create();
      phone.subscribe((next) => {
        show(next);
        say({ kind: 'state', state: next });
      });
      phone.onDevices(() => {
        plugged();
        say({ kind: 'plugged' });
      });
      owned = { phone, release: resolve };
      if (isWanted) phone.start();
    });
  const disown = () => {
    owned?.phone.close();
    owned?.release();
    owned = null;
  };
  const queue = (): void => {
    navigator.locks
      .request(lock, { signal: leaving.signal }, own)
      // The lock was taken by a window that claimed it: this one waits in line again.
      .catch(() => {
        disown();
        if (!leaving.signal.aborted) queue();
      });
  };

  const take = (command: PhoneCommand): void => {
    if (command.kind === 'start' || command.kind === 'stop') isWanted = command.kind === 'start';
    if (owned) owned.phone.send(command);
    else say({ kind: 'command', command });
  };

  const answer = async (phone: Phone, id: string, seconds: number | null) => {
    const found = seconds === null ? await phone.devices() : await phone.testLoop(seconds, (level) => say({ kind: 'level', id, level }));
    say({ kind: 'answer', id, answer: found });
  };

  const asOwner = (phone: Phone, message: Message): void => {
    if (message.kind === 'hello') say({ kind: 'state', state });
    if (message.kind === 'command') phone.send(message.command);
    if (message.kind === 'setDevices') phone.setDevices(message.preferences);
    if (message.kind === 'ask') void answer(phone, message.id, message.seconds);
    if (message.kind === 'yield' && !state.lines.some(isLive)) {
      phone.close();
      say({ kind: 'yielded' });
    }
  };
  const asView = (message: Message): void => {
    if (message.kind === 'state') show(message.state);
    if (message.kind === 'plugged') plugged();
    if (message.kind === 'yielded') onYielded();
    if (message.kind === 'level') waiting.get(message.id)?.onLevel(message.level);
    if (message.kind !== 'answer') return;
    // Whoever asked under this id asked for this kind of answer.
    waiting.get(message.id)?.onAnswer(message.answer as never);
    waiting.delete(message.id);
  };
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => (owned ? asOwner(owned.phone, data) : asView(data)));

  const ask = <Answer>(seconds: number | null, onLevel: (level: number) => void) =>
    new Promise<Answer>((resolve) => {
      const id = crypto.randomUUID();
      waiting.set(id, { onLevel, onAnswer: resolve });
      say({ kind: 'ask', id, seconds });
    });

  queue();
  say({ kind: 'hello' });

  return {
    ...createCommands({ send: take, state: () => state, services }),
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    devices: () => owned?.phone.devices() ?? ask<AudioDevices>(null, () => {}),
    setDevices: (preferences) => (owned ? owned.phone.setDevices(preferences) : say({ kind: 'setDevices', preferences })),
    onDevices: (listener) => {
      pluggedListeners.add(listener);
      return () => pluggedListeners.delete(listener);
    },
    testLoop: (seconds, onLevel) => owned?.phone.testLoop(seconds, onLevel) ?? ask<LoopAnswer>(seconds, onLevel),
    isOwner: () => owned !== null,
    claim: async () => {
      if (owned) return true;
      if (state.lines.some(isLive)) return false;
      await new Promise<void>((resolve) => {
        onYielded = resolve;
        say({ kind: 'yield' });
        // An owner that does not answer is frozen, and loses the phone all the same.
        setTimeout(resolve, patience);
      });
      // Who has a call up does not yield, and a window that was only just opened knows of it now.
      if (state.lines.some(isLive)) return false;
      isWanted = true;
      void navigator.locks.request(lock, { steal: true }, own).catch(disown).then(queue);
      return true;
    },
    close: () => {
      leaving.abort();
      disown();
      channel.close();
    },
  };
}
