import type { DevicePreferences } from './media/device-choice.ts';
import type { PhoneCommand } from './machine/event.ts';
import type { LoopResult } from './media/loop-test.ts';
import type { AutoAnswer, LineId, PhoneState } from './machine/state.ts';

/** A device of this computer that can be heard or spoken into. */
export interface AudioDevice {
  readonly id: string;
  readonly label: string;
  readonly kind: 'microphone' | 'speaker';
}

/** What there is to hear and speak with, and what is in use. */
export interface AudioDevices {
  readonly devices: readonly AudioDevice[];
  readonly microphone: string | null;
  readonly speaker: string | null;
  readonly ringer: string | null;
}

/** What is known of a number that is dialled. */
export interface DialOptions {
  readonly name?: string;
  /** The record that the call is about. */
  readonly subject?: string;
  /** The extension behind the number: sent as tones once somebody has answered. */
  readonly tones?: string;
}

/** Everything an agent can do with a telephone. Commands are asked for; what became of them is in the state. */
export interface Phone {
  readonly state: () => PhoneState;
  readonly subscribe: (listener: (state: PhoneState, before: PhoneState) => void) => () => void;

  /** Any command, as data: how another window asks. */
  readonly send: (command: PhoneCommand) => void;
  readonly start: () => void;
  readonly stop: () => void;
  /** Makes this the device that rings, and no other. */
  readonly takeOver: () => void;
  /** The computer woke up or its network changed: nothing that was known of the link counts any more. */
  readonly wake: () => void;

  readonly call: (number: string, options?: DialOptions) => LineId;
  readonly redial: () => LineId | null;
  readonly answer: (line: LineId) => void;
  readonly reject: (line: LineId) => void;
  readonly end: (line: LineId) => void;
  readonly hold: (line: LineId) => void;
  readonly resume: (line: LineId) => void;
  readonly mute: (line: LineId, isMuted: boolean) => void;
  readonly sendTones: (line: LineId, tones: string) => void;

  readonly transfer: (line: LineId, to: string) => void;
  readonly consult: (line: LineId, number: string, options?: DialOptions) => LineId;
  /** Gives the voice to the line that is on hold, and holds the one that speaks. */
  readonly swap: () => void;
  /** Ties together the two calls of a consultation, and leaves them. */
  readonly complete: (consultation: LineId) => void;
  /** Brings two calls and this desk into one room of the PBX. */
  readonly merge: (line: LineId, other: LineId) => LineId;
  readonly parkingSlots: readonly string[];
  /** Leaves a call in a slot of the PBX, where anybody can pick it up. */
  readonly park: (line: LineId, slot: string) => void;
  /** Takes a call out of its slot. */
  readonly retrieve: (slot: string) => LineId;
  /** Takes the call that rings at a colleague's extension. */
  readonly pickUp: (extension: string) => LineId;

  readonly bind: (line: LineId, subject: string | null) => void;
  readonly focus: (line: LineId) => void;
  readonly dismiss: (line: LineId) => void;
  readonly setAutoAnswer: (policy: AutoAnswer) => void;

  readonly devices: () => Promise<AudioDevices>;
  readonly setDevices: (preferences: DevicePreferences) => void;
  readonly onDevices: (listener: () => void) => () => void;
  /** Records a few seconds, plays them back, and says how they were. */
  readonly testLoop: (seconds: number, onLevel: (level: number) => void) => Promise<LoopResult | { readonly verdict: 'microphone'; readonly trouble: string }>;

  /** Stops, and lets go of everything. */
  readonly close: () => void;
}

/** How this PBX is asked for what it does itself; handed in, as every PBX has its own numbers. */
export interface PbxServices {
  readonly parkingSlots: readonly string[];
  readonly room: (id: string) => string;
  readonly retrieve: (slot: string) => string;
  readonly park: (slot: string) => string;
  readonly pickUp: (extension: string) => string;
}
