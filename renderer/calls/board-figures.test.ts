import type { AgentNow, QueueNow } from '#domain/calls/queries.ts';
import { expect, test } from 'vitest';
import { byState, raisedIn, shownOf } from './board-figures.ts';

const at = (seconds: number) => new Date(Date.parse('2026-11-20T10:00:00.000Z') + seconds * 1000).toISOString();
const stay = (callId: string, joined: number, connected: number | null, result: string) => ({
  id: `stay of ${callId}`,
  callId,
  joinedAt: at(joined),
  connectedAt: connected === null ? null : at(connected),
  leftAt: null,
  result,
});
const alarm = (name: string, figure: string, side: string, threshold: number) => ({ id: name, name, figure, side, threshold, advice: `mend ${name}` });
const alarms = [alarm('late', 'longestWait', 'above', 60), alarm('slow', 'serviceLevelOfOffered', 'below', 80)];
// Ids of rows are plain text here.
const queue = (stays: QueueNow['stays'], more: object = {}) =>
  ({ id: 'q', name: 'Support', teamId: null, stays, handled: [], agents: [], alarms, changedAt: null, ...more }) as unknown as QueueNow;
const figure = (shown: ReturnType<typeof shownOf>, name: string) => shown.find((each) => each.name === name);

test('each number leads to the calls that it was computed from', () => {
  const shown = shownOf(
    queue([
      stay('a', 0, 10, 'connected'),
      stay('b', 0, 40, 'connected'),
      stay('c', 0, null, 'abandoned'),
      stay('d', 100, null, 'waiting'),
      ...['timeout', 'overflow', 'voicemail', 'callback'].map((result) => stay(result, 0, null, result)),
    ]),
    Date.parse(at(130)),
  );
  expect(figure(shown, 'serviceLevelOfAnswered')).toMatchObject({ text: '50 %', callIds: ['a', 'b'] });
  expect(figure(shown, 'serviceLevelOfOffered')).toMatchObject({ text: '14 %', callIds: ['a', 'b', 'c', 'timeout', 'overflow', 'voicemail', 'callback'], isAlarm: true });
  expect(figure(shown, 'longestWait')).toMatchObject({ text: '0:30', callIds: ['d'], isAlarm: false });
  expect(figure(shown, 'waiting')).toMatchObject({ text: '1', callIds: ['d'] });
  expect(figure(shown, 'abandoned')).toMatchObject({ text: '1', callIds: ['c'] });
});

test('an alarm is raised past its limit, by its name and with what to do', () => {
  const now = Date.parse(at(61));
  const waits = queue([stay('a', 0, null, 'waiting')]);
  expect(raisedIn(waits, now)).toEqual([{ id: 'late', name: 'late', figure: 'longestWait', text: '1:01', limit: '1:00', advice: 'mend late' }]);
  expect(raisedIn(waits, now - 1000)).toEqual([]);
  const shares = [alarm('given up', 'abandonment', 'above', 49), alarm('nobody', 'available', 'below', 1), alarm('crowd', 'waiting', 'above', 1)];
  const bad = queue([stay('a', 0, null, 'abandoned'), stay('b', 0, 3, 'connected')], { alarms: shares });
  expect(raisedIn(bad, now).map(({ name, text, limit }) => [name, text, limit])).toEqual([
    ['given up', '50 %', '49 %'],
    ['nobody', '0', '1'],
  ]);
  const one = { ...bad, agents: [{ state: 'available', membership: 'in', periods: [] }] } as unknown as QueueNow;
  expect(raisedIn(one, now).map(({ name }) => name)).toEqual(['given up']);
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
