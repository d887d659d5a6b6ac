import { expect, test } from 'vitest';
import { countersOf, mosOf, poorMos, qualityBetween, type Counters } from './quality.ts';

const still: Counters = { at: 0, received: 0, lost: 0, sent: 0, lostOut: 0, jitterMs: 2, roundTripMs: 20, bufferMs: 40, heard: 0, spoken: 0 };
const later = (patch: Partial<Counters>): Counters => ({ ...still, received: 100, sent: 100, heard: 1, spoken: 1, ...patch });

test.each([
  ['a local network', { lossPercent: 0, delayMs: 30, jitterMs: 2 }, 4.3, 4.5],
  ['a far country', { lossPercent: 0, delayMs: 250, jitterMs: 10 }, 3.6, 4.2],
  ['one lost packet in twenty', { lossPercent: 5, delayMs: 60, jitterMs: 10 }, 3.3, 3.9],
  ['one lost packet in five', { lossPercent: 20, delayMs: 60, jitterMs: 30 }, 1.5, 2.5],
  ['nothing but loss', { lossPercent: 100, delayMs: 1000, jitterMs: 300 }, 1, 1.1],
])('the score of %s is plausible', (_, line, least, most) => {
  expect(mosOf(line)).toBeGreaterThanOrEqual(least);
  expect(mosOf(line)).toBeLessThanOrEqual(most);
});

test('the score never rises with loss, delay or jitter', () => {
  const scores = Array.from({ length: 50 }, (_, at) => mosOf({ lossPercent: at, delayMs: at * 20, jitterMs: at * 5 }));
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  expect(Math.min(...scores)).toBeGreaterThanOrEqual(1);
});

test.each([
  ['none', later({})],
  ['lossIn', later({ lost: 10 })],
  ['lossOut', later({ lostOut: 12 })],
  ['jitter', later({ jitterMs: 80 })],
  ['delay', later({ roundTripMs: 600 })],
  ['nothingHeard', later({ received: 0 })],
  ['nothingSaid', later({ spoken: 0 })],
])('what spoils a call is named: %s', (fault, after) => {
  expect(qualityBetween(still, after, true).fault).toBe(fault);
});

test('a muted microphone is not a fault', () => {
  expect(qualityBetween(still, later({ spoken: 0 }), false).fault).toBe('none');
});

test('a call without a packet is as bad as can be', () => {
  const quality = qualityBetween(still, later({ received: 0 }), true);
  expect(quality.mos).toBe(1);
  expect(quality.mos).toBeLessThan(poorMos);
});

test('counters are read from a report, and what is missing is nothing', () => {
  const report = [
    { type: 'inbound-rtp', kind: 'audio', packetsReceived: 50, packetsLost: 2, jitter: 0.004, jitterBufferDelay: 4, jitterBufferEmittedCount: 100, totalAudioEnergy: 0.5 },
    { type: 'outbound-rtp', kind: 'audio', packetsSent: 60 },
    { type: 'remote-inbound-rtp', kind: 'audio', packetsLost: 1, roundTripTime: 0.03 },
    { type: 'media-source', kind: 'audio', totalAudioEnergy: 0.2 },
    { type: 'inbound-rtp', kind: 'video', packetsReceived: 999 },
  ];
  expect(countersOf(report, 5)).toEqual({ at: 5, received: 50, lost: 2, sent: 60, lostOut: 1, jitterMs: 4, roundTripMs: 30, bufferMs: 40, heard: 0.5, spoken: 0.2 });
  expect(countersOf([], 5)).toEqual({ ...still, at: 5, jitterMs: 0, roundTripMs: 0, bufferMs: 0 });
});
