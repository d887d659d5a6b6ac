import { AgentState } from '#domain/telephony/agent-state.ts';
import { Extension } from '#domain/telephony/extension.ts';
import { PhoneNumber } from '#domain/telephony/phone-number.ts';
import { QueueMember } from '#domain/telephony/queue-member.ts';
import { Queue } from '#domain/telephony/queue.ts';
import { Trunk } from '#domain/telephony/trunk.ts';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../sync-server/db/new-id.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { createAmi, type AmiClient } from '../../sync-server/telephony/ami/client.ts';
import type { AmiMessage } from '../../sync-server/telephony/ami/message.ts';
import { openFileStore } from '../../sync-server/storage/parts/store.ts';
import { createConnector } from '../../sync-server/telephony/connector.ts';
import { fetchAudioOf } from '../../sync-server/telephony/recordings/fetch-audio.ts';
import { createRecordingKeeper } from '../../sync-server/telephony/recordings/keeper.ts';
import { ownAddress } from '../../sync-server/telephony/pbx/sipp.ts';
import { preparePbxDatabase } from '../../sync-server/telephony/realtime/prepare.ts';
import { trunkName } from '../../sync-server/telephony/realtime/views.ts';
import type { PbxDatabase } from '../../sync-server/telephony/pbx/plan.ts';
import { openOffice, type Office } from '../support/office.ts';
import { deskPlace, startPbx, whyNoPbx, type TestPbx } from '../support/pbx.ts';
import { putRow } from '../support/put-row.ts';
import { hearCall } from '../support/raw-sip.ts';
import { call, endOf, expectVoice, run, upOf } from '../support/softphone-acts.ts';
import { createSoftphones } from '../support/softphone.ts';

const missing = await whyNoPbx();

