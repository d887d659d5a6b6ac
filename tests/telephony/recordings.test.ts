import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Extension } from '#domain/telephony/extension.ts';
import { Queue } from '#domain/telephony/queue.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '../../sync-server/engine/log.ts';
import { openFileStore, type FileStore } from '../../sync-server/storage/parts/store.ts';
import { createConnector, type Connector } from '../../sync-server/telephony/connector.ts';
import { fetchAudioOf } from '../../sync-server/telephony/recordings/fetch-audio.ts';
import { createRecordingKeeper, type RecordingKeeper } from '../../sync-server/telephony/recordings/keeper.ts';
import { openOffice, type Office } from '../support/office.ts';
import { deskPlace, startPbx, whyNoPbx, type TestPbx } from '../support/pbx.ts';
import { putRow } from '../support/put-row.ts';

const missing = await whyNoPbx();
const bytesPerSecond = 16_000;

describe.skipIf(missing !== null)(`recordings (${missing ?? 'Asterisk'})`, () => {
  let office: Office;
  let pbx: TestPbx;
  let connector: Connector;
  let keeper: RecordingKeeper;
  let store: FileStore;
  let folder: string;
  let called = 0;
  const connect = () => {
    const shared = { pool: office.pool, tenantId: office.world.tenantId, pbx: 'demo', log: silentLog, now: Date.now };
    keeper = createRecordingKeeper({ ...shared, store, fetchAudio: fetchAudioOf({ ami: pbx.ami, wsUrl: pbx.wsUrl }), folder: spool() });
    connector = createConnector({ ...shared, account: pbx.ami, history: pbx.history, recordings: keeper });
  };
  const spool = () => path.join(pbx.folder, 'spool/recording');
  const disconnect = async () => {
    await connector?.stop();
    await keeper?.stop();
  };
  const settings = (value: object) => office.admin.query('UPDATE tenants SET settings = $2 WHERE id = $1', [office.world.tenantId, JSON.stringify(value)]);

  beforeAll(async () => {
    office = await openOffice();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-recordings-'));
    store = openFileStore(folder);
    const user = office.world.idOf('users', 'email', office.world.email('agent'));
    await putRow(office, Queue, { name: 'Support', asteriskQueueName: 'support', wrapUpTime: 0 });
    await putRow(office, Extension, { number: '101', userId: user, sipUser: '101' });
    pbx = await startPbx({ agents: [{ extension: '101', secret: 'a', deskPhone: deskPlace() }], queues: [{ name: 'support', number: '500', members: ['101'] }] });
    await settings({ recordingMode: 'announced', retentionDefaults: { recordings: 6 } });
    connect();
  });
  afterAll(async () => {
    await disconnect();
    await pbx?.stop();
    await office?.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });
  let from: string;
  beforeEach(() => {
    called += 1;
    from = `+49151700000${String(called).padStart(2, '0')}`;
  });

  const callOf = async () => (await office.rows('SELECT * FROM calls WHERE caller_number = $1', [from]))[0];
  const statusOf = async () => (await callOf())?.['status'];
  const steps = async () =>
    office.rows(
      `SELECT e.event_type AS kind, e.details->>'kept' AS kept FROM call_events e JOIN calls c ON c.id = e.call_id WHERE c.caller_number = $1 AND e.event_type LIKE 'recording%' AND e.created_by = '00000000-0000-7000-8000-000000000001' ORDER BY e.at, e.id`,
      [from],
    );
  const kept = async () => (await steps()).findLast((step) => step['kept'] !== null)?.['kept'];
  const recordings = () =>
    office.rows(
      `SELECT r.*, b.size::int, b.upload_state, b.mime_type, b.sha256, r.keep_until::text AS until FROM recordings r JOIN calls c ON c.id = r.call_id JOIN blobs b ON b.id = r.blob WHERE c.caller_number = $1`,
      [from],
    );
  const files = () => fs.readdirSync(spool()).toSorted((one, other) => Number.parseFloat(one) - Number.parseFloat(other));
  /** How much is in the file that the PBX began last. */
  const written = () => fs.statSync(path.join(spool(), files().at(-1) ?? '')).size;
  /** Waits until so much more was said. */
  const goesOn = async (seconds: number) => {
    const before = written();
    await expect.poll(written).toBeGreaterThan(before + seconds * bytesPerSecond);
  };
  const audioOf = async (recording: Record<string, unknown> | undefined) => {
    const parts: Buffer[] = [];
    for await (const part of store.read(office.world.tenantId, String(recording?.['blob']), 0, Number(recording?.['size']))) parts.push(part);
    return Buffer.concat(parts);
  };
  /** How loud each tenth of a second is. */
  const loudness = (wave: Buffer) => {
    const [found, step] = [[] as number[], bytesPerSecond / 10];
    for (let at = 44; at + step <= wave.length; at += step) {
      let sum = 0;
      for (let place = at; place < at + step; place += 2) sum += wave.readInt16LE(place) ** 2;
      found.push(Math.sqrt((sum * 2) / step));
    }
    return found;
  };
  const isLoud = (one: number) => one > 500;

  test('a caller who gave up leaves a file without audio, which is no recording', async () => {
    await expect.poll(() => connector.state().isUp).toBe(true);
    const caller = await pbx.call({ to: '500', from, seconds: 60 });
    await expect.poll(steps).toHaveLength(1);
    await caller.hangUp();
    await expect.poll(statusOf).toBe('abandoned');
    await expect.poll(kept).toBe('empty');
    await expect.poll(files).toEqual([]);
    expect(await recordings()).toEqual([]);
  });

  test('the audio is taken over, encrypted, with its length and its last day; what was said while it was paused is silence, also over a start of the hub', async () => {
    const phone = await pbx.deskPhone('101', { rings: 0.1 });
    const caller = await pbx.call({ to: '500', from, seconds: 60 });
    await expect.poll(statusOf).toBe('answered');
    await goesOn(0.5);
    const id = (await callOf())?.['id'];
    const kinds = async () => (await steps()).map(({ kind }) => kind);
    expect(await office.run('agent', 'recordings.pause', { id })).toMatchObject({ status: 'accepted' });
    await expect.poll(kinds).toEqual(['recordingStarted', 'recordingPaused']);
    await goesOn(0.9);
    await disconnect();
    connect();
    await expect.poll(() => connector.board().calls.size).toBe(1);
    expect(await office.run('agent', 'recordings.pause', { id, isPaused: false })).toMatchObject({ status: 'accepted' });
    await expect.poll(kinds).toEqual(['recordingStarted', 'recordingPaused', 'recordingStarted']);
    await goesOn(0.5);
    await caller.hangUp();
    await expect.poll(kept).toBe('stored');
    await phone.quit();
    const [recording, ...more] = await recordings();
    expect(more).toEqual([]);
    const soon = new Date();
    soon.setMonth(soon.getMonth() + 6);
    // What the hub has whole is on the PBX's disk no more.
    await expect.poll(files).toEqual([]);
    expect(recording).toMatchObject({ status: 'ready', upload_state: 'stored', mime_type: 'audio/wav', legal_hold: false });
    expect(Math.abs(Date.parse(String(recording?.['until'])) - soon.getTime())).toBeLessThan(3 * 86_400_000);
    const wave = await audioOf(recording);
    expect(Math.abs(Number(recording?.['duration']) - (wave.length - 44) / bytesPerSecond)).toBeLessThan(1);
    const onDisk = fs.globSync(`${folder}/**/*`).filter((file) => fs.statSync(file).isFile());
    expect(onDisk.some((file) => fs.readFileSync(file).includes('RIFF'))).toBe(false);
    const heard = loudness(wave).map(isLoud);
    const [first, last] = [heard.indexOf(true), heard.lastIndexOf(true)];
    const longest = Math.max(
      ...heard
        .slice(first, last)
        .join(' ')
        .split('true')
        .map((quiet) => quiet.split('false').length - 1),
    );
    expect(longest).toBeGreaterThan(5);
    expect(heard.filter(Boolean).length).toBeGreaterThan(4);
  });

  test('a call that began and ended while the hub was away is heard all the same', async () => {
    await disconnect();
    const before = files().length;
    const phone = await pbx.deskPhone('101', { rings: 0.1 });
    const caller = await pbx.call({ to: '500', from, seconds: 60 });
    await expect.poll(() => files().length).toBe(before + 1);
    await goesOn(0.3);
    await caller.hangUp();
    await phone.quit();
    connect();
    await expect.poll(kept).toBe('stored');
    expect(await recordings()).toMatchObject([{ status: 'ready' }]);
  });

  test('without a rule of the tenant nothing is kept of who has not agreed', async () => {
    await settings({});
    const phone = await pbx.deskPhone('101', { rings: 0.1 });
    const caller = await pbx.call({ to: '500', from, seconds: 60 });
    await expect.poll(async () => (await steps()).map(({ kind }) => kind)).toEqual(['recordingStarted', 'recordingPaused']);
    await expect.poll(statusOf).toBe('answered');
    await goesOn(0.5);
    await caller.hangUp();
    await expect.poll(kept).toBe('refused');
    // Nor is what nobody may keep.
    await expect.poll(files).toEqual([]);
    await phone.quit();
    expect(await recordings()).toEqual([]);
  });

  test('who agrees in the call is recorded from then on, and the recording names the consent', async () => {
    await settings({ recordingMode: 'consent' });
    const made = await office.run('agent', 'contacts.create', { firstName: 'Consenting', kind: 'lead', points: [{ kind: 'phone', value: from }] });
    expect(made.status).toBe('accepted');
    const [contact] = await office.rows(`SELECT id FROM contacts WHERE first_name = 'Consenting'`);
    const phone = await pbx.deskPhone('101', { rings: 0.1 });
    const caller = await pbx.call({ to: '500', from, seconds: 60 });
    await expect.poll(statusOf).toBe('answered');
    const call = await callOf();
    expect(await office.run('agent', 'calls.link', { id: call?.['id'], contactId: contact?.['id'] })).toMatchObject({ status: 'accepted' });
    const consent = { contactId: contact?.['id'], purpose: 'recording', action: 'granted', source: 'call', channelKind: 'call' };
    expect(await office.run('agent', 'consents.record', consent)).toMatchObject({ status: 'accepted' });
    await expect.poll(async () => (await steps()).at(-1)?.['kind']).toBe('recordingStarted');
    await goesOn(0.5);
    await caller.hangUp();
    await expect.poll(kept).toBe('stored');
    await phone.quit();
    const [granted] = await office.rows(`SELECT id FROM consents WHERE contact_id = $1`, [contact?.['id']]);
    expect(await recordings()).toMatchObject([{ status: 'ready', consent_id: granted?.['id'] }]);
  });

  test('what a caller says into a mailbox is its owner’s message, whatever the rule of recordings, and is kept as they are', async () => {
    await settings({ recordingMode: 'off', retentionDefaults: { recordings: 6 } });
    await expect.poll(files).toEqual([]);
    const caller = await pbx.call({ to: '*98101', from, seconds: 60 });
    await expect.poll(files, { timeout: 30_000 }).toEqual([expect.stringMatching(/^voicemail-/)]);
    await goesOn(1.3);
    await caller.hangUp();
    await expect.poll(kept).toBe('stored');
    await expect.poll(files).toEqual([]);
    const [message, ...more] = await office.rows(
      `SELECT v.*, b.size::int, b.evidence_kind, b.upload_state, v.keep_until::text AS until FROM voicemails v JOIN calls c ON c.id = v.call_id JOIN blobs b ON b.id = v.blob WHERE c.caller_number = $1`,
      [from],
    );
    const [extension] = await office.rows(`SELECT id, user_id FROM extensions WHERE number = '101'`);
    expect(more).toEqual([]);
    expect(message).toMatchObject({
      status: 'new',
      extension_id: extension?.['id'],
      user_id: extension?.['user_id'],
      queue_id: null,
      evidence_kind: 'voicemail',
      upload_state: 'stored',
    });
    expect(message?.['visible_to']).toEqual([`user:${String(extension?.['user_id'])}`]);
    expect(message?.['until']).toMatch(/^\d{4}-\d\d-\d\d$/);
    const wave = await audioOf(message);
    expect(Math.abs(Number(message?.['duration']) - (wave.length - 44) / bytesPerSecond)).toBeLessThan(1);
    expect(loudness(wave).filter(isLoud).length).toBeGreaterThan(4);
    expect(await recordings()).toEqual([]);
  });

  test('a tenant that records nothing has the PBX stop', async () => {
    await settings({ recordingMode: 'off' });
    const phone = await pbx.deskPhone('101', { rings: 0.1 });
    const caller = await pbx.call({ to: '500', from, seconds: 60 });
    await expect.poll(async () => (await steps()).map(({ kind }) => kind)).toEqual(['recordingStarted', 'recordingStopped']);
    await caller.hangUp();
    await expect.poll(kept).toBe('refused');
    await phone.quit();
    expect(await recordings()).toEqual([]);
  });
});
