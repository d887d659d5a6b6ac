import { expect, test } from 'vitest';
import { judge } from './loop-test.ts';
import { samplesOf } from './tones.ts';

test.each(['ring', 'waiting', 'ringback', 'busy', 'ended', 'autoAnswer'] as const)('%s is heard and never clips', (tone) => {
  const samples = samplesOf(tone, 8000);
  const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  expect(loudest).toBeGreaterThan(0.05);
  expect(loudest).toBeLessThanOrEqual(0.6);
});

test('a knock on a live call is much softer than a ring', () => {
  const power = (tone: 'ring' | 'waiting') => samplesOf(tone, 8000).reduce((total, sample) => total + sample * sample, 0);
  expect(power('waiting')).toBeLessThan(power('ring') / 10);
});

test.each([
  ['silent', [0, 0.001, 0.002]],
  ['quiet', [0, 0.01, 0.02]],
  ['good', [0.01, 0.02, 0.4]],
  ['clipped', [0.01, 1, 1]],
  ['good', [0.01, 0.02, 0.3, 0.5, 1]],
  ['noisy', [0.2, 0.25, 0.5]],
  ['silent', []],
] as const)('a microphone that is %s is called so', (verdict, levels) => {
  expect(judge(levels).verdict).toBe(verdict);
});
