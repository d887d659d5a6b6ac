import { expect, test } from 'vitest';
import { reduce } from '../board/reduce.ts';
import { emptyBoard, type Member } from '../board/state.ts';
import { createLeases, leaseOf } from './lease.ts';
import { nextState, useOf, usesOf } from './next-state.ts';

const states = ['offline', 'available', 'ringing', 'onCall', 'wrapUp', 'break', 'away'] as const;
const line = (use: 'idle' | 'ringing' | 'talking') => ({ use, queue: null, linkedId: null });

test.each([
  ['available', 'ringing', 'ringing'],
  ['ringing', 'talking', 'onCall'],
  ['ringing', 'idle', 'available'],
  ['onCall', 'idle', 'wrapUp'],
  ['wrapUp', 'idle', null],
  ['break', 'ringing', null],
  ['away', 'talking', null],
  ['offline', 'ringing', null],
] as const)('%s and a telephone that is %s makes %s', (current, use, next) => {
  expect(nextState(current, line(use), { wrapUpSeconds: 30, inState: 5 })).toBe(next);
});

test('whose telephone is gone for longer than the lease takes no calls, and does again when it is back; a shorter gap changes nothing', () => {
  let now = 0;
  const leases = createLeases(() => now);
  const member = (device: Member['device'], queue = 'support'): Member => ({
    queue,
    device,
    interface: 'PJSIP/101',
    extension: '101',
    penalty: 0,
    isPaused: false,
    pausedReason: '',
  });
  const next = (current: (typeof states)[number], members: readonly Member[]) => {
    const presence = leases.look({ members: new Map(members.map((each) => [`${each.queue} ${each.interface}`, each])) })('101');
    return nextState(current, line('idle'), { wrapUpSeconds: 30, inState: 5, presence });
  };
  expect(next('available', [member('absent')])).toBe(null);
  now += leaseOf - 1;
  expect(next('available', [member('absent')])).toBe(null);
  expect(next('available', [member('free')])).toBe(null);
  now += 1;
  expect(next('available', [member('absent')])).toBe(null);
  now += leaseOf;
  expect(next('available', [])).toBe(null);
  expect(next('wrapUp', [member('absent')])).toBe(null);
  expect(next('available', [member('absent'), member('free', 'another')])).toBe(null);
  expect(next('available', [member('absent')])).toBe(null);
  now += leaseOf;
  expect(next('available', [member('absent')])).toBe('offline');
  expect(next('offline', [member('absent')])).toBe(null);
  expect(next('offline', [member('free')])).toBe('available');
});

test('wrap-up ends by itself, and there is none where the queue asks for none', () => {
  expect(nextState('wrapUp', line('idle'), { wrapUpSeconds: 30, inState: 30 })).toBe('available');
  expect(nextState('onCall', line('idle'), { wrapUpSeconds: 0, inState: 5 })).toBe('available');
});

test('never flaps: what follows from the same telephone stays', () => {
  for (const current of states)
    for (const use of ['idle', 'ringing', 'talking'] as const) {
      const facts = { wrapUpSeconds: 30, inState: 1 };
      const next = nextState(current, line(use), facts);
      if (next !== null) expect([current, use, nextState(next, line(use), facts)]).toEqual([current, use, null]);
    }
});

test('one who talks is on a call, whatever else rings', () => {
  const channel = (uniqueId: string, linkedId: string, name: string, state: string) => ({
    Event: 'Newchannel',
    Uniqueid: uniqueId,
    Linkedid: linkedId,
    Channel: name,
    ChannelState: state,
  });
  const events = [
    channel('1.1', '1.1', 'PJSIP/trunk-00000001', '6'),
    channel('1.2', '1.1', 'PJSIP/101-00000002', '6'),
    channel('2.1', '2.1', 'PJSIP/trunk-00000003', '6'),
    channel('2.2', '2.1', 'PJSIP/101-00000004', '5'),
    channel('2.3', '2.1', 'PJSIP/102-00000005', '5'),
  ];
  const uses = usesOf(events.reduce((board, event) => reduce(board, event, '2026-11-20T10:00:00.000Z'), emptyBoard));
  expect(['101', '102', '103'].map((extension) => useOf(uses, extension).use)).toEqual(['talking', 'ringing', 'idle']);
});
