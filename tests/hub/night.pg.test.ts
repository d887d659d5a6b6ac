import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Call } from '#domain/calls/call.ts';
import { CallEvent } from '#domain/calls/call-event.ts';
import { CallLeg } from '#domain/calls/call-leg.ts';
import { QueueEntry } from '#domain/calls/queue-entry.ts';
import { Recording } from '#domain/calls/recording.ts';
import { DocumentGrant } from '#domain/documents/document-grant.ts';
import type { Id } from '#domain/kernel/names.ts';
import { reserved } from '#domain/people/reserved.ts';
import { Blob } from '#domain/storage/blob.ts';
import { Queue } from '#domain/telephony/queue.ts';
import { endExports } from '../../sync-server/api/exports/file.ts';
import { exportAudit } from '../../sync-server/api/exports/audit.ts';
import { exportContacts } from '../../sync-server/api/exports/contacts.ts';
import { newId } from '../../sync-server/db/new-id.ts';
import { roleUrl } from '../../sync-server/db/roles.ts';
import { inTenant } from '../../sync-server/db/transaction.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { createDispatcher } from '../../sync-server/jobs/dispatcher.ts';
import { createNightly } from '../../sync-server/jobs/nightly.ts';
import type { Work } from '../../sync-server/jobs/parts/work.ts';
import { createRecorder } from '../../sync-server/platform/recorder.ts';
import { retentionWork } from '../../sync-server/platform/retention.ts';
import { openFileStore, TooLarge, type FileStore } from '../../sync-server/storage/parts/store.ts';
import { openBusy, type Busy } from '../support/busy.ts';
import { everybody, idIn } from '../support/office.ts';
import { putRow } from '../support/put-row.ts';
import { createWorld } from '../support/world.ts';

let office: Busy;
let store: FileStore;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-night-'));

