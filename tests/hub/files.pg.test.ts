import { randomBytes, randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as path from 'node:path';
import { storagePathOf } from '#domain/storage/rules.ts';
import type { SignInAnswer } from '#domain/sync/wire.ts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { roleUrl } from '../../sync-server/db/roles.ts';
import { newId } from '../../sync-server/db/new-id.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { createFileKeeper } from '../../sync-server/storage/keep.ts';
import { openFileStore } from '../../sync-server/storage/parts/store.ts';
import { announceAs, codeOf, incomingIn, linkAs, runAs, shaOf, stateIn, told, type Announced } from '../support/hub-files.ts';
import { startTestHub, type TestHub } from '../support/start-hub.ts';

let hub: TestHub;
let agent: SignInAnswer;
let southerner: SignInAnswer;
let admin: SignInAnswer;
let stranger: SignInAnswer;
beforeAll(async () => {
  hub = await startTestHub();
  agent = await hub.signIn(hub.alpha, hub.alpha.north.agent.email);
  southerner = await hub.signIn(hub.alpha, hub.alpha.south.agent.email);
  admin = await hub.signIn(hub.alpha, hub.alpha.admin.email);
  stranger = await hub.signIn(hub.beta, hub.beta.north.agent.email);
  await hub.admin.query('UPDATE cases SET assigned_to = $2 WHERE id = $1', [hub.alpha.north.caseId, agent.session.userId]);
});
afterAll(() => hub?.stop());

const run = (who: SignInAnswer, name: string, args: unknown) => runAs(hub, who, name, args);
const announce = (bytes: Buffer, who = agent, more: Announced = {}) => announceAs(hub, who, bytes, more);
const put = (id: string, body: Buffer | null, { token }: SignInAnswer = agent, headers: Record<string, string> = {}) =>
  fetch(new URL(`/v1/blobs/${id}`, hub.url), {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream', ...headers },
    body: body as unknown as BodyInit,
  });
const stateOf = (id: string) => stateIn(hub, id);
const fileOf = (id: string) => path.join(hub.home, 'storage', hub.alpha.id, storagePathOf(id));
const incoming = () => incomingIn(hub);
const linkTo = (asked: object, who = agent) => linkAs(hub, who, asked);
const get = (address: string, headers: Record<string, string> = {}) => fetch(new URL(address, hub.url), { headers });
const attach = (id: string, caseId: string, who = agent) => run(who, 'blobs.link', { blobId: id, subject: { type: 'cases', id: caseId } });
const audits = async (action: string, id: string) =>
  (await hub.admin.query('SELECT actor_id::text AS actor, success FROM audit_events WHERE action = $1 AND subject_id = $2 ORDER BY at, id', [action, id])).rows;

describe('a file', () => {
  const bytes = randomBytes(200_000);
  let id: string;

  test('is announced, sent, attached to a case, and read in whole and in part by links', async () => {
    id = await announce(bytes);
    expect(await stateOf(id)).toBe('local');
    expect(await told(await put(id, bytes))).toEqual({ status: 204 });
    expect(await stateOf(id)).toBe('stored');
    expect(fs.readFileSync(fileOf(id)).includes(bytes.subarray(0, 64))).toBe(false);
    expect(codeOf(await attach(id, hub.alpha.north.caseId))).toBe('accepted');
    const link = await linkTo({ blobId: id });
    expect(link).toMatchObject({ status: 200, size: bytes.length, mimeType: 'application/pdf', name: 'Bescheid für Jörg.pdf' });
    const whole = await get(link.path);
    expect(whole.headers.get('content-disposition')).toBe(`inline; filename*=UTF-8''Bescheid%20f%C3%BCr%20J%C3%B6rg.pdf`);
    expect([whole.headers.get('content-type'), whole.headers.get('x-content-type-options'), whole.headers.get('cache-control')]).toEqual([
      'application/pdf',
      'nosniff',
      'private, no-store',
    ]);
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
    for (const [range, from, to] of [
      ['bytes=0-9', 0, 10],
      ['bytes=65530-65545', 65_530, 65_546],
      ['bytes=199990-', 199_990, 200_000],
      ['bytes=-5', 199_995, 200_000],
    ] as const) {
      const part = await get(link.path, { range });
      expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes ${from}-${to - 1}/200000`]);
      expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(from, to))).toBe(true);
    }
    expect(await told(await get(link.path, { range: 'bytes=200000-' }))).toMatchObject({ status: 416, code: 'range.invalid', field: 'range' });
    const download = await linkTo({ blobId: id, verb: 'download' });
    expect((await get(download.path)).headers.get('content-disposition')).toMatch(/^attachment;/);
  });

  test('is sent again without harm', async () => {
    expect(await told(await put(id, bytes))).toEqual({ status: 204 });
    expect(await announce(bytes, southerner)).toBe(id);
  });

  test('is seen, with name, size and state, by those who see what it hangs on', async () => {
    const names = async ({ token }: SignInAnswer) => {
      const { data } = (await (await hub.ask(token, `/api/v1/blobs?filter[sha256]=${shaOf(bytes)}`)).json()) as { readonly data: readonly { readonly originalName: string }[] };
      return data.map(({ originalName }) => originalName);
    };
    await hub.admin.query(`UPDATE blobs SET created_by = $2 WHERE id = $1`, [id, admin.session.userId]);
    expect([await names(agent), await names(southerner), await names(stranger)]).toEqual([['Bescheid für Jörg.pdf'], [], []]);
    await hub.admin.query('UPDATE cases SET assigned_to = $2, team_id = $3 WHERE id = $1', [hub.alpha.north.caseId, southerner.session.userId, hub.alpha.south.id]);
    expect([await names(agent), await names(southerner)]).toEqual([[], ['Bescheid für Jörg.pdf']]);
    await hub.admin.query('UPDATE cases SET assigned_to = $2, team_id = $3 WHERE id = $1', [hub.alpha.north.caseId, agent.session.userId, hub.alpha.north.id]);
    expect([await names(agent), await names(southerner)]).toEqual([['Bescheid für Jörg.pdf'], []]);
  });

  test('is opened by those who see what it hangs on, and each opening is in the audit', async () => {
    expect(await linkTo({ blobId: id }, southerner)).toMatchObject({ status: 404, code: 'row.missing', field: 'blobId' });
    expect(await linkTo({ blobId: id }, stranger)).toMatchObject({ status: 404, code: 'row.missing' });
    expect(await linkTo({ blobId: id }, admin)).toMatchObject({ status: 200 });
    const opened = await audits('blobs.signLink', id);
    expect(opened.filter(({ actor }) => actor === admin.session.userId)).toEqual([{ actor: admin.session.userId, success: true }]);
  });

  test('a link is good for what it was given, and by its seal alone', async () => {
    const { path: address } = await linkTo({ blobId: id });
    const [said = '', seal = ''] = address.replace('/v1/files/', '').split('.');
    const changed = Buffer.from(said, 'base64url').toString('utf8').replace(id, randomUUID());
    for (const forged of [`${Buffer.from(changed).toString('base64url')}.${seal}`, `${said}.`, said, 'x'])
      expect(await told(await get(`/v1/files/${forged}`))).toMatchObject({ status: 403, code: 'link.ended', field: 'link' });
    expect(await told(await hub.ask(agent.token, '/v1/files', {}))).toMatchObject({ status: 400, code: 'input.invalid', field: 'blobId' });
    expect(await told(await hub.ask(agent.token, '/v1/files', { blobId: id, recordingId: id }))).toMatchObject({ status: 400, field: 'blobId' });
    expect(await told(await hub.ask(null, '/v1/files', { blobId: id }))).toMatchObject({ status: 401 });
  });
});

describe('an upload that is not what was announced', () => {
  const bytes = randomBytes(70_000);
  let id: string;
  beforeAll(async () => {
    id = await announce(bytes);
  });
  const nothing = async () => [await stateOf(id), fs.existsSync(fileOf(id)), incoming()];

  test.each([
    ['of other bytes', () => put(id, randomBytes(70_000)), { status: 422, code: 'blob.hashMismatch', field: 'sha256' }],
    ['too short', () => put(id, bytes.subarray(1)), { status: 400, code: 'blob.sizeMismatch', field: 'content-length' }],
    ['too long', () => put(id, Buffer.concat([bytes, bytes])), { status: 413, code: 'blob.tooLarge', field: 'content-length' }],
    ['for nothing', () => put(randomUUID(), bytes), { status: 404, code: 'row.missing', field: 'id' }],
    ['for no id', () => put('a', bytes), { status: 400, code: 'input.invalid', field: 'id' }],
    ['into another tenant', () => put(id, bytes, stranger), { status: 404, code: 'row.missing', field: 'id' }],
  ] as const)('%s is refused, and nothing of it is left', async (_, send, problem) => {
    expect(await told(await send())).toMatchObject(problem);
    expect(await nothing()).toEqual(['local', false, []]);
  });

  test('of unknown length is refused', async () => {
    const { hostname, port } = new URL(hub.url);
    const status = await new Promise((done, fail) => {
      const sent = http.request({ hostname, port, method: 'PUT', path: `/v1/blobs/${id}`, headers: { authorization: `Bearer ${agent.token}`, 'transfer-encoding': 'chunked' } });
      sent.on('response', (response) => done(response.resume().statusCode));
      sent.on('error', fail);
      sent.end(bytes);
    });
    expect(status).toBe(411);
    expect(await nothing()).toEqual(['local', false, []]);
  });

  test('whose line breaks leaves nothing, and goes again whole', async () => {
    const { hostname, port } = new URL(hub.url);
    const sent = http.request({
      hostname,
      port,
      method: 'PUT',
      path: `/v1/blobs/${id}`,
      headers: { authorization: `Bearer ${agent.token}`, 'content-type': 'application/octet-stream', 'content-length': bytes.length },
    });
    sent.on('error', () => {});
    sent.write(bytes.subarray(0, 66_000));
    await expect.poll(incoming).toHaveLength(1);
    sent.destroy();
    await expect.poll(nothing).toEqual(['local', false, []]);
    expect(await told(await put(id, bytes))).toEqual({ status: 204 });
  });

  test('and one that its member may not make, or that nobody announced as stored, is refused', async () => {
    const other = randomBytes(10);
    const waiting = await announce(other);
    expect(codeOf(await run(agent, 'blobs.completeUpload', { id: waiting, sha256: shaOf(other) }))).toBe('state.forbidden');
    await hub.admin.query(`UPDATE role_grants SET deleted_at = now() WHERE tenant_id = $1 AND role_id = $2 AND capability = 'blobs.link'`, [hub.alpha.id, hub.alpha.roleIds.agent]);
    await expect.poll(async () => (await told(await put(waiting, other))).status).toBe(403);
    await hub.admin.query(`UPDATE role_grants SET deleted_at = NULL WHERE tenant_id = $1 AND role_id = $2 AND capability = 'blobs.link'`, [hub.alpha.id, hub.alpha.roleIds.agent]);
  });
});

describe('what is kept no more', () => {
  let serve: pg.Pool;
  let identity: pg.Pool;
  const today = Date.now();
  const round = async (now = today) => {
    // The hub's own folder: what it makes of the key is what the hub made of it.
    const store = openFileStore(path.join(hub.home, 'storage'));
    const keeper = createFileKeeper({ store, identity, serve, log: silentLog, now: () => now });
    await keeper.round();
    await keeper.stop();
  };
  beforeAll(() => {
    serve = new pg.Pool({ connectionString: roleUrl(hub.database.url, 'serve'), max: 2 });
    identity = new pg.Pool({ connectionString: roleUrl(hub.database.url, 'identity'), max: 2 });
  });
  afterAll(() => Promise.all([serve.end(), identity.end()]));
  const stored = async (more = {}) => {
    const bytes = randomBytes(1000);
    const id = await announce(bytes, admin, more);
    expect((await put(id, bytes, admin)).status).toBe(204);
    return { id, bytes };
  };
  const callId = async () => (await hub.admin.query<{ id: string }>('SELECT id::text FROM calls WHERE tenant_id = $1 ORDER BY id LIMIT 1', [hub.alpha.id])).rows[0]?.id;
  const recordingOf = async (blob: string, keepUntil: string | null, hold = false) => {
    const id = newId(Date.now());
    await hub.admin.query(
      `INSERT INTO recordings (id, tenant_id, call_id, blob, status, legal_hold, keep_until, created_at, updated_at, version) VALUES ($1, $2, $3, $4, 'ready', $5, $6, now(), now(), 1)`,
      [id, hub.alpha.id, await callId(), blob, hold, keepUntil],
    );
    return id;
  };
  const statusOf = async (id: string) => (await hub.admin.query('SELECT status FROM recordings WHERE id = $1', [id])).rows[0]?.status;
  const audio = { mimeType: 'audio/wav', evidenceKind: 'recording' };

  test('a file whose bytes are here has arrived, although its row never heard of it', async () => {
    const { id } = await stored();
    const waiting = await announce(randomBytes(10), admin);
    await hub.admin.query(`UPDATE blobs SET upload_state = 'local', scan_state = 'pending' WHERE id = $1`, [id]);
    await round();
    expect([await stateOf(id), await stateOf(waiting)]).toEqual(['stored', 'local']);
    expect(await linkTo({ blobId: id }, admin)).toMatchObject({ status: 200 });
  });

  test('recordings go after their last day, unless they are held', async () => {
    const [old, held, young] = [await stored(audio), await stored(audio), await stored(audio)];
    const [oldOne, heldOne, youngOne] = [await recordingOf(old.id, '2024-05-01'), await recordingOf(held.id, '2024-05-01', true), await recordingOf(young.id, null)];
    await hub.admin.query(`UPDATE blobs SET deleted_at = now() - interval '60 days' WHERE id = $1`, [held.id]);
    await round();
    expect([await statusOf(oldOne), await stateOf(old.id), fs.existsSync(fileOf(old.id))]).toEqual(['deleted', 'purged', false]);
    expect([await statusOf(heldOne), await stateOf(held.id), fs.existsSync(fileOf(held.id))]).toEqual(['ready', 'stored', true]);
    expect([await statusOf(youngOne), await stateOf(young.id)]).toEqual(['ready', 'stored']);
    // What was deleted for good is not taken again, and is not given out.
    expect(await told(await put(old.id, old.bytes, admin))).toMatchObject({ status: 409, code: 'blob.purged', field: 'id' });
    expect(await linkTo({ recordingId: oldOne }, admin)).toMatchObject({ status: 422, code: 'recording.notReady', field: 'id' });
  });

  test('a recording is heard by those who may, each time in the audit, and goes when it is deleted', async () => {
    const { id: blob, bytes } = await stored(audio);
    const id = await recordingOf(blob, null);
    const link = await linkTo({ recordingId: id }, admin);
    expect(Buffer.from(await (await get(link.path)).arrayBuffer()).equals(bytes)).toBe(true);
    // The audio is not reached past its recording, nor by those who do not see the call.
    expect(await linkTo({ blobId: blob }, agent)).toMatchObject({ status: 404 });
    expect(await linkTo({ recordingId: id }, stranger)).toMatchObject({ status: 404, code: 'row.missing' });
    expect(await audits('recordings.listen', id)).toEqual([{ actor: admin.session.userId, success: true }]);
    expect(codeOf(await run(admin, 'recordings.setHold', { id, reason: 'a court asks' }))).toBe('accepted');
    expect(codeOf(await run(admin, 'recordings.delete', { id, reason: 'no longer needed' }))).toBe('recording.legalHold');
    expect(codeOf(await run(admin, 'recordings.setHold', { id, on: false, reason: 'it asks no more' }))).toBe('accepted');
    expect(codeOf(await run(agent, 'recordings.delete', { id, reason: 'no longer needed' }))).toMatch(/auth\.denied|row\.missing/);
    expect(codeOf(await run(admin, 'recordings.delete', { id, reason: 'no longer needed' }))).toBe('accepted');
    await round();
    expect([await stateOf(blob), fs.existsSync(fileOf(blob))]).toEqual(['purged', false]);
    expect(await told(await get(link.path))).toMatchObject({ status: 410, code: 'blob.missing' });
  });

  test('a message is heard by those who may, is heard from then on, and goes when it is deleted or past its day', async () => {
    const left = { mimeType: 'audio/wav', evidenceKind: 'voicemail' };
    const [one, old] = [await stored(left), await stored(left)];
    const messageOf = async (blob: string, keepUntil: string | null) => {
      const id = newId(Date.now());
      await hub.admin.query(
        `INSERT INTO voicemails (id, tenant_id, call_id, blob, status, user_id, keep_until, created_at, updated_at, version) VALUES ($1, $2, $3, $4, 'new', $5, $6, now(), now(), 1)`,
        [id, hub.alpha.id, await callId(), blob, agent.session.userId, keepUntil],
      );
      return id;
    };
    const messageIs = async (id: string) => (await hub.admin.query('SELECT status FROM voicemails WHERE id = $1', [id])).rows[0]?.status;
    const [id, oldOne] = [await messageOf(one.id, null), await messageOf(old.id, '2024-05-01')];
    // Nobody reaches the audio past the message, not even by hanging it on a record of their own.
    expect(codeOf(await attach(one.id, hub.alpha.north.caseId, admin))).toBe('blob.ofCall');
    expect(await linkTo({ voicemailId: id }, southerner)).toMatchObject({ status: 404, code: 'row.missing' });
    expect(await linkTo({ voicemailId: id, verb: 'download' })).toMatchObject({ status: 400, field: 'verb' });
    expect(await messageIs(id)).toBe('new');
    const link = await linkTo({ voicemailId: id });
    expect(Buffer.from(await (await get(link.path)).arrayBuffer()).equals(one.bytes)).toBe(true);
    expect(await messageIs(id)).toBe('heard');
    expect(await audits('voicemails.listen', id)).toEqual([{ actor: agent.session.userId, success: true }]);
    await round();
    expect([await messageIs(oldOne), await stateOf(old.id), await stateOf(one.id)]).toEqual(['deleted', 'purged', 'stored']);
    expect(codeOf(await run(agent, 'voicemails.handle', { id, outcome: 'deleted' }))).toBe('accepted');
    await round();
    expect([await stateOf(one.id), fs.existsSync(fileOf(one.id))]).toEqual(['purged', false]);
    expect(await linkTo({ voicemailId: id })).toMatchObject({ status: 422, code: 'voicemail.deleted', field: 'id' });
  });

  test('the files of an erased contact go, but not those that hang on something else as well', async () => {
    const [own, shared] = [await stored(), await stored()];
    const contact = (await hub.admin.query<{ id: string }>('SELECT id::text FROM contacts WHERE tenant_id = $1 ORDER BY id LIMIT 1', [hub.alpha.id])).rows[0]?.id;
    for (const { id } of [own, shared]) expect(codeOf(await run(admin, 'blobs.link', { blobId: id, subject: { type: 'contacts', id: contact } }))).toBe('accepted');
    expect(codeOf(await attach(shared.id, hub.alpha.north.caseId, admin))).toBe('accepted');
    await round();
    expect(await stateOf(own.id)).toBe('stored');
    await hub.admin.query(
      `INSERT INTO outbox_events (id, tenant_id, topic, subject_type, subject_id, payload, dedupe_key, status, attempts, created_at, updated_at, version) VALUES ($1, $2, 'contacts.erased', 'contacts', $3, '{}', 'once', 'pending', 0, now(), now(), 1)`,
      [newId(Date.now()), hub.alpha.id, contact],
    );
    await round();
    expect([await stateOf(own.id), fs.existsSync(fileOf(own.id))]).toEqual(['purged', false]);
    expect([await stateOf(shared.id), fs.existsSync(fileOf(shared.id))]).toEqual(['stored', true]);
  });
});
