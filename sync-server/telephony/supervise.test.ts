import { expect, test } from 'vitest';
import { reduce } from './board/reduce.ts';
import { emptyBoard, type Board } from './board/state.ts';
import { disconnectRequests, dropRequests, isSpying, monitorRequests } from './supervise.ts';

const now = '2026-03-02T10:00:00.000Z';
const told = (board: Board, ...events: readonly Readonly<Record<string, string>>[]) => events.reduce((each, event) => reduce(each, event, now), board);
const channel = (name: string, uniqueId: string, linkedId = uniqueId, more: Readonly<Record<string, string>> = {}) => ({
  Event: 'Newchannel',
  Channel: name,
  Uniqueid: uniqueId,
  Linkedid: linkedId,
  ChannelState: '6',
  ...more,
});
const enter = (uniqueId: string, bridge: string) => ({ Event: 'BridgeEnter', Uniqueid: uniqueId, BridgeUniqueid: bridge });

/** An agent in a call with a caller from outside, and another whose extension begins the same. */
const twoCalls = told(
  emptyBoard,
  channel('PJSIP/carrier-00000001', '1.1', '1.1', { CallerIDNum: '+254711222333' }),
  channel('PJSIP/101-00000002', '1.2', '1.1'),
  channel('PJSIP/carrier-00000003', '2.1', '2.1', { CallerIDNum: '0044 20 7946 0958' }),
  channel('PJSIP/1010-00000004', '2.2', '2.1'),
);

test('a supervisor is let into the one call that is meant, by the whole name of its channel', () => {
  const [request, ...others] = monitorRequests(twoCalls, { supervisor: '102', agent: '101', mode: 'listen' }, 'x') ?? [];
  expect(others).toEqual([]);
  expect(request).toMatchObject({
    action: 'Originate',
    fields: { Channel: 'PJSIP/102', ChannelId: 'spy-x', Data: 'PJSIP/101-00000002,uqE', Variable: 'PJSIP_HEADER(add,X-Pbx-Monitor)=listen 101 1.1' },
  });
  expect(monitorRequests(twoCalls, { supervisor: '102', agent: '10', mode: 'listen' }, 'x')).toBe(null);
  expect(monitorRequests(twoCalls, { supervisor: '102', agent: '101', mode: 'listen', linkedId: '2.1' }, 'x')).toBe(null);
  expect(monitorRequests(twoCalls, { supervisor: '101', agent: '101', mode: 'listen' }, 'x')).toBe(null);
  expect(monitorRequests(twoCalls, { supervisor: '102/n', agent: '101', mode: 'listen' }, 'x')).toBe(null);
});

test('who changes how they are with a call leaves it first, and nobody listens to a listener', () => {
  const spied = told(twoCalls, channel('PJSIP/102-00000005', 'spy-x'));
  expect(isSpying({ linkedId: 'spy-x' })).toBe(true);
  expect(monitorRequests(spied, { supervisor: '102', agent: '101', mode: 'barge' }, 'y')?.map(({ action, fields }) => [action, fields['Channel']])).toEqual([
    ['Hangup', 'PJSIP/102-00000005'],
    ['Originate', 'PJSIP/102'],
  ]);
  expect(monitorRequests(spied, { supervisor: '103', agent: '102', mode: 'listen' }, 'y')).toBe(null);
});

test('a call is ended with all its legs, once', () => {
  expect(disconnectRequests(twoCalls, '1.1')?.map(({ fields }) => fields['Channel'])).toEqual(['PJSIP/carrier-00000001', 'PJSIP/101-00000002']);
  const over = told(twoCalls, { Event: 'Hangup', Uniqueid: '1.1' }, { Event: 'Hangup', Uniqueid: '1.2' });
  expect(disconnectRequests(over, '1.1')).toBe(null);
  expect(disconnectRequests(twoCalls, '9.9')).toBe(null);
});

test('of a conference one party is dropped, whoever they are, and never somebody in another room', () => {
  const room = told(twoCalls, channel('PJSIP/102-00000006', '3.1'), enter('3.1', 'room'), enter('2.1', 'room'), enter('1.2', 'room'), enter('1.1', 'elsewhere'));
  const drop = (number: string) => dropRequests(room, '3.1', '102', number)?.map(({ fields }) => fields['Channel']) ?? null;
  expect(drop('+442079460958')).toEqual(['PJSIP/carrier-00000003']);
  expect(drop('0044 20 7946 0958')).toEqual(['PJSIP/carrier-00000003']);
  expect(drop('101')).toEqual(['PJSIP/101-00000002']);
  expect(drop('+254711222333')).toBe(null);
  expect(drop('102')).toBe(null);
  const unnamed = told(room, channel('PJSIP/carrier-00000007', '4.1', '4.1', { CallerIDNum: 'anonymous' }), enter('4.1', 'room'));
  expect(dropRequests(unnamed, '3.1', '102', 'anonymous')).toBe(null);
  expect(dropRequests(room, '1.1', '102', '101')).toBe(null);
});
