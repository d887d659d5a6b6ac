import { expect, test } from 'vitest';
import { pick, prefer } from './device-choice.ts';

const jabra = { kind: 'audioinput', deviceId: 'j1', label: 'Jabra Evolve' };
const laptop = { kind: 'audioinput', deviceId: 'l1', label: 'Built-in microphone' };
const speaker = { kind: 'audiooutput', deviceId: 'j1', label: 'Jabra Evolve' };
const wanted = [
  { id: 'j1', label: 'Jabra Evolve' },
  { id: 'l1', label: 'Built-in microphone' },
];

test('the most wanted device that is there is used', () => {
  expect(pick([laptop, jabra], 'audioinput', wanted)).toBe('j1');
  expect(pick([laptop], 'audioinput', wanted)).toBe('l1');
  expect(pick([laptop], 'audioinput', wanted.slice(0, 1))).toBe(null);
});

test('a device that came back under a new id is known by its name', () => {
  expect(pick([laptop, { ...jabra, deviceId: 'j2' }], 'audioinput', wanted)).toBe('j2');
});

test('a loudspeaker is never taken for a microphone', () => {
  expect(pick([speaker, laptop], 'audioinput', wanted)).toBe('l1');
});

test('names that the browser hides match nothing', () => {
  expect(pick([{ ...laptop, deviceId: '', label: '' }], 'audioinput', [{ id: 'x', label: '' }])).toBe(null);
});

test('a chosen device goes to the front and is there once', () => {
  expect(prefer(wanted, { id: 'l1', label: 'Built-in microphone' }).map(({ id }) => id)).toEqual(['l1', 'j1']);
  expect(prefer(wanted, { id: 'j9', label: 'Jabra Evolve' }).map(({ id }) => id)).toEqual(['j9', 'l1']);
});
