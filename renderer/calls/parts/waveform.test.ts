import { expect, test } from 'vitest';
import { outlineOf, peaksOf } from './waveform.ts';

test('a waveform is as loud where the audio is, whatever the level, and flat in silence', () => {
  const samples = Float32Array.from({ length: 1000 }, (_, at) => (at < 500 ? 0 : at % 2 === 0 ? 0.2 : -0.2));
  expect(peaksOf(samples, 4)).toEqual([0, 0, 1, 1]);
  expect(peaksOf(new Float32Array(3), 4)).toEqual([0, 0, 0, 0]);
  expect(peaksOf(new Float32Array(0), 2)).toEqual([0, 0]);
});

test('an outline has a bar for each stretch, the quietest still to be seen', () => {
  expect(outlineOf([1, 0])).toBe('M0 0h0.35v1h-0.35zM0.5 0.48h0.35v0.04h-0.35z');
});
