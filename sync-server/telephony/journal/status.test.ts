import { expect, test } from 'vitest';
import { reduce } from '../board/reduce.ts';
import { emptyBoard } from '../board/state.ts';
import { rowsOf } from './call-rows.ts';
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

test('a name and a number that are cut are whole signs still, as rows hold no others', () => {
  const long = `${'x'.repeat(199)}😀`;
  const event = { Event: 'Newchannel', Uniqueid: '1.1', Linkedid: '1.1', Channel: 'PJSIP/trunk-00000001', ChannelState: '6', CallerIDName: long, CallerIDNum: long.slice(100) };
  const call = reduce(emptyBoard, event, '2026-11-20T10:00:00.000Z').calls.get('1.1');
  const directory = { tenantId: 't', pbx: 'hq', extensions: new Map(), queues: new Map(), numbers: new Map(), country: 'DE' };
  const { callerName, callerNumberRaw } = (call && rowsOf(call, 'id', null, directory).call.values) ?? {};
  expect([callerName, callerNumberRaw].map((text) => [String(text).length, String(text).isWellFormed()])).toEqual([
    [200, true],
    [100, true],
  ]);
});
