import type { AgentNow, QueueNow } from '#domain/calls/queries.ts';
import { expect, test } from 'vitest';
import { byState, shownOf } from './board-figures.ts';

const at = (seconds: number) => new Date(Date.parse('2026-11-20T10:00:00.000Z') + seconds * 1000).toISOString();
const stay = (callId: string, joined: number, connected: number | null, result: string) => ({
  id: `stay of ${callId}`,
  callId,
  joinedAt: at(joined),
  connectedAt: connected === null ? null : at(connected),
  leftAt: null,
  result,
});
// Ids of rows are plain text here.
const queue = (stays: QueueNow['stays']) => ({ id: 'q', name: 'Support', teamId: null, stays, handled: [], agents: [], changedAt: null }) as unknown as QueueNow;
const figure = (shown: ReturnType<typeof shownOf>, name: string) => shown.find((each) => each.name === name);

test('each number leads to the calls that it was computed from', () => {
  const shown = shownOf(
    queue([stay('a', 0, 10, 'connected'), stay('b', 0, 40, 'connected'), stay('c', 0, null, 'abandoned'), stay('d', 100, null, 'waiting')]),
    Date.parse(at(130)),
  );
  expect(figure(shown, 'serviceLevelOfAnswered')).toMatchObject({ text: '50 %', callIds: ['a', 'b'] });
  expect(figure(shown, 'serviceLevelOfOffered')).toMatchObject({ text: '33 %', callIds: ['a', 'b', 'c'], isAlarm: true });
  expect(figure(shown, 'longestWait')).toMatchObject({ text: '0:30', callIds: ['d'], isAlarm: false });
  expect(figure(shown, 'waiting')).toMatchObject({ text: '1', callIds: ['d'] });
  expect(figure(shown, 'abandoned')).toMatchObject({ text: '1', callIds: ['c'] });
});

test('who waits over a minute is an alarm, and a queue without calls is none', () => {
  expect(figure(shownOf(queue([stay('a', 0, null, 'waiting')]), Date.parse(at(61))), 'longestWait')).toMatchObject({ text: '1:01', isAlarm: true });
  for (const { isAlarm } of shownOf(queue([]), Date.parse(at(0)))) expect(isAlarm).toBe(false);
});

test('agents are told by state, and one of whom nothing is known is offline', () => {
  const agents = ['break', 'available', null].map((state, n) => ({ userId: String(n), displayName: '', membership: 'in', state, reason: null, fromAt: null, periods: [] }));
  expect(byState(agents as unknown as readonly AgentNow[]).map(([state, own]) => [state, own.length])).toEqual([
    ['available', 1],
    ['break', 1],
    ['offline', 1],
  ]);
});
