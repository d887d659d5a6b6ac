import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CallLeg } from '#domain/calls/call-leg.ts';
import { Call } from '#domain/calls/call.ts';
import { helpWanted } from '#domain/calls/supervision.ts';
import { Reminder } from '#domain/messages/reminder.ts';
import { Notification } from '#domain/notifications/notification.ts';
import { Membership } from '#domain/people/membership.ts';
import { TeamMember } from '#domain/people/team-member.ts';
import { AgentState } from '#domain/telephony/agent-state.ts';
import { Extension } from '#domain/telephony/extension.ts';
import { QueueAlarm } from '#domain/telephony/queue-alarm.ts';
import { QueueMember } from '#domain/telephony/queue-member.ts';
import { Queue } from '#domain/telephony/queue.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSeededReplica, seedId, type SeededReplica } from '../bridge/seeded-replica.ts';
import { openReader } from '../replica/open.ts';
import { createRead, type Read } from '../records/parts/read.ts';
import { boardOf } from './board.ts';
import { callAnswers } from './queries.ts';
import { agentsOf, helpOf } from './supervision.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-supervision-'));
const since = '2026-03-02T00:00:00.000Z';
const at = (second: number) => new Date(Date.parse('2026-03-02T09:00:00.000Z') + second * 1000).toISOString();
const [busy, idle, without] = [0, 1, 2].map((n) => seedId(70, n));
const queue = seedId(60, 0);
let replica: SeededReplica;
let db: Read;

beforeAll(() => {
  replica = createSeededReplica(join(folder, 'replica.db'));
  replica.add(
    Membership,
    [busy, idle, without].map((userId, n) => ({ id: seedId(71, n), userId, roleId: seedId(72, 0), displayName: `Agent ${n}`, isActive: true, joinedAt: since })),
  );
  replica.add(TeamMember, [{ id: seedId(73, 0), teamId: seedId(74, 0), userId: busy, joinedAt: since }]);
  replica.add(
    Extension,
    [busy, idle].map((userId, n) => ({ id: seedId(75, n), number: `10${n + 1}`, userId, sipUser: `10${n + 1}`, isActive: true })),
  );
  replica.add(Queue, [{ id: queue, name: 'Support', asteriskQueueName: 'support', requiresDisposition: true, isActive: true }]);
  const call = { pbx: 'hq', direction: 'inbound', queueId: queue, agentId: busy, visibleTo: [] };
  replica.add(Call, [
    { ...call, id: seedId(76, 0), linkedId: '0', status: 'completed', startedAt: at(0), answeredAt: at(10), endedAt: at(70), duration: 60 },
    { ...call, id: seedId(76, 1), linkedId: '1', status: 'missed', agentId: null, startedAt: at(100), endedAt: at(110) },
    { ...call, id: seedId(76, 2), linkedId: '2', status: 'answered', startedAt: at(200), answeredAt: at(210), callerName: 'Ada', callerNumber: '+254711' },
    {
      ...call,
      id: seedId(76, 4),
      linkedId: '4',
      direction: 'internal',
      agentId: idle,
      status: 'answered',
      startedAt: at(220),
      answeredAt: at(230),
      callerNumber: '101',
      calledNumber: '102',
    },
    { ...call, id: seedId(76, 3), linkedId: '3', status: 'completed', startedAt: '2026-03-01T09:00:00.000Z', answeredAt: since, endedAt: since, duration: 9 },
  ]);
  const leg = { sipCallId: 'x', direction: 'inbound', userId: busy, startedAt: at(100), visibleTo: [] };
  replica.add(CallLeg, [
    { ...leg, id: seedId(77, 0), callId: seedId(76, 1), outcome: 'missed' },
    { ...leg, id: seedId(77, 1), callId: seedId(76, 1), sipCallId: 'y', outcome: 'missed' },
    // It rang here in vain before it was taken here.
    { ...leg, id: seedId(77, 2), callId: seedId(76, 0), outcome: 'missed' },
  ]);
  replica.add(AgentState, [
    { id: seedId(78, 0), userId: busy, state: 'wrapUp', fromAt: at(70), untilAt: at(90), callId: seedId(76, 0), visibleTo: [] },
    { id: seedId(78, 1), userId: busy, state: 'onCall', fromAt: at(210), visibleTo: [] },
  ]);
  replica.add(QueueAlarm, [
    { id: seedId(79, 0), name: 'Everywhere', figure: 'waiting', side: 'above', threshold: 3, isActive: true },
    { id: seedId(79, 1), name: 'Elsewhere', queueId: seedId(60, 1), figure: 'waiting', side: 'above', threshold: 3, isActive: true },
    { id: seedId(79, 2), name: 'Off', figure: 'waiting', side: 'above', threshold: 3, isActive: false },
  ]);
  const notice = { userId: idle, title: 'Agent 0 asks for help', message: '', channel: 'inApp', subjectType: 'calls', createdBy: busy, visibleTo: [] };
  replica.add(Notification, [
    { ...notice, id: seedId(80, 0), notificationType: helpWanted, subjectId: seedId(76, 2), isRead: false },
    { ...notice, id: seedId(80, 1), notificationType: helpWanted, subjectId: seedId(76, 2), isRead: true },
    { ...notice, id: seedId(80, 2), notificationType: helpWanted, subjectId: seedId(76, 0), isRead: false },
    { ...notice, id: seedId(80, 3), notificationType: 'callTransferred', subjectId: seedId(76, 2), isRead: false },
  ]);
  db = createRead(openReader(replica.place));
});
afterAll(() => {
  replica.db.close();
  rmSync(folder, { recursive: true });
});

