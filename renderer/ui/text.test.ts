import { expect, test } from 'vitest';
import { ofCode, t, tn } from './text.ts';

test('texts are filled, counted and found by code', () => {
  expect(t('stamp.server', { at: '14:02:11' })).toBe('On server 14:02:11');
  expect([tn('stamp.pending', 1), tn('stamp.pending', 3)]).toEqual(['1 change not on the server yet', '3 changes not on the server yet']);
  expect(ofCode('hub', 'offline', '?')).toBe('Hub offline');
  expect(ofCode('code', 'no.such', 'as the desk said')).toBe('as the desk said');
});
