import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoPbx } from '../support/pbx.ts';
import { rawInvite, sendRaw } from '../support/raw-sip.ts';
import { openSwitchboard, type Switchboard } from '../support/switchboard.ts';

const missing = await whyNoPbx();
const torture = path.resolve(import.meta.dirname, '../../../shared/data/protocol/sip_rfc4475');

describe.skipIf(missing !== null)(`the journal of a PBX (${missing ?? 'Asterisk'})`, () => {
  let board: Switchboard;
  beforeAll(async () => {
    board = await openSwitchboard();
  });
  afterAll(() => board?.close());

  test('calls that began and ended while the hub was away are written as the PBX tells them: each once, with its legs and its stay', async () => {
    const own = async () =>
      board.office.rows(
        `SELECT c.caller_number AS number, c.status, c.linked_id, c.agent_id IS NOT NULL AS agent, c.answered_at IS NOT NULL AS answered,
(SELECT array_agg(l.outcome ORDER BY l.started_at, l.id) FROM call_legs l WHERE l.call_id = c.id AND l.extension_id IS NOT NULL AND l.user_id = coalesce(c.agent_id, l.user_id)) AS legs,
(SELECT array_agg(q.result) FROM queue_entries q WHERE q.call_id = c.id) AS stays, (SELECT count(*)::int FROM call_events e WHERE e.call_id = c.id AND event_type = 'ended') AS ends
FROM calls c WHERE caller_number LIKE '+49152%' ORDER BY 1`,
      );
    const recipients = [{ kind: 'role', id: board.office.world.idOf('roles', 'name', 'admin') }];
    const rule = { name: 'Missed', triggerEvent: 'callMissed', recipients, channels: ['inApp'], template: '{{status}}' };
    expect(await board.office.run('admin', 'notificationRules.create', rule)).toMatchObject({ status: 'accepted' });
    const phone = await board.pbx.deskPhone('101', { rings: 0.2 });
    const lasting = await board.pbx.call({ to: '101', from: '+4915200000001', seconds: 30 });
    await expect.poll(() => board.statusOf('+4915200000001')).toEqual(['answered']);
    await board.connector().stop();
    await lasting.hangUp();
    // Whoever comes now is never heard of over the manager interface: first whom no telephone answers at all, then one that rings in vain.
    const unheard = (async () => {
      await (
        await board.pbx.call({ to: '501', from: '+4915200000006', seconds: 2.5 })
      ).ended;
      const ringing = await board.pbx.deskPhone('1010', { rings: 30 });
      await (
        await board.pbx.call({ to: '501', from: '+4915200000007', seconds: 2.5 })
      ).ended;
      await ringing.quit();
    })();
    const answered = await board.pbx.call({ to: '101', from: '+4915200000002', seconds: 0.3 });
    expect(await answered.ended).toEqual({ isAnswered: true });
    await phone.quit();
    const refusing = await board.pbx.deskPhone('101', { rings: 0.1, refuses: 603 });
    await (
      await board.pbx.call({ to: '101', from: '+4915200000003', seconds: 1 })
    ).ended;
    await refusing.quit();
    const taking = await board.pbx.deskPhone('102', { rings: 0.2, talks: 0.2 });
    await (
      await board.pbx.call({ to: '500', from: '+4915200000004', seconds: 20 })
    ).ended;
    await taking.quit();
    await (
      await board.pbx.call({ to: '500', from: '+4915200000005', seconds: 0.3 })
    ).ended;
    await unheard;
    await expect.poll(() => board.pbx.console('core show channels count')).toContain('0 active channels');
    expect(await own()).toMatchObject([{ number: '+4915200000001', status: 'answered' }]);
    const expected = [
      { number: '+4915200000001', status: 'completed', agent: true, answered: true, legs: ['answered'], stays: null, ends: 1 },
      { number: '+4915200000002', status: 'completed', agent: true, answered: true, legs: ['answered'], stays: null, ends: 1 },
      { number: '+4915200000003', status: 'missed', agent: false, answered: false, legs: ['rejected'], stays: null, ends: 1 },
      { number: '+4915200000004', status: 'completed', agent: true, answered: true, legs: ['answered'], stays: ['connected'], ends: 1 },
      { number: '+4915200000005', status: 'abandoned', agent: false, answered: false, stays: ['abandoned'], ends: 1 },
      { number: '+4915200000006', status: 'abandoned', ends: 1 },
      { number: '+4915200000007', status: 'abandoned', ends: 1 },
    ];
    board.reconnect();
    await expect.poll(own).toMatchObject(expected);
    const rung = await board.office.rows(
      `SELECT DISTINCT ON (c.caller_number) c.caller_number AS number, l.outcome FROM call_legs l JOIN calls c ON c.id = l.call_id WHERE l.channel LIKE 'PJSIP/1010-%' ORDER BY 1, l.started_at`,
    );
    expect(rung).toEqual([
      { number: '+4915200000006', outcome: 'failed' },
      { number: '+4915200000007', outcome: 'missed' },
    ]);
    // A second look at the same history tells nothing new.
    const versions = () => board.office.rows(`SELECT id, version FROM calls UNION ALL SELECT id, version FROM call_legs UNION ALL SELECT id, version FROM call_events ORDER BY 1`);
    const before = await versions();
    await board.connector().stop();
    board.reconnect();
    await expect.poll(() => board.connector().board().members.size).toBe(3);
    await board.connector().written();
    expect(await versions()).toEqual(before);
    // Who is to hear of missed calls has heard of each once.
    const told = await board.office.rows(`SELECT title, message FROM notifications WHERE notification_type = 'callMissed' ORDER BY 1`);
    expect(told).toEqual(
      expected
        .filter(({ status }) => status === 'missed' || status === 'abandoned')
        .map(({ number, status }) => ({ title: number, message: status === 'missed' ? 'Missed' : 'Abandoned' })),
    );
    // The PBX's own record has the same calls, and the same of them were answered by somebody.
    const rows = await board.office.rows(
      `SELECT linked_id, EXISTS (SELECT 1 FROM call_legs l WHERE l.call_id = c.id AND l.extension_id IS NOT NULL AND l.outcome = 'answered') AS answered FROM calls c`,
    );
    const recorded = board.pbx.cdr();
    const took = new Set(recorded.filter(({ disposition, dstchannel }) => disposition === 'ANSWERED' && dstchannel !== '').map(({ linkedid }) => linkedid));
    const linked = rows.filter(({ linked_id: name }) => recorded.some(({ linkedid }) => linkedid === name));
    expect(new Set(recorded.map(({ linkedid }) => linkedid))).toEqual(new Set(linked.map(({ linked_id: name }) => name)));
    expect(new Set(linked.filter((row) => row['answered']).map(({ linked_id: name }) => name))).toEqual(took);
  });

  test('whatever strangers send, every call has one row that ends, and the next call is served', async () => {
    const messages = fs.existsSync(torture) ? fs.readdirSync(torture).map((name) => fs.readFileSync(path.join(torture, name))) : [];
    if (messages.length === 0) console.warn('SKIPPED, no torture messages: ../shared/data/protocol/sip_rfc4475 is absent');
    await sendRaw(board.pbx.sipUrl, messages);
    const names = [Buffer.from([0xff, 0xfe, 0x4a, 0xf6, 0x72, 0x67]), Buffer.from('\u202e\u0007'), Buffer.alloc(2_500, 'N'), Buffer.from('\r\nAction: Logoff\r\n\r\n')];
    await sendRaw(board.pbx.sipUrl, [
      ...names.map((name, index) => rawInvite('999', `+4915300000${index}`, name)),
      rawInvite('', '', Buffer.from('Nobody')),
      rawInvite('999', '', Buffer.alloc(0)),
    ]);
    const dialled = ['9'.repeat(200), 'letters', '*', '#', '0'];
    for (const to of dialled) {
      const caller = await board.pbx.call({ to, from: `+4915310000${dialled.indexOf(to)}`, seconds: 0.2 });
      expect(await caller.ended).toMatchObject({ isAnswered: false });
    }
    for (const from of ['anonymous', '7'.repeat(200), '%00%0d%0a'])
      expect(await (await board.pbx.call({ to: '600', from, name: 'x'.repeat(1_000), seconds: 0.1 })).ended).toEqual({ isAnswered: true });
    const phone = await board.pbx.deskPhone('101', { rings: 0.1, talks: 0.1 });
    expect(await (await board.pbx.call({ to: '101', from: '+4915320000000', seconds: 5 })).ended).toEqual({ isAnswered: true });
    await phone.quit();
    await expect.poll(() => board.statusOf('+4915320000000')).toEqual(['completed']);
    expect(board.connector().state().isUp).toBe(true);
    await expect.poll(() => board.connector().board().calls.size).toBe(0);
    const rows = await board.office.rows(
      `SELECT linked_id, ended_at, length(caller_name) AS name, length(caller_number_raw) AS number, length(called_number_raw) AS called FROM calls`,
    );
    expect(rows.filter(({ ended_at: end }) => end === null)).toEqual([]);
    expect(new Set(rows.map(({ linked_id: name }) => name)).size).toBe(rows.length);
    expect(Math.max(...rows.map(({ name }) => Number(name ?? 0)))).toBeLessThanOrEqual(200);
    expect((await board.callsOf('+49153000000')).map(({ caller_name: name }) => name)).toEqual(['��J�rg']);
    expect(Math.max(...rows.flatMap(({ number, called }) => [Number(number ?? 0), Number(called ?? 0)]))).toBeLessThanOrEqual(100);
    expect(board.warnings.filter((text) => text.includes('written down'))).toEqual([]);
  });
});
