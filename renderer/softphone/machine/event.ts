import type { AutoAnswer, LineId, LinkTrouble, MicrophoneTrouble, Party, PbxFacts, Quality } from './state.ts';

/** What a person, or a window on a person's behalf, asks of the phone. */
export type PhoneCommand =
  | { readonly kind: 'start' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'takeOver' }
  | { readonly kind: 'wake' }
  | {
      readonly kind: 'dial';
      readonly line: LineId;
      readonly number: string;
      readonly name?: string;
      readonly subject?: string;
      readonly tones?: string;
      readonly consultOf?: LineId;
    }
  | { readonly kind: 'answer'; readonly line: LineId }
  | { readonly kind: 'reject'; readonly line: LineId }
  | { readonly kind: 'end'; readonly line: LineId }
  | { readonly kind: 'hold'; readonly line: LineId }
  | { readonly kind: 'resume'; readonly line: LineId }
  | { readonly kind: 'mute'; readonly line: LineId; readonly isMuted: boolean }
  | { readonly kind: 'dtmf'; readonly line: LineId; readonly tones: string }
  | { readonly kind: 'transfer'; readonly line: LineId; readonly to: string }
  | { readonly kind: 'complete'; readonly line: LineId }
  | { readonly kind: 'merge'; readonly line: LineId; readonly with: LineId; readonly room: string; readonly into: LineId }
  | { readonly kind: 'park'; readonly line: LineId; readonly slot: string }
  /** A party of a conference was taken out of it. */
  | { readonly kind: 'dropped'; readonly line: LineId; readonly number: string }
  | { readonly kind: 'bind'; readonly line: LineId; readonly subject: string | null }
  | { readonly kind: 'focus'; readonly line: LineId }
  | { readonly kind: 'dismiss'; readonly line: LineId }
  | { readonly kind: 'setAutoAnswer'; readonly autoAnswer: AutoAnswer };

/** What the wire, the sound card and the clock report. */
export type PhoneSignal =
  | { readonly kind: 'socketOpen' }
  | { readonly kind: 'socketClosed'; readonly trouble: LinkTrouble }
  | { readonly kind: 'registered'; readonly expiresMs: number }
  | { readonly kind: 'registerFailed'; readonly trouble: LinkTrouble }
  | { readonly kind: 'bindings'; readonly own: boolean; readonly others: number }
  | { readonly kind: 'pong'; readonly ms: number }
  | { readonly kind: 'due'; readonly name: string }
  | {
      readonly kind: 'incoming';
      readonly line: LineId;
      readonly sipCallId: string;
      readonly party: Party;
      readonly pbx: PbxFacts;
      /** Whether the INVITE itself asks to be answered at once. */
      readonly asksAnswer: boolean;
    }
  | { readonly kind: 'sent'; readonly line: LineId; readonly sipCallId: string }
  | { readonly kind: 'progress'; readonly line: LineId; readonly hasMedia: boolean }
  | { readonly kind: 'established'; readonly line: LineId }
  | { readonly kind: 'identified'; readonly line: LineId; readonly party: Party }
  | { readonly kind: 'ended'; readonly line: LineId; readonly status: number | null; readonly cause: number | null }
  | { readonly kind: 'held'; readonly line: LineId; readonly isHeld: boolean }
  | { readonly kind: 'holdFailed'; readonly line: LineId }
  | { readonly kind: 'transferred'; readonly line: LineId }
  | { readonly kind: 'transferFailed'; readonly line: LineId }
  | { readonly kind: 'media'; readonly line: LineId; readonly isFlowing: boolean }
  | { readonly kind: 'restarted'; readonly line: LineId; readonly isGone: boolean }
  | { readonly kind: 'noMicrophone'; readonly line: LineId; readonly trouble: MicrophoneTrouble }
  | { readonly kind: 'microphone'; readonly trouble: MicrophoneTrouble | null }
  /** What the list of devices tells while nobody is on the phone: whether there is a microphone, not whether it can be opened. */
  | { readonly kind: 'plugged'; readonly hasMicrophone: boolean }
  | { readonly kind: 'quality'; readonly line: LineId; readonly quality: Quality };

export type PhoneEvent = PhoneCommand | PhoneSignal;
