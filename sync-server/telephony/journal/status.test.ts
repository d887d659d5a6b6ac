import { expect, test } from 'vitest';
import { reduce } from '../board/reduce.ts';
import { emptyBoard } from '../board/state.ts';
import { laterOf, statusOf } from './status.ts';

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

test('a caller whom nobody but the PBX has answered yet still rings', () => {
  const event = { Event: 'Newchannel', Uniqueid: '1.1', Linkedid: '1.1', Channel: 'PJSIP/trunk-00000001', ChannelState: '6' };
  const call = reduce(emptyBoard, event, '2026-11-20T10:00:00.000Z').calls.get('1.1');
  expect(call?.legs).toMatchObject([{ state: 'up', isCalled: false }]);
  expect(call && statusOf(call)).toBe('ringing');
});
