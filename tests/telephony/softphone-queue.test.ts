import { Extension } from '#domain/telephony/extension.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { journalCommands } from '../../renderer/app/phone/journal-sender.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { createAmi, type AmiClient } from '../../sync-server/telephony/ami/client.ts';
import type { AmiMessage } from '../../sync-server/telephony/ami/message.ts';
import { createConnector, type Connector } from '../../sync-server/telephony/connector.ts';
import { openOffice, type Office } from '../support/office.ts';
import { startPbx, whyNoPbx, type TestPbx } from '../support/pbx.ts';
import { putRow } from '../support/put-row.ts';
import { agents, call, endOf, expectVoice, idle, ringOf, run, talk, upOf } from '../support/softphone-acts.ts';
import { createSoftphones, type Softphone } from '../support/softphone.ts';

const customer = 880;
let pbx: TestPbx;
let phones: Awaited<ReturnType<typeof createSoftphones>>;
let anna: Softphone;
let bo: Softphone;
let cleo: Softphone;
let ami: AmiClient;
let office: Office;
let connector: Connector;
const events: AmiMessage[] = [];
const people = { '101': 'agent', '102': 'second', '103': 'lead' } as const;
const connect = () => createConnector({ account: pbx.ami, pool: office.pool, tenantId: office.world.tenantId, pbx: 'demo', history: pbx.history, log: silentLog, now: Date.now });

