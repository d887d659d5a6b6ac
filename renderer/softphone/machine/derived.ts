import { isEarly, isTalking, type Line, type PhoneState } from './state.ts';

/** What the ringer does now. Derived, so that no way out of a ring can forget to stop it. */
export function ringOf({ lines }: PhoneState): 'none' | 'ring' | 'waiting' {
  if (!lines.some(({ phase, isAutoAnswered }) => phase === 'ringing' && !isAutoAnswered)) return 'none';
  return lines.some(({ phase }) => phase === 'active' || phase === 'dialling' || phase === 'alerting' || phase === 'answering') ? 'waiting' : 'ring';
}

/** Whether the caller hears a ringing tone that this phone has to make. */
export const ringsBack = ({ lines, focus }: PhoneState): boolean => lines.some((line) => line.id === focus && line.phase === 'alerting' && !isEarly(line));

/** Whether the microphone goes out on a line: never on hold, never when muted. */
export const isSpoken = (line: Line): boolean => line.phase === 'active' && line.hold === 'none' && !line.isMuted;

/** Whether a line is heard here. */
export const isHeard = (line: Line): boolean => isTalking(line) || isEarly(line);

/** Mean opinion score over a whole call; null before the first measure. */
export const meanMos = ({ mos }: Line): number | null => (mos.count === 0 ? null : Math.round((mos.sum / mos.count) * 100) / 100);
