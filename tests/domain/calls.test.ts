import * as fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { callOf, laterStatus, statusOf, transferOf } from '#domain/calls/rules.ts';
import { derivedId } from '#domain/kernel/derived-id.ts';
import { createStage, idOf, type Stage } from '../support/stage.ts';

const [me, other] = [idOf(700_001), idOf(700_002)] as const;
let stage: Stage;
let contact: string;
let queue: string;
beforeEach(() => {
  stage = createStage(me);
  for (const userId of [me, other]) stage.add('memberships', { userId, displayName: 'x', isActive: true });
  contact = stage.add('contacts', { firstName: 'Ada', fullName: 'Ada', normalizedName: 'ada' });
  queue = stage.add('queues', { name: 'Support', asteriskQueueName: 'support' });
});

const at = (second: number) => `2026-03-02T10:00:${String(second).padStart(2, '0')}.000Z`;
const ring = (more: object = {}) => ({
  pbx: 'hq',
  sipCallId: 'leg-1',
  linkedId: 'L1',
  direction: 'inbound',
  number: '0712 345678',
  e164: '+254712345678',
  queue: 'support',
  contactId: contact,
  startedAt: at(0),
  ...more,
});
const as = (userId: string) => ({ userId: userId as never });

describe('the journal', () => {
  test('keeps one row of a call and one of each leg, and a line in the contact’s timeline', () => {
    stage.run('calls.start', ring());
    stage.run('calls.start', ring({ sipCallId: 'leg-2' }), as(other));
    stage.run('calls.answer', ring({ answeredAt: at(5) }));
    stage.run('calls.end', ring({ sipCallId: 'leg-2', endedAt: at(5), outcome: 'cancelled' }), as(other));
    expect(stage.rows('calls')).toMatchObject([{ status: 'answered', agentId: me, queueId: queue, contactId: contact }]);
    stage.run('calls.hold', ring({ answeredAt: at(5) }));
    expect(stage.rows('calls')).toMatchObject([{ status: 'held' }]);
    stage.run('calls.resume', ring({ answeredAt: at(5) }));
    stage.run('calls.end', ring({ answeredAt: at(5), endedAt: at(35), mos: 4.2 }));
    expect(stage.rows('calls')).toMatchObject([{ status: 'completed', duration: 30, endedAt: at(35) }]);
    expect(stage.rows('callLegs').map(({ sipCallId, outcome }) => [sipCallId, outcome])).toEqual([
      ['leg-1', 'answered'],
      ['leg-2', 'cancelled'],
    ]);
    expect(stage.rows('interactions')).toMatchObject([{ channel: 'call', duration: 30, contactId: contact, actorId: me }]);
    expect(stage.rows('callEvents')).toHaveLength(7);
  });

  test('tells apart who missed, who rejected and whose device failed, and calls a queue’s lost caller abandoned', () => {
    for (const [leg, outcome] of [
      ['leg-1', 'missed'],
      ['leg-2', 'rejected'],
      ['leg-3', 'deviceFailure'],
    ] as const) {
      stage.run('calls.start', ring({ sipCallId: leg }));
      stage.run('calls.end', ring({ sipCallId: leg, endedAt: at(9), outcome }));
    }
    expect(stage.rows('callLegs').map(({ outcome }) => outcome)).toEqual(['missed', 'rejected', 'deviceFailure']);
    expect(stage.rows('calls')).toMatchObject([{ status: 'abandoned' }]);
  });

  test('joins what was dialled here with what the PBX calls it later, whoever comes first', () => {
    const dial = ring({ direction: 'outbound', linkedId: null, queue: null });
    stage.run('calls.start', dial);
    stage.run('calls.answer', { ...dial, linkedId: 'L9', answeredAt: at(3) });
    expect(stage.rows('calls')).toMatchObject([{ linkedId: 'L9', callId: 'leg-1', calledNumber: '+254712345678', callerNumber: null }]);
    // The PBX's own record was there before the desk could send its own, and decides.
    stage.add('calls', { pbx: 'hq', linkedId: 'L10', callId: 'leg-9', direction: 'internal', startedAt: at(0), visibleTo: ['nobody'] });
    stage.run('calls.start', { ...dial, sipCallId: 'leg-9' });
    expect(stage.rows('calls')).toHaveLength(2);
    expect(stage.rows('calls').map(({ direction }) => direction)).toEqual(['outbound', 'internal']);
  });

  test('comes to the same row in whatever order its steps arrive, and never takes an end back', () => {
    const steps = ['calls.start', 'calls.answer', 'calls.hold', 'calls.resume', 'calls.end'] as const;
    fc.assert(
      fc.property(fc.shuffledSubarray([...steps], { minLength: 5 }), fc.constantFrom(...steps), (order, again) => {
        const here = createStage(me);
        here.add('contacts', { id: contact, firstName: 'Ada', fullName: 'Ada', normalizedName: 'ada' });
        const facts = {
          'calls.start': {},
          'calls.answer': { answeredAt: at(5) },
          'calls.hold': { answeredAt: at(5) },
          'calls.resume': { answeredAt: at(5) },
          'calls.end': { answeredAt: at(5), endedAt: at(35) },
        };
        for (const name of [...order, again]) here.run(name, ring({ queue: null, ...facts[name] }));
        const [call] = here.rows('calls');
        expect([here.rows('calls').length, here.rows('callLegs').length, call?.['status'], call?.['answeredAt'], call?.['endedAt'], call?.['duration']]).toEqual([
          1,
          1,
          'completed',
          at(5),
          at(35),
          30,
        ]);
      }),
      { numRuns: 200 },
    );
  });

  test('is completed by whoever answered, though others had missed it before that was known', () => {
    stage.run('calls.end', ring({ sipCallId: 'leg-2', endedAt: at(9), outcome: 'missed' }), as(other));
    expect(stage.rows('calls')).toMatchObject([{ status: 'abandoned' }]);
    stage.run('calls.answer', ring({ answeredAt: at(5) }));
    expect(stage.rows('calls')).toMatchObject([{ status: 'answered', endedAt: null, agentId: me }]);
    stage.run('calls.end', ring({ answeredAt: at(5), endedAt: at(35) }));
    expect(stage.rows('calls')).toMatchObject([{ status: 'completed', duration: 30 }]);
  });

  test('is one row for both ends of an internal call, whose names for it differ', () => {
    const internal = ring({ direction: 'internal', queue: null });
    stage.run('calls.start', { ...internal, sipCallId: 'caller', linkedId: null });
    stage.run('calls.answer', { ...internal, sipCallId: 'caller', linkedId: 'L7', answeredAt: at(2) });
    stage.run('calls.start', { ...internal, sipCallId: 'callee', linkedId: 'L7' }, as(other));
    expect(stage.rows('calls')).toHaveLength(1);
    expect(stage.rows('callLegs')).toHaveLength(2);
  });

  test('is one row of a call between colleagues, whichever of their desks writes first', () => {
    const from = { direction: 'outbound', queue: null, contactId: null, linkedId: null, sipCallId: 'caller', number: '102', e164: '102' };
    const to = { direction: 'inbound', queue: null, contactId: null, linkedId: 'L7', originCallId: 'caller', sipCallId: 'callee', number: '101', e164: '101' };
    const written = [
      [from, to],
      [to, from],
    ].map((order) => {
      const here = createStage(me);
      here.add('extensions', { number: '102', userId: other, sipUser: '102' });
      for (const facts of order) here.run('calls.start', ring(facts), as(facts === from ? me : other));
      for (const facts of order) here.run('calls.end', ring({ ...facts, answeredAt: at(1), endedAt: at(9) }), as(facts === from ? me : other));
      const legs = here.rows('callLegs').map(({ sipCallId, direction }) => `${sipCallId} ${direction}`);
      return { calls: here.rows('calls').map(({ id, direction, callId, linkedId, status }) => ({ id, direction, callId, linkedId, status })), legs: legs.toSorted() };
    });
    expect(written[0]?.calls).toMatchObject([{ direction: 'internal', callId: 'caller', linkedId: 'L7', status: 'completed' }]);
    expect(written[0]?.legs).toEqual(['callee internal', 'caller internal']);
    expect(written[1]).toEqual(written[0]);
  });

  test('has a status that only goes on', () => {
    const states = ['queued', 'ringing', 'answered', 'held', 'completed', 'missed', 'abandoned', 'failed'] as const;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...states)), (all) => {
        let now: (typeof states)[number] = 'ringing';
        for (const next of all) {
          const then = laterStatus(now, next);
          if (now === 'completed') expect(then).toBe('completed');
          if (now !== 'ringing') expect(['queued', 'ringing']).not.toContain(then);
          now = then;
        }
      }),
    );
    const leg = { answeredAt: null, endedAt: at(9), outcome: 'busy' } as const;
    expect(statusOf({ endedAt: at(9), queueId: null }, [leg])).toBe('failed');
    expect(statusOf({ endedAt: null, queueId: queue as never }, [])).toBe('queued');
  });
});

