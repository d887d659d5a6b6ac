import { describe, expect, test } from 'vitest';
import type { AmiMessage } from '../ami/message.ts';
import { tellsMore } from './change.ts';
import { outcomeOf } from './outcome.ts';
import { reduce } from './reduce.ts';
import { resync } from './resync.ts';
import { emptyBoard, liveOf, type Leg } from './state.ts';

const rung: Omit<Leg, 'outcome'> = {
  uniqueId: 'b',
  channel: 'PJSIP/101-00000001',
  linkedId: 'a',
  sipCallId: 'x@softphone',
  extension: '101',
  isCalled: true,
  state: 'ringing',
  hasRung: true,
  hasHungUp: false,
  bridge: null,
  startedAt: '2026-11-20T10:00:00.000Z',
  answeredAt: null,
  endedAt: '2026-11-20T10:00:09.000Z',
  dialStatus: 'NOANSWER',
  sipStatus: null,
  cause: 16,
};

describe('how a leg ended', () => {
  test.each([
    ['rang to the end', {}, 'missed'],
    ['was refused by the person', { sipStatus: 603 }, 'rejected'],
    ['was refused as busy while it rang', { sipStatus: 486 }, 'rejected'],
    ['was busy before it rang', { sipStatus: 486, hasRung: false }, 'busy'],
    ['failed at the telephone', { sipStatus: 488 }, 'deviceFailure'],
    ['failed at the telephone with an error of its own', { sipStatus: 500, hasRung: false }, 'deviceFailure'],
    ['stopped as the caller gave up', { dialStatus: 'CANCEL' }, 'cancelled'],
    ['stopped as the caller’s channel went', { dialStatus: null, cause: 0 }, 'cancelled'],
    ['reached nobody', { dialStatus: 'CHANUNAVAIL', hasRung: false, sipStatus: 408 }, 'failed'],
    ['was answered, whatever ended it', { answeredAt: '2026-11-20T10:00:05.000Z', sipStatus: 500 }, 'answered'],
  ] as const)('%s', (_, more, outcome) => {
    expect(outcomeOf({ ...rung, ...more })).toBe(outcome);
  });
});

const say = (...events: readonly AmiMessage[]) => events.reduce((board, event) => reduce(board, event, '2026-11-20T10:00:00.000Z'), emptyBoard);
const channel = (uniqueId: string, linkedId: string, name: string) => ({
  Event: 'Newchannel',
  Uniqueid: uniqueId,
  Linkedid: linkedId,
  Channel: name,
  ChannelState: '6',
  Exten: '500',
});

test('an attended transfer ties the two calls that it joins', () => {
  const board = say(
    channel('1.1', '1.1', 'PJSIP/trunk-00000001'),
    channel('1.2', '1.1', 'PJSIP/101-00000002'),
    channel('2.3', '2.3', 'PJSIP/101-00000003'),
    channel('2.4', '2.3', 'PJSIP/102-00000004'),
    {
      Event: 'AttendedTransfer',
      Result: 'Success',
      OrigTransfererUniqueid: '1.2',
      OrigTransfererLinkedid: '1.1',
      SecondTransfererUniqueid: '2.3',
      SecondTransfererLinkedid: '2.3',
    },
  );
  expect([...board.calls.values()].map(({ linkedId, joinedTo, steps }) => ({ linkedId, joinedTo, steps: steps.map(({ kind, extension }) => `${kind} by ${extension}`) }))).toEqual([
    { linkedId: '1.1', joinedTo: null, steps: ['transferred by 101'] },
    { linkedId: '2.3', joinedTo: '1.1', steps: [] },
  ]);
});

test('a transfer that fails ties nothing', () => {
  const board = say(channel('1.1', '1.1', 'PJSIP/101-00000001'), channel('2.3', '2.3', 'PJSIP/101-00000003'), {
    Event: 'AttendedTransfer',
    Result: 'Fail',
    OrigTransfererUniqueid: '1.1',
    SecondTransfererUniqueid: '2.3',
  });
  expect([...board.calls.values()].map(({ joinedTo }) => joinedTo)).toEqual([null, null]);
});

test('an agent’s call to the outside is outbound, one to a colleague internal, one from a carrier inbound', () => {
  const board = say(
    channel('1.1', '1.1', 'PJSIP/101-00000001'),
    channel('1.2', '1.1', 'PJSIP/trunk-00000002'),
    channel('2.1', '2.1', 'PJSIP/101-00000003'),
    channel('2.2', '2.1', 'PJSIP/102-00000004'),
    channel('3.1', '3.1', 'PJSIP/trunk-00000005'),
    channel('3.2', '3.1', 'PJSIP/101-00000006'),
  );
  expect([...board.calls.values()].map(({ direction }) => direction)).toEqual(['outbound', 'internal', 'inbound']);
});