describe.skipIf(missing !== null)(`the PBX's configuration in the database (${missing ?? 'Asterisk'})`, () => {
  let office: Office;
  let database: PbxDatabase;
  let pbx: TestPbx;
  let support: string;
  let ami: AmiClient;
  const events: AmiMessage[] = [];
  const other = newId<'tenants'>(Date.now());
  /** An extension of another tenant, of whom nobody else is there. */
  const insertForeign = async (values: Readonly<Record<string, unknown>>) => {
    const row = { id: newId(Date.now()), tenant_id: other, created_at: new Date(), updated_at: new Date(), version: 1, ...values };
    const client = await office.admin.connect();
    await client.query(`set session_replication_role = 'replica'`);
    await client.query(`INSERT INTO extensions (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row).map((_, place) => `$${place + 1}`)})`, Object.values(row));
    await client.query(`reset session_replication_role`);
    client.release();
  };
  const userOf = (name: string) => office.world.idOf('users', 'email', office.world.email(name));

  beforeAll(async () => {
    office = await openOffice();
    support = await putRow(office, Queue, { name: 'Support', asteriskQueueName: 'support', maxWaitTime: 60, ringStrategy: 'roundRobin' });
    await putRow(office, Extension, { number: '301', userId: userOf('agent'), sipUser: 'agent-301', secret: 'first secret' });
    await putRow(office, QueueMember, { queueId: support, userId: userOf('agent'), penalty: 2, state: 'in' });
    await putRow(office, PhoneNumber, { number: '+493012345', queueId: support });
    await insertForeign({ number: '901', user_id: newId(Date.now()), sip_user: 'foreign', secret: 'not yours', is_active: true });
    database = await preparePbxDatabase(office.url, office.world.tenantId);
    pbx = await startPbx({ agents: [], database });
    ami = createAmi({ account: pbx.ami, log: silentLog, onEvent: (event) => events.push(event), onUp: () => {}, onDown: () => {} });
  });
  afterAll(async () => {
    await ami?.stop();
    await pbx?.stop();
    await office?.close();
  });

  test('is what was edited, as soon as it was', async () => {
    expect(await pbx.console('pjsip show endpoint 301')).toMatch(/webrtc +: yes/);
    expect(await pbx.console('pjsip show auth 301')).toContain('agent-301');
    expect(await pbx.console('pjsip show endpoint 302')).toContain('Unable to find object');
    await putRow(office, Extension, { number: '302', userId: userOf('second'), sipUser: 'agent-302', secret: 'second secret' });
    expect(await pbx.console('pjsip show endpoint 302')).toContain('agents');
    await office.admin.query(`UPDATE extensions SET is_active = false WHERE number = '302'`);
    expect(await pbx.console('pjsip show endpoint 302')).toContain('Unable to find object');
  });

  test('brings a caller of a number into its queue, whose members are those of the rows', async () => {
    const caller = await pbx.call({ to: '+493012345', from: '+4915112345678', seconds: 20 });
    await expect.poll(() => pbx.console('queue show support')).toMatch(/1\. PJSIP\/trunk/);
    const shown = await pbx.console('queue show support');
    expect(shown).toContain("'rrmemory' strategy");
    expect(shown).toMatch(/301 \(PJSIP\/301\).*penalty 2.*realtime/);
    await caller.hangUp();
  });

  test('pauses a member whose state is a break, without a word to the PBX', async () => {
    await putRow(office, AgentState, { userId: userOf('agent'), state: 'break', fromAt: new Date().toISOString() });
    const caller = await pbx.call({ to: '+493012345', from: '+4915112345678', seconds: 20 });
    await expect.poll(() => pbx.console('queue show support')).toMatch(/301 \(PJSIP\/301\).*paused/);
    await caller.hangUp();
  });

  test('holds each queue’s own times, and sends who waited too long to the next queue and then to a message', async () => {
    const teamId = office.world.idOf('teams', 'name', 'North');
    const last = await putRow(office, Queue, { name: 'Last', asteriskQueueName: 'last', maxWaitTime: 1, ringTime: 7, voicemailEnabled: true, teamId });
    const first = await putRow(office, Queue, { name: 'First', asteriskQueueName: 'first', maxWaitTime: 1, ringTime: 9, overflowQueueId: last });
    // What would be another step of the dial plan is no queue of the PBX.
    await putRow(office, Queue, { name: 'Evil', asteriskQueueName: 'x)&System(touch' });
    await putRow(office, PhoneNumber, { number: '+493012346', queueId: first });
    expect(await pbx.console('realtime load queues name first')).toMatch(/timeout +9/);
    expect(await pbx.console('realtime load queues name last')).toMatch(/timeout +7/);
    expect(await pbx.console('realtime load queues name x)&System(touch')).toContain('No rows found');
    const caller = await pbx.call({ to: '+493012346', from: '+4915112345678', seconds: 30 });
    const messages = () => fs.readdirSync(path.join(pbx.folder, 'spool/recording')).filter((name) => name.startsWith('voicemail-'));
    await expect.poll(messages).toEqual([expect.stringMatching(/^voicemail-holdfast-[\d.]+\.wav$/)]);
    const told = events.filter(({ Event }) => Event === 'QueueCallerJoin' || Event === 'UserEvent').map(({ Event, Queue: queue }) => [Event, queue]);
    expect(told.slice(-3)).toEqual([
      ['QueueCallerJoin', 'first'],
      ['QueueCallerJoin', 'last'],
      ['UserEvent', 'last'],
    ]);
    const size = () => fs.statSync(path.join(pbx.folder, 'spool/recording', messages()[0] ?? '')).size;
    await expect.poll(size).toBeGreaterThan(1_000);
    // Whoever hangs up has left the message all the same.
    await expect.poll(size).toBeGreaterThan(20_000);
    await caller.hangUp();
    await expect.poll(() => pbx.console('core show channels count')).toContain('0 active channels');
    // A hub that was away finds it in the history, and it is the team's whose queue took messages.
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-messages-'));
    const shared = { pool: office.pool, tenantId: office.world.tenantId, pbx: 'demo', log: silentLog, now: Date.now };
    const keeper = createRecordingKeeper({ ...shared, store: openFileStore(folder), fetchAudio: fetchAudioOf({ ami: pbx.ami, wsUrl: pbx.wsUrl }) });
    const connector = createConnector({ ...shared, account: pbx.ami, history: pbx.history, recordings: keeper });
    await expect
      .poll(() => office.rows('SELECT queue_id, team_id, status, duration > 0 AS has_length, visible_to FROM voicemails'))
      .toEqual([{ queue_id: last, team_id: teamId, status: 'new', has_length: true, visible_to: [`team:${teamId}`] }]);
    await connector.stop();
    await keeper.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  test('tells a caller that the call is recorded before it is, where that is the tenant’s rule', async () => {
    const rule = (recordingMode: string) => office.rows('UPDATE tenants SET settings = $2 WHERE id = $1', [office.world.tenantId, JSON.stringify({ recordingMode })]);
    const toldAfter = (begun: number) => () =>
      events.slice(begun).flatMap(({ Event, UserEvent, Status }) => {
        if (Event === 'UserEvent') return [`${UserEvent} ${Status}`];
        return Event === 'MixMonitorStart' || Event === 'QueueCallerJoin' ? [Event] : [];
      });
    await rule('announced');
    let begun = events.length;
    const caller = await hearCall(pbx.sipUrl, '+493012345', '+4915112345678');
    await expect.poll(toldAfter(begun)).toEqual(['Announced SUCCESS', 'MixMonitorStart', 'QueueCallerJoin']);
    const when = (is: (event: AmiMessage) => boolean) => Number(events.slice(begun).find(is)?.['Timestamp']);
    // The caller heard words, to their end: a prompt that is missing takes no time, and one that is empty makes no sound.
    const length = when(({ Event }) => Event === 'MixMonitorStart') - when(({ ChannelState }) => ChannelState === '6');
    const words = caller.heard().filter(({ at }) => at < length - 0.1);
    expect(words.filter(({ loudness }) => loudness > 0.02).length * 0.02).toBeGreaterThan(1);
    expect(length).toBeGreaterThan(1.5);
    await caller.hangUp();
    await rule('off');
    begun = events.length;
    const unrecorded = await pbx.call({ to: '+493012345', from: '+4915112345678', seconds: 30 });
    await expect.poll(toldAfter(begun)).toEqual(['QueueCallerJoin']);
    await unrecorded.hangUp();
    await rule('consent');
  });

  test('is the way to the outside: over the agent’s trunk and as the agent’s number, or with a clear word when there is none', { timeout: 120_000 }, async () => {
    const phones = await createSoftphones();
    try {
      const credentials = { uri: 'sip:301@127.0.0.1', user: 'agent-301', secret: 'first secret', wsUrl: pbx.wsUrl, iceServers: [] };
      const anna = await phones.open({ credentials, hertz: 440 });
      await anna.until('ready', ({ link }) => link.kind === 'ready');
      expect(await endOf(anna, await call(anna, '+4930555555'))).toMatchObject({ outcome: 'failed', reason: 'noTrunk' });
      const place = deskPlace();
      const [host = '', port] = place.split(':');
      const trunk = await putRow(office, Trunk, { name: 'Carrier', host, port: Number(port), transport: 'udp', sipUser: 'us', secret: 'of; the ^3B trunk', maxChannels: 1 });
      expect(await pbx.console(`pjsip show auth trunk-${trunk}`)).toMatch(/password +: of; the \^3B trunk\s/);
      await putRow(office, PhoneNumber, { number: '+4930777', trunkId: trunk, userId: userOf('agent') });
      await putRow(office, PhoneNumber, { number: '+4930776', trunkId: trunk });
      const carrier = await pbx.carrier(place, { rings: 0.2 });
      await pbx.console(`pjsip set logger host ${host}`);
      const line = await call(anna, '+4930555555');
      await upOf(anna, line);
      await expectVoice(anna, 500);
      const log = fs.readFileSync(path.join(pbx.folder, 'log/full'), 'utf8');
      const invite = log.slice(log.indexOf(`INVITE sip:+4930555555@${host}`)).split(/\r?\n\r?\n/)[0] ?? '';
      expect(invite).toMatch(/^From: .*<sip:us@/m);
      expect(invite).toMatch(/^P-Asserted-Identity: .*<sip:\+4930777@/m);
      expect(invite).not.toContain('X-Pbx');
      // The trunk has one line, and it is in use.
      expect(await endOf(anna, await call(anna, '+4930666666'))).toMatchObject({ outcome: 'failed', reason: 'serverError' });
      await run(anna, 'end', line);
      await expect.poll(() => pbx.cdr().findLast(({ dst }) => dst === '+4930555555')?.dstchannel).toMatch(/^PJSIP\/trunk-/);
      await carrier.quit();
      // A carrier reaches our numbers, and not the outside at our cost.
      const stranger = await pbx.call({ to: '+4930555555', from: '+4915112345678', seconds: 1 });
      expect(await stranger.ended).toEqual({ isAnswered: false, status: 404 });
    } finally {
      await phones.stop();
    }
  });

  test('is all that the PBX’s role can read', async () => {
    const client = new pg.Client({ ...database });
    await client.connect();
    const { rows } = await client.query(
      `SELECT table_schema AS schema, table_name AS name FROM information_schema.tables WHERE table_schema NOT IN ('information_schema', 'pg_catalog') ORDER BY 2`,
    );
    expect(rows).toEqual(
      ['outside', 'phone_numbers', 'ps_aors', 'ps_auths', 'ps_endpoint_id_ips', 'ps_endpoints', 'ps_registrations', 'queue_members', 'queue_routes', 'queues'].map((name) => ({
        schema: 'pbx',
        name,
      })),
    );
    for (const table of ['users', 'extensions', 'calls', 'contacts', 'auth_credentials'])
      await expect(client.query(`SELECT 1 FROM public.${table}`)).rejects.toThrow(/permission denied/);
    await expect(client.query(`UPDATE ps_endpoint_id_ips SET match = 'x'`)).rejects.toThrow(/permission denied/);
    expect((await client.query('SELECT password FROM ps_auths ORDER BY 1')).rows).toEqual([{ password: 'first secret' }, { password: 'of^3B the ^5E3B trunk' }]);
    await client.query(`SET app.tenant = '${other}'`);
    expect((await client.query('SELECT password FROM ps_auths')).rows).toEqual([]);
    await client.end();
  });

  test('signs in with a carrier, says plainly when it is refused, and calls go out there', { timeout: 120_000 }, async () => {
    const host = ownAddress('127.4.0.0/16');
    const far = await startPbx({ host, agents: [{ extension: '201', secret: 'ours', deskPhone: 'registers' }], queues: [{ name: 'far', number: '+4930888888', members: [] }] });
    const connector = createConnector({ account: pbx.ami, pool: office.pool, tenantId: office.world.tenantId, pbx: 'demo', log: silentLog, now: Date.now });
    try {
      await office.rows('UPDATE trunks SET is_active = false');
      const rule = {
        name: 'Trunk',
        triggerEvent: 'trunkDown',
        channels: ['inApp'],
        template: '{{registration}}',
        recipients: [{ kind: 'role', id: office.world.idOf('roles', 'name', 'admin') }],
      };
      expect(await office.run('admin', 'notificationRules.create', rule)).toMatchObject({ status: 'accepted' });
      const id = await putRow(office, Trunk, { name: 'Registrar', host, port: far.sipPort, transport: 'udp', sipUser: '201', secret: 'not ours' });
      const registration = async () => (await office.rows('SELECT registration FROM trunks WHERE id = $1', [id]))[0]?.['registration'];
      await expect.poll(registration, { timeout: 30_000 }).toBe('refused');
      // Whoever watches the queues sees that it is away, and nothing of how it is reached.
      const away = () => office.rows('SELECT name, state, from_at FROM trunk_states WHERE trunk_id = $1', [id]);
      const [refused] = await away();
      expect(refused).toMatchObject({ name: 'Registrar', state: 'refused' });
      expect(await office.rows('SELECT title, subject_id FROM notifications WHERE notification_type = $1', ['trunkDown'])).toEqual([{ title: 'Registrar', subject_id: id }]);
      await office.rows(`UPDATE trunks SET secret = 'ours' WHERE id = $1`, [id]);
      await expect.poll(registration, { timeout: 30_000 }).toBe('registered');
      const [registered] = await away();
      expect(registered).toMatchObject({ state: 'registered' });
      expect(Number(registered?.['from_at'])).toBeGreaterThan(Number(refused?.['from_at']));
      await office.rows(`UPDATE trunks SET name = 'Renamed' WHERE id = $1`, [id]);
      await expect.poll(away).toEqual([{ ...registered, name: 'Renamed' }]);
      expect(await far.console('pjsip show contacts')).toContain('201/sip:201@127.0.0.1:');
      await ami.ask('Originate', { Channel: 'Local/+4930888888@outside', Variable: 'from=301', Application: 'Wait', Data: '30', Async: 'true' });
      await expect.poll(() => far.console('core show channels concise')).toMatch(/^PJSIP\/201-\w+!.*!\+4930888888!/m);
      expect(await pbx.console('core show channels concise')).toContain(`PJSIP/${trunkName(id)}-`);
      await office.rows('UPDATE trunks SET is_active = false');
      await expect.poll(registration, { timeout: 30_000 }).toBe('unknown');
    } finally {
      await connector.stop();
      await far.stop();
    }
  });
});