test('ids that follow from a name are UUIDs, and no two of 200,000 meet', () => {
  const ids = new Set(Array.from({ length: 200_000 }, (_, n) => callOf(me, 'hq', `1700000000.${n}`)));
  expect(ids.size).toBe(200_000);
  for (const id of [...ids].slice(0, 1000)) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(derivedId('a', 'bc')).not.toBe(derivedId('ab', 'c'));
});

describe('a call that is over', () => {
  let call: string;
  beforeEach(() => {
    stage.run('calls.start', ring());
    stage.run('calls.end', ring({ answeredAt: at(1), endedAt: at(9) }));
    call = String(stage.rows('calls')[0]?.id);
  });

  test('is linked to a case, to another only knowingly, and unlinked again', () => {
    const [one, two] = [1, 2].map((n) =>
      stage.add('cases', { kindId: idOf(1), categoryId: idOf(2), priorityId: idOf(3), title: `c${n}`, openedAt: at(0), assignedTo: me, primaryContactId: contact }),
    );
    stage.run('calls.link', { id: call, caseId: one });
    expect(stage.outcome('calls.link', { id: call, caseId: two })).toBe('call.linkedElsewhere caseId');
    stage.run('calls.link', { id: call, caseId: two, instead: true });
    expect(stage.rows('interactions')).toMatchObject([{ caseId: two }]);
    stage.run('calls.unlink', { id: call, from: 'case' });
    expect(stage.row('calls', call)).toMatchObject({ caseId: null });
    const lines = () => stage.rows('interactions').map(({ contactId }) => contactId);
    expect(lines()).toEqual([contact]);
    // Of whom the call is not it is no line either, until it is again.
    stage.run('calls.unlink', { id: call, from: 'contact' });
    expect(lines()).toEqual([]);
    const right = stage.add('contacts', { firstName: 'Eva', fullName: 'Eva', normalizedName: 'eva' });
    stage.run('calls.link', { id: call, contactId: right });
    expect(lines()).toEqual([right]);
  });

  test('stays without what a person has unlinked while it lasted', () => {
    const wrong = stage.add('cases', { kindId: idOf(1), categoryId: idOf(2), priorityId: idOf(3), title: 'c', openedAt: at(0), assignedTo: me, primaryContactId: contact });
    const facts = { sipCallId: 'leg-9', linkedId: 'L9', caseId: wrong };
    stage.run('calls.start', ring(facts));
    const live = String(stage.rows('calls').find(({ caseId }) => caseId === wrong)?.id);
    stage.run('calls.unlink', { id: live, from: 'case' });
    stage.run('calls.unlink', { id: live, from: 'contact' });
    stage.run('calls.answer', ring({ ...facts, answeredAt: at(1) }));
    stage.run('calls.end', ring({ ...facts, answeredAt: at(1), endedAt: at(9) }));
    expect(stage.row('calls', live)).toMatchObject({ caseId: null, contactId: null, status: 'completed' });
    expect(stage.rows('interactions').filter(({ sourceId }) => sourceId === live)).toEqual([]);
  });

  test('has a disposition that may ask for a case or a plan', () => {
    const [needsCase, needsPlan] = [{ requiresCaseCreation: true }, { requiresFollowUp: true }].map((more, n) =>
      stage.add('dispositions', { name: `d${n}`, code: `D${n}`, category: 'x', ...more }),
    );
    expect(stage.outcome('calls.setDisposition', { id: call, dispositionId: needsCase })).toBe('disposition.needsCase dispositionId');
    expect(stage.outcome('calls.setDisposition', { id: call, dispositionId: needsPlan })).toBe('disposition.needsFollowUp dispositionId');
    expect(stage.outcome('callbacks.schedule', { phone: { raw: 'nobody' }, dueAt: at(50), callId: call })).toBe('field.invalid phone');
    expect(stage.outcome('callbacks.schedule', { phone: { raw: '0712' }, dueAt: '2020-01-01T00:00:00.000Z' })).toBe('callback.pastDue dueAt');
    stage.run('callbacks.schedule', { phone: { raw: '+254 712/345-678' }, dueAt: at(50), callId: call });
    expect(stage.rows('callbacks')).toMatchObject([{ phone: '+254712345678', contactId: contact, assignedTo: me }]);
    stage.run('calls.setDisposition', { id: call, dispositionId: needsPlan, note: 'will call' });
    expect(stage.row('calls', call)).toMatchObject({ dispositionId: needsPlan, wrapUpNote: 'will call' });
    const id = stage.rows('callbacks')[0]?.id;
    for (const name of ['callbacks.attempt', 'callbacks.attempt', 'callbacks.complete']) stage.run(name, { id });
    expect(stage.rows('callbacks')).toMatchObject([{ status: 'completed', attempts: 3 }]);
  });

  test('can be written down by hand', () => {
    stage.run('calls.logManual', { direction: 'outbound', number: { raw: '0711' }, startedAt: at(0), seconds: 60, contactId: contact });
    expect(stage.rows('calls', { pbx: 'manual' })).toMatchObject([{ status: 'completed', duration: 60, calledNumberRaw: '0711' }]);
    expect(stage.rows('interactions')).toHaveLength(2);
  });

  test('is handed to one colleague, who takes it or does not', () => {
    stage.run('calls.transfer', { id: call, transferType: 'warm', toAgentId: other });
    const [transfer] = stage.rows('callTransfers');
    expect(stage.outcome('calls.answerTransfer', { id: transfer?.id, accept: true })).toBe('auth.denied id');
    stage.run('calls.answerTransfer', { id: transfer?.id, accept: true }, as(other));
    expect(stage.outcome('calls.answerTransfer', { id: transfer?.id, accept: false }, as(other))).toBe('transfer.closed status');
    expect(stage.rows('notifications')).toMatchObject([{ userId: other, notificationType: 'callTransferred' }]);
  });

  test('is handed on in one row by one leg: what was tried again is completed, and the PBX’s own word of it is the same', () => {
    const to = (raw: string) => ({ id: call, sipCallId: 'leg-1', transferType: 'blind', to: { raw, e164: raw } });
    stage.run('calls.transfer', { ...to('103'), status: 'failed' });
    stage.run('calls.transfer', { ...to('102'), status: 'completed' });
    stage.run('calls.transfer', { ...to('103'), status: 'failed' });
    expect(stage.rows('callTransfers').map(({ id, toNumber, status }) => [id, toNumber, status])).toEqual([[transferOf(call, 'leg-1'), '102', 'completed']]);
    expect(stage.rows('callEvents', { eventType: 'transferred' }).map(({ details }) => details)).toEqual([
      { to: '103', status: 'failed' },
      { to: '102', status: 'completed' },
      { to: '103', status: 'failed' },
    ]);
  });

  test('goes to whoever has the number that a telephone knows', () => {
    stage.add('extensions', { number: '102', userId: other, sipUser: '102' });
    stage.add('phoneNumbers', { number: '500', queueId: queue });
    for (const raw of ['102', '500', '+254733']) stage.run('calls.transfer', { id: call, transferType: 'blind', to: { raw, e164: raw }, status: 'completed' });
    expect(stage.rows('callTransfers').map(({ toAgentId, toQueueId, toNumber, status }) => [toAgentId, toQueueId, toNumber, status])).toEqual([
      [other, null, '102', 'completed'],
      [null, queue, '500', 'completed'],
      [null, null, '+254733', 'completed'],
    ]);
  });
});