test('a call stays one across three ringing agents, and each has a leg', () => {
  const ring = (uniqueId: string, agent: string): readonly AmiMessage[] => [
    { ...channel(uniqueId, '1.1', `PJSIP/${agent}-0000000${agent.at(-1)}`), ChannelState: '0' },
    { Event: 'DialBegin', Uniqueid: '1.1', DestUniqueid: uniqueId, DestLinkedid: '1.1', DestChanVariable: `SIPCALLID=${agent}@softphone` },
    { Event: 'Newstate', Uniqueid: uniqueId, ChannelState: '5' },
  ];
  const board = say(
    channel('1.1', '1.1', 'PJSIP/trunk-00000001'),
    ...ring('1.2', '101'),
    ...ring('1.3', '102'),
    ...ring('1.4', '103'),
    { Event: 'Newstate', Uniqueid: '1.3', ChannelState: '6' },
    { Event: 'HangupRequest', Uniqueid: '1.4', TechCause: '603' },
    { Event: 'Hangup', Uniqueid: '1.4', Cause: '21' },
    { Event: 'DialEnd', DestUniqueid: '1.2', DialStatus: 'CANCEL' },
    { Event: 'Hangup', Uniqueid: '1.2', Cause: '26' },
  );
  const [call, ...others] = [...board.calls.values()];
  expect(others).toEqual([]);
  expect(call?.legs.map(({ extension, sipCallId, outcome }) => ({ extension, sipCallId, outcome }))).toEqual([
    { extension: null, sipCallId: null, outcome: 'answered' },
    { extension: '101', sipCallId: '101@softphone', outcome: 'cancelled' },
    { extension: '102', sipCallId: '102@softphone', outcome: 'answered' },
    { extension: '103', sipCallId: '103@softphone', outcome: 'rejected' },
  ]);
});

test('whoever leaves a queue makes nothing new to write of those behind, though all move up', () => {
  const queue = Array.from({ length: 4 }, (_, n) => String(n + 1)).flatMap((n) => [
    channel(`${n}.1`, `${n}.1`, `PJSIP/trunk-0000000${n}`),
    { Event: 'QueueCallerJoin', Uniqueid: `${n}.1`, Queue: 'support', Position: n },
  ]);
  const before = say(...queue);
  const after = reduce(before, { Event: 'QueueCallerLeave', Uniqueid: '1.1', Queue: 'support', Position: '1' }, '2026-11-20T10:00:05.000Z');
  expect([...after.calls.values()].map(({ stays }) => stays[0]?.position)).toEqual([1, 1, 2, 3]);
  expect([...after.calls.values()].map((call) => tellsMore(before.calls.get(call.linkedId), call))).toEqual([true, false, false, false]);
  expect([...before.calls.values()].map((call) => tellsMore(undefined, call))).toEqual([true, true, true, true]);
});

test.each([
  ['was connected', [{ Event: 'AgentConnect', Uniqueid: '1.1', Queue: 'support', Interface: 'PJSIP/101' }], 'connected'],
  [
    'hung up as an agent answered',
    [
      { Event: 'HangupRequest', Uniqueid: '1.1' },
      { Event: 'Hangup', Uniqueid: '1.1', Cause: '16' },
    ],
    'abandoned',
  ],
  ['was sent away', [{ Event: 'Hangup', Uniqueid: '1.1', Cause: '16' }], 'timeout'],
  ['was sent to another queue', [{ Event: 'QueueCallerJoin', Uniqueid: '1.1', Queue: 'overflow', Position: '1' }], 'overflow'],
  ['was asked for a message', [{ Event: 'UserEvent', UserEvent: 'Voicemail', Uniqueid: '1.1', Queue: 'support' }], 'voicemail'],
  ['is between the queue and an agent', [], 'waiting'],
] as const)('a caller who left the queue and %s', (_, after, result) => {
  const board = say(
    channel('1.1', '1.1', 'PJSIP/trunk-00000001'),
    { Event: 'QueueCallerJoin', Uniqueid: '1.1', Queue: 'support', Position: '1' },
    { Event: 'QueueCallerLeave', Uniqueid: '1.1', Queue: 'support', Position: '1' },
    ...after,
  );
  expect([...board.calls.values()][0]?.stays[0]?.result).toBe(result);
  expect(liveOf(board).waiting.some(({ queue }) => queue === 'support')).toBe(false);
});

test('a call that is first seen within a list is whose it is, in whatever order its channels stand there', () => {
  const channels = [channel('1.2', '1.1', 'PJSIP/101-00000002'), { ...channel('1.1', '1.1', 'PJSIP/trunk-00000001'), CallerIDNum: '+4930123' }];
  const seen = [channels, channels.toReversed()].map((order) => [...resync(emptyBoard, { queues: [], channels: order }, '2026-11-20T10:00:00.000Z').calls.values()]);
  expect(seen[0]).toMatchObject([{ direction: 'inbound', callerNumber: '+4930123', legs: [{ extension: null }, { extension: '101' }] }]);
  expect(seen[1]).toEqual(seen[0]);
});