beforeAll(async () => {
  office = await openBusy();
  store = openFileStore(path.join(folder, 'storage'));
});
afterAll(async () => {
  await office.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

describe('a file', () => {
  const read = async (id: string): Promise<Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>> => {
    const parts: Buffer[] = [];
    for await (const part of store.read(office.world.tenantId, id, 0, 100_000_000)) parts.push(part);
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  };
  const files = async (name: string) =>
    office.rows(`SELECT id::text, original_name, size::int, upload_state FROM blobs WHERE evidence_kind = 'export' AND created_by = $1 ORDER BY id`, [await office.user(name)]);

  test('of contacts holds each with all that hangs on it, for whoever asked, and the audit knows', async () => {
    const made = await office.accepted('agent', 'contacts.create', { firstName: 'Zoë', lastName: 'Åkesson', points: [{ kind: 'email', value: 'zoe@lake.example' }] });
    const id = idIn(made, 'contacts');
    for (let n = 0; n < 120; n++) await office.accepted('agent', 'contacts.create', { firstName: `Contact ${n}` });
    await office.accepted('admin', 'consents.record', { contactId: id, purpose: 'marketing', action: 'granted', source: 'call' });
    await office.accepted('admin', 'contacts.export', {});
    await office.workOff(exportContacts(store));
    const [file] = await files('admin');
    expect(file).toMatchObject({ upload_state: 'stored', original_name: expect.stringMatching(/^contacts-\d{4}-\d\d-\d\d\.json$/) });
    const { contacts = [] } = await read(String(file?.['id']));
    expect(contacts).toHaveLength(121);
    expect(contacts.find((one) => one['id'] === id)).toMatchObject({
      fullName: 'Zoë Åkesson',
      records: { contactPoints: [{ value: 'zoe@lake.example' }], consents: [{ purpose: 'marketing', action: 'granted' }] },
    });
    expect(JSON.stringify(contacts)).not.toContain('keyHash');
    const [noted] = await office.rows(`SELECT actor_id, after FROM audit_events WHERE action = 'contacts.exported'`);
    expect(noted).toMatchObject({ actor_id: await office.user('admin'), after: { of: 'contacts', size: file?.['size'] } });
    expect(await office.rows(`SELECT subject_id::text AS id FROM notifications WHERE notification_type = 'export.ready' AND user_id = $1`, [await office.user('admin')])).toEqual([
      { id: file?.['id'] },
    ]);
    expect(await office.events('contacts.export')).toMatchObject([{ status: 'dispatched' }]);

    await office.accepted('owner', 'contacts.export', { id });
    await office.workOff(exportContacts(store));
    const [one] = await files('owner');
    expect((await read(String(one?.['id'])))['contacts']).toMatchObject([{ id }]);
  });

  test('that would be too large is not tried again, and whoever asked for it is told what to do', async () => {
    await office.accepted('admin', 'contacts.export', {});
    await office.workOff(exportContacts({ ...store, add: () => Promise.reject(new TooLarge('More came.')) }));
    const events = await office.rows(`DELETE FROM outbox_events WHERE topic = 'contacts.export' AND status = 'dead' RETURNING attempts`);
    expect(events).toEqual([{ attempts: 1 }]);
    const told = await office.rows(`SELECT title, message, user_id FROM notifications WHERE notification_type = 'export.failed'`);
    expect(told).toEqual([{ title: 'A file you asked for could not be made', message: expect.stringContaining('ask for a part of it'), user_id: await office.user('admin') }]);
  });

  test('is not made for who has left, and is gone after a week', async () => {
    await office.accepted('manager', 'contacts.export', {});
    await office.rows('UPDATE memberships SET is_active = false WHERE user_id = $1', [await office.user('manager')]);
    await office.workOff(exportContacts(store));
    expect(await office.events('contacts.export')).toMatchObject([{}, {}, { status: 'dead' }]);
    await office.rows('UPDATE memberships SET is_active = true');

    const [file] = await files('admin');
    await office.rows(`UPDATE blobs SET created_at = now() - interval '8 days' WHERE id = $1`, [file?.['id']]);
    await night('exports.end');
    await office.workOff(endExports(store));
    expect(await files('admin')).toMatchObject([{ upload_state: 'purged' }]);
    expect(await store.sizeOf(office.world.tenantId, String(file?.['id']))).toBeNull();
    expect((await files('owner'))[0]).toMatchObject({ upload_state: 'stored' });
  });

  test('of the audit trail has every row of the filter in the order of time', async () => {
    await office.accepted('manager', 'audit.export', { subjectType: 'consents' });
    await office.workOff(exportAudit(store));
    const [file] = await files('manager');
    const { events: listed = [] } = await read(String(file?.['id']));
    expect(listed).toMatchObject([{ action: 'consents.record', subjectType: 'consents' }]);
    expect(await office.rows(`SELECT 1 FROM audit_events WHERE action = 'audit.exported'`)).toHaveLength(1);
  });
});

/** Sets going what is due once a day, twice. */
async function night(...topics: readonly string[]): Promise<void> {
  const nightly = createNightly({ identity: office.admin, serve: office.pool, log: silentLog, now: Date.now, topics });
  await nightly.round();
  await nightly.round();
  await nightly.stop();
}

test('where a contact stands follows from cases and leads, and a night mends what was missed', async () => {
  const id = idIn(await office.accepted('agent', 'contacts.create', { firstName: 'Lars' }), 'contacts');
  const lifecycle = async () => (await office.rows('SELECT lifecycle FROM contacts WHERE id = $1', [id]))[0]?.['lifecycle'];
  const becomes = async (state: string) => {
    await office.workOff({});
    expect(await lifecycle()).toBe(state);
  };
  const leadId = idIn(await office.accepted('agent', 'leads.create', { contactId: id, sourceSystem: 'web' }), 'leads');
  await becomes('lead');
  await office.rows(`UPDATE leads SET stage = 'prospect' WHERE id = $1`, [leadId]);
  expect(await lifecycle()).toBe('lead');
  await night('contacts.lifecycle');
  await becomes('prospect');
  const caseId = await office.openCase('agent', 'North', { contactId: id });
  await becomes('client');
  await office.accepted('lead', 'cases.close', { id: caseId });
  await becomes('formerClient');
  const seen = await office.rows(`SELECT after ->> 'lifecycle' AS to FROM audit_events WHERE action = 'contacts.lifecycle' AND subject_id = $1 ORDER BY accepted_at, id`, [id]);
  expect(seen.map(({ to }) => to)).toEqual(['lead', 'prospect', 'client', 'formerClient']);
});

describe('the retention', () => {
  const age = (table: string, id: string, months: number, more = '') =>
    office.rows(
      `SET session_replication_role = replica; UPDATE ${table} SET updated_at = now() - interval '${months} months'${more} WHERE id = '${id}'; SET session_replication_role = origin`,
    );
  const run = async () => {
    await office.accepted('admin', 'retention.run', {});
    await office.workOff(retentionWork(office.pool));
    const [last] = (await office.events('retention.run')).toReversed();
    expect(last).toMatchObject({ status: 'dispatched' });
  };
  const isArchived = async (table: string, id: string) => (await office.rows(`SELECT archived_at IS NOT NULL AS is FROM ${table} WHERE id = $1`, [id]))[0]?.['is'];

  test('takes a closed case with its notes from desks when it is old, and gives it back when it is opened again', async () => {
    const [old, fresh, open] = [await office.openCase('agent', 'North'), await office.openCase('agent', 'North'), await office.openCase('agent', 'North')];
    const note = idIn(await office.accepted('lead', 'notes.add', { subject: { caseId: old }, body: 'x' }), 'notes');
    for (const id of [old, fresh]) await office.accepted('lead', 'cases.close', { id });
    await age('cases', old, 13, `, closed_at = now() - interval '13 months'`);
    await age('cases', open, 30);
    await run();
    expect([await isArchived('cases', old), await isArchived('notes', note), await isArchived('cases', fresh), await isArchived('cases', open)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    await office.accepted('lead', 'cases.reopen', { id: old, reason: 'more' });
    await run();
    expect([await isArchived('cases', old), await isArchived('notes', note)]).toEqual([false, false]);
    const audited = await office.rows(`SELECT action, subject_type, after FROM audit_events WHERE action LIKE 'retention.%' AND subject_type = 'notes' ORDER BY id`);
    expect(audited).toEqual([
      { action: 'retention.archive', subject_type: 'notes', after: { rows: 1 } },
      { action: 'retention.return', subject_type: 'notes', after: { rows: 1 } },
    ]);
  });

  test('goes by the tenant’s own policy, deletes for good only what it says, and never what is held or in use', async () => {
    const caseId = await office.openCase('agent', 'North');
    const document = async (title: string) => {
      const id = newId<'documents'>(Date.now());
      await office.rows(
        `INSERT INTO documents (id, tenant_id, created_at, updated_at, version, case_id, title, file_name, original_file_name, mime_type, size, uploaded_by, document_type, access_level, allowed_roles, pin_protected, pin_attempts, is_template, download_count, is_active, tags, legal_hold)
         VALUES ($1, $2, now(), now(), 1, $3, $4, 'f', 'f', 'text/plain', 1, $5, 'other', 'case', '{}', false, 0, false, 0, true, '{}', false)`,
        [id, office.world.tenantId, caseId, title, await office.user('agent')],
      );
      return id as Id<'documents'>;
    };
    const [gone, kept] = [await document('Gone'), await document('Kept')];
    for (const documentId of [gone, kept])
      await putRow(office, DocumentGrant, { documentId, userId: await office.user('agent'), grantedBy: await office.user('admin'), accessType: 'view' });
    const granted = () => office.rows('SELECT document_id AS id FROM document_grants');
    await office.accepted('admin', 'legalHold.set', { subject: { type: 'documents', id: kept }, on: true });
    await office.accepted('admin', 'cases.close', { id: caseId });
    await office.accepted('admin', 'retention.set', { entityType: 'documents', hotMonths: 2, purgeMonths: 24 });
    await office.accepted('admin', 'retention.set', { entityType: 'cases', purgeMonths: 24 });
    for (const id of [gone, kept]) await age('documents', id, 25);
    await age('cases', caseId, 25, `, closed_at = now() - interval '25 months'`);
    await run();
    expect(await office.rows('SELECT title, archived_at FROM documents ORDER BY title')).toEqual([{ title: 'Kept', archived_at: null }]);
    expect(await granted()).toEqual([{ id: kept }]);
    // Something still hangs on it.
    expect(await isArchived('cases', caseId)).toBe(true);
    await office.accepted('admin', 'legalHold.set', { subject: { type: 'documents', id: kept }, on: false });
    await age('documents', kept, 25);
    await run();
    expect([await office.rows('SELECT id FROM documents'), await granted()]).toEqual([[], []]);
    const actions = await office.rows(`SELECT DISTINCT action FROM audit_events WHERE subject_type = 'documents' AND action LIKE 'retention.%' ORDER BY action`);
    expect(actions).toEqual([{ action: 'retention.archive' }, { action: 'retention.purge' }]);
  });

  test('keeps a call with its legs, its waiting and its events while its recording is held', async () => {
    const started = { direction: 'inbound', startedAt: '2026-01-05T10:00:00.000Z' } as const;
    const queueId = await putRow(office, Queue, { name: 'Line', asteriskQueueName: 'line' });
    const tables = { calls: 'id', call_legs: 'call_id', queue_entries: 'call_id', call_events: 'call_id', recordings: 'call_id' } as const;
    const call = async (pbx: string, legalHold: boolean) => {
      const callId = await putRow(office, Call, { pbx, ...started });
      await putRow(office, CallLeg, { callId, sipCallId: pbx, ...started });
      await putRow(office, QueueEntry, { queueId, callId, joinedAt: started.startedAt });
      await putRow(office, CallEvent, { callId, eventType: 'ended', at: started.startedAt });
      const blob = await putRow(office, Blob, { sha256: pbx.padEnd(64, '0'), size: 1, mimeType: 'audio/wav', storagePath: pbx, evidenceKind: 'recording' });
      await putRow(office, Recording, { callId, blob, legalHold });
      for (const [table, key] of Object.entries(tables))
        for (const { id } of await office.rows(`SELECT id FROM ${table} WHERE ${key} = $1`, [callId])) await age(table, String(id), 25);
      return callId;
    };
    const [free, held] = [await call('a', false), await call('b', true)];
    for (const entityType of ['calls', 'queueEntries', 'callEvents']) await office.accepted('admin', 'retention.set', { entityType, purgeMonths: 24 });
    const left = (id: string) => Promise.all(Object.entries(tables).map(async ([table, key]) => (await office.rows(`SELECT 1 FROM ${table} WHERE ${key} = $1`, [id])).length));
    await run();
    expect([await left(free), await left(held)]).toEqual([Array(5).fill(0), Array(5).fill(1)]);
    await office.rows(`SET session_replication_role = replica; UPDATE recordings SET legal_hold = false; SET session_replication_role = origin`);
    await run();
    expect(await left(held)).toEqual(Array(5).fill(0));
  });

  test('lets whoever serves delete nothing but through it, and nothing of the audit or of another tenant', async () => {
    const purge = (tenantId: string, table: string, id: string) =>
      inTenant(office.pool, tenantId, (tx) => tx.query('SELECT holdfast_purge($1, ARRAY[$2]::uuid[]) AS rows', [table, id]));
    const id = await office.openCase('agent', 'North');
    const note = idIn(await office.accepted('lead', 'notes.add', { subject: { caseId: id }, body: 'x' }), 'notes');
    expect((await purge(newId(Date.now()), 'notes', note)).rows).toEqual([{ rows: 0 }]);
    await expect(purge(office.world.tenantId, 'audit_events', note)).rejects.toThrow('nothing is purged from audit_events');
    await expect(inTenant(office.pool, office.world.tenantId, (tx) => tx.query('DELETE FROM notes WHERE id = $1', [note]))).rejects.toThrow('permission denied');
    expect((await purge(office.world.tenantId, 'notes', note)).rows).toEqual([{ rows: 1 }]);
  });
});

test('tenants take turns, and a transaction of one that breaks keeps no other waiting', async () => {
  await office.rows('DELETE FROM outbox_events');
  const tenants = [office.world.tenantId, (await createWorld(office.url, everybody.slice(0, 2))).tenantId];
  for (const tenantId of tenants)
    for (const n of [1, 2])
      await office.rows(
        `INSERT INTO outbox_events (id, tenant_id, created_at, created_by, updated_at, version, topic, subject_type, subject_id, status, attempts, dedupe_key) VALUES ($1, $2, now(), $3, now(), 1, 'in.turn', 'tenants', $2, 'pending', 0, $4)`,
        [newId(Date.now()), tenantId, reserved.system, `in.turn ${n}`],
      );
  const worked: string[] = [];
  let broken = '';
  const breaksOnce: Work = async ({ tenantId }, tx) => {
    if (broken === '') {
      broken = tenantId;
      await tx.query('ROLLBACK; SELECT 1 / 0');
    }
    worked.push(tenantId);
  };
  const untilDone = async (all: number) => {
    const dispatcher = createDispatcher({ pool: office.pool, log: silentLog, work: { 'in.turn': breaksOnce }, canMail: true });
    await expect.poll(() => worked.length).toBe(all);
    await dispatcher.stop();
  };
  await untilDone(4);
  const other = tenants.find((tenantId) => tenantId !== broken);
  expect(worked).toEqual([other, other, broken, broken]);
  await office.rows(`UPDATE outbox_events SET status = 'pending' WHERE topic = 'in.turn'`);
  await untilDone(8);
  expect([new Set(worked.slice(4, 6)), new Set(worked.slice(6))]).toEqual([new Set(tenants), new Set(tenants)]);
});

test('a day’s usage counts to its end, in UTC wherever the database is, and one tenant’s trouble is no other’s', async () => {
  const other = (await createWorld(office.url, everybody.slice(0, 2))).tenantId;
  const day = '2026-02-28';
  const identity = new pg.Pool({ connectionString: roleUrl(office.url, 'identity') });
  // A database of somebody else may live by the clock on its own wall.
  const serve = new pg.Pool({ connectionString: roleUrl(office.url, 'serve'), options: '-c timezone=America/New_York' });
  const recorder = createRecorder({ identity, serve, log: silentLog, now: () => Date.parse('2026-03-01T00:05:00.000Z'), home: folder, isSyncing: () => true });
  try {
    const id = await office.openCase('agent', 'North');
    await office.rows(`UPDATE cases SET created_at = '${day}T23:58:00Z' WHERE id = $1`, [id]);
    const [first] = [other, office.world.tenantId].toSorted();
    await office.rows(`ALTER TABLE tenant_usage ADD CONSTRAINT in_trouble CHECK (tenant_id <> '${first}')`);
    await expect(recorder.recordUsage()).rejects.toThrow('failed');
    expect(await office.rows('SELECT DISTINCT date::text FROM tenant_usage ORDER BY 1')).toEqual([{ date: day }, { date: '2026-03-01' }]);
    await office.rows('ALTER TABLE tenant_usage DROP CONSTRAINT in_trouble');
    await recorder.recordUsage();
    expect(await office.rows('SELECT cases_created FROM tenant_usage WHERE tenant_id = $1 AND date = $2', [office.world.tenantId, day])).toEqual([{ cases_created: 1 }]);
  } finally {
    await recorder.stop();
    await Promise.all([identity.end(), serve.end()]);
  }
});