describe('an agent', () => {
  test('has one state at a time, each after a legal one, and none but a supervisor mends it for them', () => {
    for (const state of ['available', 'ringing', 'onCall']) stage.run('agentStates.set', { state });
    expect(stage.outcome('agentStates.set', { state: 'break' })).toBe('agentState.onCall state');
    stage.run('agentStates.set', { state: 'wrapUp' }, { at: '2026-03-02T10:05:00.000Z' });
    expect(stage.outcome('agentStates.set', { state: 'onCall' })).toBe('state.forbidden state');
    expect(stage.rows('agentStates').filter(({ untilAt }) => untilAt === null)).toMatchObject([{ state: 'wrapUp' }]);
    expect(stage.outcome('agentStates.set', { state: 'offline', userId: other })).toBe('auth.denied agentStates.setOther');
    expect(stage.outcome('agentStates.set', { state: 'offline', userId: me, reasonId: null }, { role: 'manager', userId: other as never })).toBe('done');
    expect(stage.run('agentStates.set', { state: 'offline' })).toEqual([]);
  });

  test('joins open queues, pauses with a reason and leaves', () => {
    const closed = stage.add('queues', { name: 'Closed', asteriskQueueName: 'closed', isActive: false });
    const reasonId = stage.add('agentStateReasons', { name: 'Lunch', code: 'L' });
    expect(stage.outcome('queues.join', { queueId: closed })).toBe('queue.closed queueId');
    expect(stage.outcome('queues.pause', { queueId: queue })).toBe('state.forbidden state');
    stage.run('queues.join', { queueId: queue });
    stage.run('queues.pause', { queueId: queue, reasonId });
    expect(stage.rows('queueMembers')).toMatchObject([{ userId: me, state: 'paused', pausedReasonId: reasonId }]);
    stage.run('queues.pause', { queueId: queue, isPaused: false });
    stage.run('queues.leave', { queueId: queue });
    expect(stage.rows('queueMembers')).toMatchObject([{ state: 'out', pausedReasonId: null }]);
    expect(stage.outcome('queues.join', { queueId: queue, userId: other })).toBe('auth.denied agentStates.setOther');
  });

  test('has a number only when nobody else has it, or knowingly', () => {
    const id = stage.add('phoneNumbers', { number: '+254200000', queueId: queue });
    expect(stage.outcome('phoneNumbers.assign', { id, userId: me }, { role: 'admin' })).toBe('number.inUse id');
    expect(stage.outcome('phoneNumbers.assign', { id, userId: me, instead: true }, { role: 'admin' })).toBe('done');
  });
});
