import { expect, test } from 'vitest';
import { laterOf } from './status.ts';

test.each([
  ['queued', 'ringing', 'ringing'],
  ['ringing', 'queued', 'queued'],
  ['answered', 'ringing', 'answered'],
  ['held', 'answered', 'answered'],
  ['completed', 'answered', 'completed'],
  ['completed', 'missed', 'completed'],
  // One desk let it ring, another took it.
  ['missed', 'completed', 'completed'],
  ['abandoned', 'completed', 'completed'],
  ['abandoned', 'ringing', 'abandoned'],
  ['missed', 'abandoned', 'abandoned'],
] as const)('known as %s and told as %s, a call is %s', (known, told, then) => {
  expect(laterOf(known, told)).toBe(then);
});
