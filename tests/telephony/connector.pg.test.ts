import { Extension } from '#domain/telephony/extension.ts';
import { Queue } from '#domain/telephony/queue.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../sync-server/db/new-id.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { createConnector, type Connector } from '../../sync-server/telephony/connector.ts';
import { openOffice, type Office } from '../support/office.ts';
import { deskPlace, startPbx, whyNoPbx, type TestPbx } from '../support/pbx.ts';
import { putRow } from '../support/put-row.ts';

const missing = await whyNoPbx();

describe.skipIf(missing !== null)(`the connector (${missing ?? 'Asterisk'})`, () => {
  let office: Office;
  let pbx: TestPbx;
  let connector: Connector;
  const connect = () => createConnector({ account: pbx.ami, pool: office.pool, tenantId: office.world.tenantId, pbx: 'demo', history: pbx.history, log: silentLog, now: Date.now });

  beforeAll(async () => {
    office = await openOffice();
    await putRow(office, Queue, { name: 'Support', asteriskQueueName: 'support', ringStrategy: 'roundRobin' });
    for (const [number, name] of [
      ['101', 'agent'],
      ['102', 'second'],
    ] as const)
      await putRow(office, Extension, { number, userId: office.world.idOf('users', 'email', office.world.email(name)), sipUser: number });
    pbx = await startPbx({
      agents: [
        { extension: '101', secret: 'a', deskPhone: deskPlace() },
        { extension: '102', secret: 'b', deskPhone: deskPlace() },
        { extension: '1010', secret: 'c', deskPhone: deskPlace() },
      ],
      queues: [{ name: 'support', number: '500', members: ['101', '102'], ringSeconds: 2 }],
    });
    connector = connect();
  });
  afterAll(async () => {
    await connector?.stop();
    await pbx?.stop();
    await office?.close();
  });

  const callsOf = (number: string) =>
    office.rows(`SELECT c.*, u.email FROM calls c LEFT JOIN users u ON u.id = c.agent_id WHERE caller_number = $1 OR caller_number_raw = $1 ORDER BY started_at`, [number]);
  const statusOf = async (number: string) => (await callsOf(number)).map(({ status }) => status);

  test('knows queues and members as soon as it is connected', async () => {
    await expect.poll(() => connector.state().isUp).toBe(true);
    await expect.poll(() => connector.board().members.size).toBe(2);
  });

  test('writes a queue call, its legs and its stay: one refuses, the other answers', async () => {
    const first = await pbx.deskPhone('101', { rings: 0.3, refuses: 603 });
    const second = await pbx.deskPhone('102', { rings: 0.3, talks: 0.5 });
    const caller = await pbx.call({ to: '500', from: '+4915112345678', name: 'Jörg Ünal', seconds: 20 });
    expect(await caller.ended).toEqual({ isAnswered: true });
    await expect.poll(() => statusOf('+4915112345678')).toEqual(['completed']);
    const [call] = await callsOf('+4915112345678');
    expect(call).toMatchObject({ pbx: 'demo', direction: 'inbound', caller_name: 'Jörg Ünal', email: office.world.email('second'), called_number: null, called_number_raw: '500' });
    expect(call?.['answered_at']).toBeInstanceOf(Date);
    const legs = await office.rows(
      `SELECT l.*, e.number FROM call_legs l LEFT JOIN extensions e ON e.id = l.extension_id WHERE call_id = $1 AND extension_id IS NOT NULL ORDER BY started_at, number`,
      [call?.['id']],
    );
    expect(new Set(legs.filter(({ number }) => number === '101').map(({ outcome }) => outcome))).toEqual(
      legs.some(({ number }) => number === '101') ? new Set(['rejected']) : new Set(),
    );
    expect(legs.filter(({ number }) => number === '102').map(({ outcome, sip_call_id: callId }) => [outcome, typeof callId])).toEqual([['answered', 'string']]);
    const stays = await office.rows(`SELECT * FROM queue_entries WHERE call_id = $1`, [call?.['id']]);
    expect(stays).toMatchObject([{ result: 'connected', position: 1 }]);
    await first.quit();
    await second.quit();
    await expect
      .poll(() =>
        pbx
          .cdr()
          .filter(({ linkedid }) => linkedid === call?.['linked_id'])
          .some(({ disposition }) => disposition === 'ANSWERED'),
      )
      .toBe(true);
  });

  test('tells an abandoned caller from a missed and from a refused one', async () => {
    const abandoned = await pbx.call({ to: '500', from: '+4915100000001', seconds: 0.5 });
    await abandoned.ended;
    await expect.poll(() => statusOf('+4915100000001')).toEqual(['abandoned']);
    const refusing = await pbx.deskPhone('101', { rings: 0.2, refuses: 486 });
    const refused = await pbx.call({ to: '101', from: '+4915100000002', seconds: 1 });
    expect(await refused.ended).toEqual({ isAnswered: false, status: 486 });
    await refusing.quit();
    await expect.poll(() => statusOf('+4915100000002')).toEqual(['missed']);
    const failing = await pbx.deskPhone('101', { rings: 0.2, refuses: 500 });
    const failed = await pbx.call({ to: '101', from: '+4915100000003', seconds: 1 });
    await failed.ended;
    await failing.quit();
    await expect.poll(() => statusOf('+4915100000003')).toEqual(['failed']);
    const outcomes = await office.rows(
      `SELECT c.caller_number AS number, l.outcome FROM call_legs l JOIN calls c ON c.id = l.call_id WHERE l.extension_id IS NOT NULL AND c.called_number_raw = '101' ORDER BY 1`,
    );
    expect(outcomes).toEqual([
      { number: '+4915100000002', outcome: 'rejected' },
      { number: '+4915100000003', outcome: 'deviceFailure' },
    ]);
  });

  test('a power cut of the PBX within a call leaves no ghost', async () => {
    const caller = await pbx.call({ to: '500', from: '+4915100000004', seconds: 60 });
    await expect.poll(() => statusOf('+4915100000004')).toEqual(['queued']);
    await pbx.kill();
    await expect.poll(() => connector.state().isUp).toBe(false);
    await pbx.start();
    await expect.poll(() => connector.state().isUp, { timeout: 20_000 }).toBe(true);
    await expect.poll(() => statusOf('+4915100000004')).toEqual(['abandoned']);
    expect(await office.rows(`SELECT result FROM queue_entries q JOIN calls c ON c.id = q.call_id WHERE c.caller_number = '+4915100000004'`)).toEqual([{ result: 'abandoned' }]);
    await caller.hangUp();
  });

  test('calls that end while the hub is away are ended when it is back, and a call that lasts stays one row', async () => {
    const phone = await pbx.deskPhone('101', { rings: 0.2 });
    const lasting = await pbx.call({ to: '101', from: '+4915100000005', seconds: 30 });
    // Only then is the agent busy, and whoever comes next waits.
    await expect.poll(() => statusOf('+4915100000005')).toEqual(['answered']);
    const going = await pbx.call({ to: '500', from: '+4915100000006', seconds: 30 });
    const staying = await pbx.call({ to: '500', from: '+4915100000007', seconds: 30 });
    await expect
      .poll(async () => [await statusOf('+4915100000005'), await statusOf('+4915100000006'), await statusOf('+4915100000007')])
      .toEqual([['answered'], ['queued'], ['queued']]);
    await connector.stop();
    await going.hangUp();
    await lasting.hangUp();
    await phone.quit();
    connector = connect();
    await expect
      .poll(async () => [await statusOf('+4915100000005'), await statusOf('+4915100000006'), await statusOf('+4915100000007')])
      .toEqual([['completed'], ['abandoned'], ['queued']]);
    await staying.hangUp();
    await expect.poll(() => statusOf('+4915100000007')).toEqual(['abandoned']);
    expect(await office.rows(`SELECT count(*)::int AS n FROM queue_entries q JOIN calls c ON c.id = q.call_id WHERE c.caller_number = '+4915100000007'`)).toEqual([{ n: 1 }]);
    expect((await connector.board()).calls.size).toBe(0);
  });

  test('calls that began and ended while the hub was away are written as the PBX tells them: each once, with its legs and its stay', async () => {
    const own = async () =>
      office.rows(
        `SELECT c.caller_number AS number, c.status, c.linked_id, c.agent_id IS NOT NULL AS agent, c.answered_at IS NOT NULL AS answered,
(SELECT array_agg(l.outcome ORDER BY l.started_at, l.id) FROM call_legs l WHERE l.call_id = c.id AND l.extension_id IS NOT NULL) AS legs,
(SELECT array_agg(q.result) FROM queue_entries q WHERE q.call_id = c.id) AS stays, (SELECT count(*)::int FROM call_events e WHERE e.call_id = c.id AND event_type = 'ended') AS ends
FROM calls c WHERE caller_number LIKE '+49152%' ORDER BY 1`,
      );
    const phone = await pbx.deskPhone('101', { rings: 0.2 });
    const lasting = await pbx.call({ to: '101', from: '+4915200000001', seconds: 30 });
    await expect.poll(() => statusOf('+4915200000001')).toEqual(['answered']);
    await connector.stop();
    await lasting.hangUp();
    // Whoever comes now is never heard of over the manager interface.
    const answered = await pbx.call({ to: '101', from: '+4915200000002', seconds: 0.3 });
    expect(await answered.ended).toEqual({ isAnswered: true });
    await phone.quit();
    const refusing = await pbx.deskPhone('101', { rings: 0.1, refuses: 603 });
    await (
      await pbx.call({ to: '101', from: '+4915200000003', seconds: 1 })
    ).ended;
    await refusing.quit();
    const taking = await pbx.deskPhone('102', { rings: 0.2, talks: 0.2 });
    await (
      await pbx.call({ to: '500', from: '+4915200000004', seconds: 20 })
    ).ended;
    await taking.quit();
    await (
      await pbx.call({ to: '500', from: '+4915200000005', seconds: 0.3 })
    ).ended;
    await expect.poll(() => pbx.console('core show channels count')).toContain('0 active channels');
    expect(await own()).toMatchObject([{ number: '+4915200000001', status: 'answered' }]);
    const expected = [
      { number: '+4915200000001', status: 'completed', agent: true, answered: true, legs: ['answered'], stays: null, ends: 1 },
      { number: '+4915200000002', status: 'completed', agent: true, answered: true, legs: ['answered'], stays: null, ends: 1 },
      { number: '+4915200000003', status: 'missed', agent: false, answered: false, legs: ['rejected'], stays: null, ends: 1 },
      { number: '+4915200000004', status: 'completed', agent: true, answered: true, legs: ['answered'], stays: ['connected'], ends: 1 },
      { number: '+4915200000005', status: 'abandoned', agent: false, answered: false, stays: ['abandoned'], ends: 1 },
    ];
    connector = connect();
    await expect.poll(own).toMatchObject(expected);
    // A second look at the same history tells nothing new.
    const versions = () => office.rows(`SELECT id, version FROM calls UNION ALL SELECT id, version FROM call_legs UNION ALL SELECT id, version FROM call_events ORDER BY 1`);
    const before = await versions();
    await connector.stop();
    connector = connect();
    await expect.poll(() => connector.board().members.size).toBe(2);
    await connector.written();
    expect(await versions()).toEqual(before);
    // The PBX's own record has the same calls, and the same of them were answered by somebody.
    const rows = await office.rows(
      `SELECT linked_id, EXISTS (SELECT 1 FROM call_legs l WHERE l.call_id = c.id AND l.extension_id IS NOT NULL AND l.outcome = 'answered') AS answered FROM calls c`,
    );
    const recorded = pbx.cdr();
    const took = new Set(recorded.filter(({ disposition, dstchannel }) => disposition === 'ANSWERED' && dstchannel !== '').map(({ linkedid }) => linkedid));
    const linked = rows.filter(({ linked_id: name }) => recorded.some(({ linkedid }) => linkedid === name));
    expect(new Set(recorded.map(({ linkedid }) => linkedid))).toEqual(new Set(linked.map(({ linked_id: name }) => name)));
    expect(new Set(linked.filter((row) => row['answered']).map(({ linked_id: name }) => name))).toEqual(took);
  });

  test('moves an agent’s state with the telephone, once each, and pauses at the PBX who has a break', async () => {
    const tenant = office.world.tenantId;
    const user = office.world.idOf('users', 'email', office.world.email('agent'));
    const states = () => office.rows(`SELECT state, until_at IS NULL AS open FROM agent_states WHERE user_id = $1 ORDER BY from_at, created_at, id`, [user]);
    const begin = (state: string) =>
      office.admin.query(`INSERT INTO agent_states (id, user_id, state, from_at, tenant_id, created_at, updated_at, version) VALUES ($1, $2, $3, now(), $4, now(), now(), 1)`, [
        newId(Date.now()),
        user,
        state,
        tenant,
      ]);
    await office.admin.query(`UPDATE queues SET wrap_up_time = 1`);
    await office.admin.query(
      `INSERT INTO queue_members (id, queue_id, user_id, penalty, state, tenant_id, created_at, updated_at, version) SELECT gen_random_uuid(), id, $1, 0, 'in', tenant_id, now(), now(), 1 FROM queues WHERE tenant_id = $2`,
      [user, tenant],
    );
    await begin('available');
    const phone = await pbx.deskPhone('101', { rings: 0.4, talks: 0.4 });
    const caller = await pbx.call({ to: '500', from: '+4915100000008', seconds: 20 });
    await caller.ended;
    await phone.quit();
    await expect.poll(async () => (await states()).map(({ state }) => state)).toEqual(['available', 'ringing', 'onCall', 'wrapUp', 'available']);
    expect((await states()).filter(({ open }) => open)).toEqual([{ state: 'available', open: true }]);
    const member = () => connector.board().members.get('support PJSIP/101');
    await expect.poll(member).toMatchObject({ isPaused: false });
    await office.admin.query(`UPDATE agent_states SET until_at = now() WHERE user_id = $1 AND until_at IS NULL`, [user]);
    await begin('break');
    await expect.poll(member).toMatchObject({ isPaused: true, pausedReason: 'break' });
    expect(await pbx.console('queue show support')).toMatch(/101 \(PJSIP\/101\).*paused:break/);
  });

  test('lets a supervisor into the call of one agent and no other, and pauses its recording', async () => {
    const [agent, supervisor] = [await pbx.deskPhone('1010', { rings: 0.2 }), await pbx.deskPhone('102', { rings: 0.2 })];
    const caller = await pbx.call({ to: '1010', from: '+4915100000009', seconds: 30 });
    await expect.poll(() => statusOf('+4915100000009')).toEqual(['answered']);
    // 101 is on no call, though the channel of 1010 begins with the same digits.
    expect(await connector.monitor({ supervisor: '102', agent: '101', mode: 'listen' })).toBe(false);
    expect(await connector.monitor({ supervisor: '102', agent: '1010', mode: 'whisper' })).toBe(true);
    const shown = () => pbx.console('core show channels concise');
    await expect.poll(shown).toMatch(/PJSIP\/102-\w+!.*ChanSpy!PJSIP\/1010-[0-9a-f]{8},uqEw/);
    const [call] = await callsOf('+4915100000009');
    const wish = { supervisor: '102', agent: '1010', linkedId: String(call?.['linked_id']) };
    expect(await connector.monitor({ ...wish, linkedId: 'another', mode: 'barge' })).toBe(false);
    expect(await connector.monitor({ ...wish, mode: 'barge' })).toBe(true);
    const ways = async () => (await shown()).match(/ChanSpy!PJSIP\/1010-[0-9a-f]{8},\w+/g)?.map((each) => each.split(',')[1]);
    await expect.poll(ways).toEqual(['uqEB']);
    expect(await connector.pauseRecording(String(call?.['linked_id']), true).catch((error: Error) => error.message)).toMatch(/Cannot set mute flag|mute/i);
    expect(await connector.disconnect(wish.linkedId)).toBe(true);
    await caller.ended;
    await expect.poll(shown).not.toContain('ChanSpy');
    await expect.poll(() => statusOf('+4915100000009')).toEqual(['completed']);
    expect(await connector.monitor({ ...wish, mode: 'listen' })).toBe(false);
    expect(await connector.disconnect(wish.linkedId)).toBe(false);
    // Listening is no call of its own.
    expect(await office.rows(`SELECT linked_id FROM calls WHERE linked_id LIKE 'spy-%'`)).toEqual([]);
    expect([...connector.board().calls.keys()].filter((name) => name.startsWith('spy-'))).toEqual([]);
    await agent.quit();
    await supervisor.quit();
    const queued = await pbx.call({ to: '500', from: '+4915100000010', seconds: 30 });
    await expect.poll(() => statusOf('+4915100000010')).toEqual(['queued']);
    const linkedId = String((await callsOf('+4915100000010'))[0]?.['linked_id']);
    expect(await connector.pauseRecording(linkedId, true)).toBe(true);
    expect(await connector.pauseRecording(linkedId, false)).toBe(true);
    const events = () =>
      office.rows(`SELECT event_type AS kind FROM call_events e JOIN calls c ON c.id = e.call_id WHERE c.linked_id = $1 AND event_type LIKE 'recording%' ORDER BY at`, [linkedId]);
    await expect.poll(events).toEqual([{ kind: 'recordingStarted' }, { kind: 'recordingPaused' }, { kind: 'recordingStarted' }]);
    await queued.hangUp();
  });

  test('a PBX that hangs is told from one that is quiet, and what ended meanwhile is ended', async () => {
    const caller = await pbx.call({ to: '500', from: '+4915100000011', seconds: 60 });
    await expect.poll(() => statusOf('+4915100000011')).toEqual(['queued']);
    pbx.freeze();
    await expect.poll(() => connector.state(), { timeout: 25_000 }).toEqual({ isUp: false, why: expect.stringContaining('did not answer Ping') });
    pbx.thaw();
    await expect.poll(() => connector.state().isUp, { timeout: 25_000 }).toBe(true);
    await caller.hangUp();
    await expect.poll(() => statusOf('+4915100000011')).toEqual(['abandoned']);
  }, 90_000);

  test('another tenant sees none of it', async () => {
    expect(await office.rows(`SELECT DISTINCT tenant_id FROM calls`)).toEqual([{ tenant_id: office.world.tenantId }]);
  });
});
