import type { PhoneEvent } from '../softphone/machine/event.ts';
import { incoming } from '../softphone/machine/phone-script.ts';
import type { Quality } from '../softphone/machine/state.ts';

const quality: Quality = { mos: 4.36, fault: 'none', lossInPercent: 0, lossOutPercent: 0, jitterMs: 3, roundTripMs: 12 };
const anna = { number: '+4722225555', name: 'Anna Østberg' };
const ring = (line: string, party = anna, queue: string | null = 'Support'): PhoneEvent => ({ ...incoming(line), party, pbx: { linkedId: '1', uniqueId: '1', queue } });
const talking = (line: string, party = anna): readonly PhoneEvent[] => [
  ring(line, party),
  { kind: 'answer', line },
  { kind: 'established', line },
  { kind: 'media', line, isFlowing: true },
  { kind: 'quality', line, quality },
];
const held = (line: string): readonly PhoneEvent[] => [
  { kind: 'hold', line },
  { kind: 'held', line, isHeld: true },
];

/** Every state of the telephone that a person may see, as the events that lead to it. */
export const stories: Readonly<Record<string, readonly PhoneEvent[]>> = {
  idle: [],
  ringing: [ring('a')],
  unknown: [ring('a', { number: '', name: '' }, null)],
  talking: talking('a'),
  muted: [...talking('a'), { kind: 'mute', line: 'a', isMuted: true }],
  held: [...talking('a'), ...held('a')],
  'second-ring': [...talking('a'), ring('b', { number: '+254722000000', name: '' }, 'Sales')],
  'two-lines': [...talking('a'), ...held('a'), ...talking('b', { number: '102', name: 'Bo Li' })],
  consulting: [
    ...talking('a'),
    { kind: 'dial', line: 'b', number: '102', name: 'Bo Li', consultOf: 'a' },
    { kind: 'held', line: 'a', isHeld: true },
    { kind: 'established', line: 'b' },
    { kind: 'media', line: 'b', isFlowing: true },
  ],
  dialling: [
    { kind: 'dial', line: 'a', number: '+442079460958' },
    { kind: 'progress', line: 'a', hasMedia: false },
  ],
  busy: [
    { kind: 'dial', line: 'a', number: '+442079460958' },
    { kind: 'ended', line: 'a', status: 486, cause: 17 },
  ],
  missed: [ring('a'), { kind: 'ended', line: 'a', status: null, cause: 16 }],
  'device-failure': [ring('a'), { kind: 'answer', line: 'a' }, { kind: 'noMicrophone', line: 'a', trouble: 'denied' }],
  'no-microphone': [...talking('a'), { kind: 'microphone', trouble: 'vanished' }],
  'bad-quality': [...talking('a'), { kind: 'quality', line: 'a', quality: { ...quality, mos: 2.4, fault: 'lossIn', lossInPercent: 9.5 } }],
  'link-lost': [...talking('a'), { kind: 'socketClosed', trouble: 'lost' }],
  'no-link': [
    { kind: 'socketClosed', trouble: 'lost' },
    { kind: 'due', name: 'retry' },
    { kind: 'socketClosed', trouble: 'unreachable' },
  ],
  elsewhere: [{ kind: 'bindings', own: false, others: 1 }],
  dial: [
    { kind: 'dial', line: 'a', number: '+442079460958' },
    { kind: 'end', line: 'a' },
    { kind: 'dismiss', line: 'a' },
  ],
  transfer: talking('a'),
  devices: [],
};