describe.skipIf((await whyNoPbx()) !== null)('calls of a queue', () => {
  beforeAll(async () => {
    [pbx, office] = await Promise.all([
      startPbx({ agents: agents(Object.keys(people)), queues: [{ name: 'support', number: '500', members: ['101'], ringSeconds: 3 }] }),
      openOffice(),
    ]);
    for (const [number, name] of Object.entries(people))
      await putRow(office, Extension, { number, userId: office.world.idOf('users', 'email', office.world.email(name)), sipUser: number });
    connector = connect();
    ami = createAmi({ account: pbx.ami, log: silentLog, onEvent: (event) => events.push(event), onUp: () => {}, onDown: () => {} });
    phones = await createSoftphones();
    [anna, bo, cleo] = await Promise.all([
      phones.open({ credentials: pbx.credentials('101'), hertz: 440 }),
      phones.open({ credentials: pbx.credentials('102'), hertz: 700 }),
      phones.open({ credentials: pbx.credentials('103'), hertz: 1040 }),
    ]);
    await Promise.all([anna, bo, cleo].map((phone) => phone.until('ready', ({ link }) => link.kind === 'ready')));
  });

  afterAll(async () => {
    await phones?.stop();
    await ami?.stop();
    await connector?.stop();
    await pbx?.stop();
    await office?.close();
  });

  afterEach(async () => {
    await Promise.all([anna, bo, cleo].map(idle));
  });

  const customerCall = () => pbx.call({ to: '500', from: '+4722225555', name: 'Kari Ødegård', seconds: 30, hertz: customer });

  test('a ring says for which queue it is, and carries the name that the PBX gave the call', async () => {
    const caller = await customerCall();
    const ring = await ringOf(anna);
    const line = (await anna.state()).lines.find(({ id }) => id === ring);
    expect(line).toMatchObject({ party: { number: '+4722225555', name: 'Kari Ødegård' }, pbx: { queue: 'support' } });
    expect(line?.pbx.linkedId).toMatch(/^[\w.-]+$/);
    await run(anna, 'answer', ring);
    await upOf(anna, ring);
    await expectVoice(anna, customer);
    expect(events.find(({ Event }) => Event === 'AgentConnect')?.['DestChanVariable']).toContain(`SIPCALLID=${line?.sipCallId}`);
    await caller.hangUp();
    expect(await endOf(anna, ring)).toMatchObject({ outcome: 'answered', reason: 'remote' });
  });

  test('a queue that gives up on this agent is a miss, and its next offer is a new ring', async () => {
    const caller = await customerCall();
    const ring = await ringOf(anna);
    expect(await endOf(anna, ring)).toMatchObject({ outcome: 'missed', reason: 'callerGone' });
    const next = await ringOf(anna);
    expect(next).not.toBe(ring);
    await run(anna, 'reject', next);
    expect(await endOf(anna, next)).toMatchObject({ outcome: 'rejected' });
    await caller.hangUp();
  });

  test('a queue of the policy is answered by itself after a tone, and with audio', async () => {
    await anna.page.evaluate(() => window.bench.phone().setAutoAnswer({ byHeader: true, queues: ['support'], afterMs: 300 }));
    const caller = await customerCall();
    const { lines } = await anna.until('answered', (state) => state.lines.some(({ phase }) => phase === 'active'));
    expect(lines[0]).toMatchObject({ isAutoAnswered: true });
    await expectVoice(anna, customer);
    await anna.page.evaluate(() => window.bench.phone().setAutoAnswer({ byHeader: true, queues: [], afterMs: 300 }));
    await caller.hangUp();
  });

  test('tones that are sent are heard by the PBX, each once and in order', async () => {
    const line = await call(anna, '602');
    await upOf(anna, line);
    await anna.page.evaluate((id) => window.bench.phone().sendTones(id, '42*7'), line);
    await expect.poll(() => events.find((event) => event['UserEvent'] === 'Digits')?.['Value']).toBe('42*7');
  });

  test('the extension behind a number is sent once the call is up', async () => {
    const heard = events.length;
    await anna.page.evaluate(() => window.bench.phone().call('602', { tones: '1234' }));
    await expect.poll(() => events.slice(heard).find((event) => event['UserEvent'] === 'Digits')?.['Value']).toBe('1234');
  });

  const email = (extension: keyof typeof people) => office.world.email(people[extension]);
  const callIdOf = async (phone: Softphone, line: string) => (await phone.state()).lines.find(({ id }) => id === line)?.sipCallId ?? '';
  /** What the hub has written of what the leg of this line handed on; these telephones write nothing themselves, as those on a plain desk. */
  const handedOn = async (phone: Softphone, line: string) =>
    office.rows(
      `SELECT t.transfer_type AS kind, f.email AS by, a.email AS to, t.to_number AS number, t.status FROM call_legs l JOIN call_transfers t ON t.call_id = l.call_id
JOIN users f ON f.id = t.from_agent_id LEFT JOIN users a ON a.id = t.to_agent_id WHERE l.sip_call_id = $1`,
      [await callIdOf(phone, line)],
    );

  test('what a plain telephone hands on is written with who had it, to whom it went and whether they took it', async () => {
    const { callee } = await talk(anna, bo, '102');
    await bo.page.evaluate((line) => window.bench.phone().transfer(line, '103'), callee);
    const ring = await ringOf(cleo);
    const told = { kind: 'blind', by: email('102'), to: email('103'), number: '103' };
    await expect.poll(() => handedOn(bo, callee)).toEqual([{ ...told, status: 'initiated' }]);
    await run(cleo, 'answer', ring);
    await expect.poll(() => handedOn(bo, callee)).toEqual([{ ...told, status: 'completed' }]);
    // The desk's own word of it is the same row.
    const [call] = await office.rows('SELECT call_id AS id FROM call_legs WHERE sip_call_id = $1', [await callIdOf(bo, callee)]);
    const own = { ...call, sipCallId: await callIdOf(bo, callee), transferType: 'blind', to: { raw: '103' }, status: 'completed' };
    expect(await office.run('second', 'calls.transfer', own)).toMatchObject({ status: 'accepted' });
    expect(await handedOn(bo, callee)).toEqual([{ ...told, status: 'completed' }]);
  });

  test('a transfer that nobody takes has failed, and one to a place where calls are parked is none', async () => {
    const first = await talk(anna, bo, '102');
    await bo.page.evaluate((line) => window.bench.phone().transfer(line, '103'), first.callee);
    await run(cleo, 'reject', await ringOf(cleo));
    await expect.poll(() => handedOn(bo, first.callee)).toMatchObject([{ to: email('103'), status: 'failed' }]);
    await Promise.all([anna, bo, cleo].map(idle));
    const second = await talk(anna, bo, '102');
    await bo.page.evaluate((line) => window.bench.phone().park(line, '705'), second.callee);
    const callId = await callIdOf(bo, second.callee);
    const steps = () =>
      office.rows(`SELECT e.details->>'to' AS to FROM call_legs l JOIN call_events e ON e.call_id = l.call_id AND e.event_type = 'transferred' WHERE l.sip_call_id = $1`, [callId]);
    await expect.poll(steps).toEqual([{ to: '*705' }]);
    expect(await handedOn(bo, second.callee)).toEqual([]);
  });

  test('a transfer after a consultation is one of the call that was handed on', async () => {
    const { callee } = await talk(anna, bo, '102');
    const consult = await bo.page.evaluate((line) => window.bench.phone().consult(line, '103'), callee);
    await run(cleo, 'answer', await ringOf(cleo));
    await upOf(bo, consult);
    await run(bo, 'complete', consult);
    await expect.poll(() => handedOn(bo, callee)).toEqual([{ kind: 'warm', by: email('102'), to: email('103'), number: '103', status: 'completed' }]);
    expect(await handedOn(bo, consult)).toEqual([]);
  });

  test.each([
    ['the hub', 'the desk that called', 'the desk that was called'],
    ['the desk that called', 'the desk that was called', 'the hub'],
    ['the desk that was called', 'the desk that called', 'the hub'],
    ['the desk that was called', 'the hub', 'the desk that called'],
  ] as const)('a call between colleagues is one row, the same whoever writes it first: %s, %s, %s', async (...order) => {
    await connector.stop();
    const { caller, callee } = await talk(anna, bo, '102');
    await run(anna, 'end', caller);
    await Promise.all([endOf(anna, caller), endOf(bo, callee)]);
    const [from, to] = await Promise.all([anna.state(), bo.state()]);
    const [called, answered] = await Promise.all([callIdOf(anna, caller), callIdOf(bo, callee)]);
    const legs = () =>
      office.rows(
        `SELECT DISTINCT c.id, c.direction, c.status, c.call_id, c.linked_id IS NOT NULL AS is_named, c.caller_number, c.called_number, u.email FROM call_legs l
JOIN calls c ON c.id = l.call_id LEFT JOIN users u ON u.id = c.agent_id WHERE l.sip_call_id = ANY($1)`,
        [[called, answered]],
      );
    const desk = async (name: string, state: typeof from, sipCallId: string) => {
      for (const command of journalCommands({ ...state, lines: [] }, state, { pbx: 'demo', country: 'KE' }, Date.now()))
        if (command.args.sipCallId === sipCallId) expect(await office.run(name, command.name, command.args)).toMatchObject({ status: 'accepted' });
    };
    const write = {
      'the hub': async () => {
        connector = connect();
        await expect.poll(async () => (await legs())[0]).toMatchObject({ is_named: true, status: 'completed', called_number: '102', caller_number: '101' });
      },
      'the desk that called': () => desk('agent', from, called),
      'the desk that was called': () => desk('second', to, answered),
    };
    for (const who of order) await write[who]();
    expect(await legs()).toEqual([
      { id: expect.any(String), direction: 'internal', status: 'completed', call_id: called, is_named: true, caller_number: '101', called_number: '102', email: email('102') },
    ]);
    const ways = await office.rows('SELECT DISTINCT direction FROM call_legs WHERE sip_call_id = ANY($1)', [[called, answered]]);
    expect(ways).toEqual([{ direction: 'internal' }]);
  });
});