test('an agent is told with the call in hand, and each number of the day with its calls', () => {
  const agents = agentsOf(db, since);
  expect(agents.map(({ displayName }) => displayName)).toEqual(['Agent 0', 'Agent 1']);
  expect(agents[0]).toMatchObject({
    extension: '101',
    state: 'onCall',
    teamIds: [seedId(74, 0)],
    call: { id: seedId(76, 2), number: '+254711', contactName: 'Ada', queueName: 'Support' },
    handledIds: [seedId(76, 0)],
    missedIds: [seedId(76, 1)],
    talkSeconds: 60,
  });
  expect(agents[0]?.wrapUpSeconds).toBeCloseTo(20, 1);
  // Between colleagues the number is the other's, whoever called.
  expect(agents[1]).toMatchObject({ state: null, call: { id: seedId(76, 4), number: '101' }, handledIds: [], missedIds: [], talkSeconds: 0, wrapUpSeconds: 0 });
});

test('help is asked of one member until they have seen it, with the call as long as it is up', () => {
  expect(helpOf(db, idle ?? '').map(({ id, callId }) => [id, callId])).toEqual([
    [seedId(80, 0), seedId(76, 2)],
    [seedId(80, 2), null],
  ]);
  expect(helpOf(db, busy ?? '')).toEqual([]);
});

test('an outcome that asks for a follow-up is content with a reminder of one’s own', () => {
  const wrapUps = callAnswers.find(({ contract }) => contract.name === 'calls.toWrapUp');
  const planned = () => {
    // The answer of this query is a list of calls.
    const calls = (wrapUps?.run(db, { since }, { userId: busy } as never) ?? []) as readonly { readonly id: string; readonly isPlanned: boolean }[];
    return calls.map(({ id, isPlanned }) => [id, isPlanned]);
  };
  const reminder = { text: 'Ask again', remindAt: at(900), subjectType: 'calls', subjectId: seedId(76, 0) };
  replica.add(Reminder, [{ ...reminder, id: seedId(82, 0), userId: idle }]);
  expect(planned()).toEqual([
    [seedId(76, 2), false],
    [seedId(76, 0), false],
  ]);
  replica.add(Reminder, [{ ...reminder, id: seedId(82, 1), userId: busy }]);
  expect(planned()).toEqual([
    [seedId(76, 2), false],
    [seedId(76, 0), true],
  ]);
});

test('a queue has the alarms that are set for it and for every queue', () => {
  expect(boardOf(db, since).map(({ alarms }) => alarms.map(({ name }) => name))).toEqual([['Everywhere']]);
});

test('of a state that began before the day only the part within it is counted', () => {
  const night = '2026-03-01T22:00:00.000Z';
  replica.add(QueueMember, [{ id: seedId(83, 0), queueId: queue, userId: idle, state: 'in' }]);
  replica.add(AgentState, [{ id: seedId(78, 2), userId: idle, state: 'away', fromAt: night, visibleTo: [] }]);
  const [agent] = boardOf(db, since).flatMap(({ agents }) => agents);
  expect(agent).toMatchObject({ state: 'away', fromAt: night, periods: [{ state: 'away', fromAt: since, untilAt: null }] });
});

test('what was missed is listed once for each number, until somebody spoke with it since', () => {
  const missedCalls = callAnswers.find(({ contract }) => contract.name === 'calls.missed');
  const day = '2026-03-04T00:00:00.000Z';
  const told = [
    ['missed', '+2541', null],
    ['completed', '+2541', null],
    ['abandoned', '+2542', null],
    ['completed', null, '+2542'],
    ['completed', '+2543', null],
    ['missed', '+2543', null],
    ['missed', '+2543', null],
    ['missed', null, null],
    ['missed', null, null],
    ['failed', null, '+2544'],
    ['missed', '+2544', null],
    ['failed', null, '+2544'],
  ] as const;
  replica.add(
    Call,
    told.map(([status, callerNumber, calledNumber], n) => ({
      id: seedId(90, n),
      pbx: 'hq',
      linkedId: `of ${n}`,
      direction: callerNumber === null && calledNumber !== null ? 'outbound' : 'inbound',
      status,
      callerNumber,
      calledNumber,
      startedAt: new Date(Date.parse(day) + n * 1000).toISOString(),
      visibleTo: [],
    })),
  );
  // The answer of this query is a list of calls.
  const calls = (missedCalls?.run(db, { since: day }, { userId: busy } as never) ?? []) as readonly { readonly callerNumber: string | null; readonly tries: number }[];
  expect(calls.map(({ callerNumber, tries }) => [callerNumber, tries])).toEqual([
    ['+2544', 1],
    [null, 1],
    [null, 1],
    ['+2543', 2],
  ]);
});
