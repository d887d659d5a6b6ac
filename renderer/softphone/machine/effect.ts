import type { LineId } from './state.ts';

/** One thing for the wire or the loudspeaker to do; whatever lasts (ring, timers, open microphones) is derived from the state instead. */
export type Effect =
  | { readonly kind: 'connect' }
  | { readonly kind: 'disconnect' }
  | { readonly kind: 'register' }
  | { readonly kind: 'askBindings' }
  | { readonly kind: 'ping' }
  | { readonly kind: 'invite'; readonly line: LineId; readonly number: string }
  | { readonly kind: 'accept'; readonly line: LineId }
  | { readonly kind: 'refuse'; readonly line: LineId; readonly status: 480 | 486 | 603 }
  | { readonly kind: 'hangUp'; readonly line: LineId }
  | { readonly kind: 'setHold'; readonly line: LineId; readonly isHeld: boolean }
  | { readonly kind: 'refer'; readonly line: LineId; readonly to: string }
  | { readonly kind: 'replace'; readonly line: LineId; readonly with: LineId }
  | { readonly kind: 'sendTones'; readonly line: LineId; readonly tones: string }
  | { readonly kind: 'restart'; readonly line: LineId }
  | { readonly kind: 'play'; readonly tone: 'autoAnswer' | 'busy' | 'ended' };
