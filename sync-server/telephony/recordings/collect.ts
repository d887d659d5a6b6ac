import { createHash } from 'node:crypto';
import { CallEvent } from '#domain/calls/call-event.ts';
import { Recording } from '#domain/calls/recording.ts';
import { Voicemail } from '#domain/calls/voicemail.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import { derivedId } from '#domain/kernel/derived-id.ts';
import type { Id } from '#domain/kernel/names.ts';
import { newRow } from '#domain/kernel/new-row.ts';
import { reserved } from '#domain/people/reserved.ts';
import { Blob } from '#domain/storage/blob.ts';
import { blobId, largest, storagePathOf } from '#domain/storage/rules.ts';
import type pg from 'pg';
import { insertRows, selectByIds, updateRow } from '../../db/rows.ts';
import { inTenant, type Transaction } from '../../db/transaction.ts';
import type { Log } from '../../engine/log.ts';
import { tellOfWrites } from '../../notifications/parts/tell.ts';
import type { FileStore } from '../../storage/parts/store.ts';
import type { FetchAudio } from './fetch-audio.ts';
import { consentOf, mayRecord, modeOf, type Consented } from './rule.ts';
import { mended, readWave, waveHead } from './wave.ts';

/** What it takes to bring the audio of one PBX to the hub. */
export interface CollectDeps {
  readonly pool: pg.Pool;
  readonly tenantId: string;
  readonly pbx: string;
  readonly store: FileStore;
  readonly fetchAudio: FetchAudio;
  readonly log: Log;
  readonly now: () => number;
}

/** What became of a file of the PBX; `waiting` is looked at again. */
type Fate = 'empty' | 'missing' | 'refused' | 'stored' | 'unreadable' | 'waiting';

interface Due {
  readonly call_id: string;
  readonly name: string;
  readonly contact_id: string | null;
  readonly ended_at: Date;
  /** The queue or the extension for which a caller left a message. */
  readonly queue: string | null;
  readonly mailbox: string | null;
}

const isMessage = ({ queue, mailbox }: Due) => queue !== null || mailbox !== null;
const kindOf = (due: Due) => (isMessage(due) ? 'voicemail' : 'recording');

/** Days after which nobody asks the PBX any more. */
const askedDays = 3;
/** Milliseconds after a call in which the PBX finishes its file. */
const settles = 60_000;
/** Milliseconds after a call in which its file may yet appear. */
const appears = 3_600_000;

/** Takes over the audio of calls that have ended, of those named or of all; answers how many files are to be looked at again. */
export async function collectRecordings(deps: CollectDeps, linkedIds: readonly string[] | null): Promise<number> {
  const { pool, tenantId, pbx, now, log } = deps;
  const { rows } = await inTenant(pool, tenantId, (tx) => tx.query<Due>(dueText, [tenantId, pbx, new Date(now() - askedDays * 86_400_000), linkedIds]));
  let waiting = 0;
  for (const due of rows) {
    const fate = await takeOver(deps, due).catch((error: unknown): Fate => {
      log.warn({ err: error }, 'a recording could not be taken over; it is tried again');
      return 'waiting';
    });
    if (fate === 'waiting') waiting += 1;
    else if (fate !== 'stored') await inTenant(pool, tenantId, (tx) => writeFate(tx, deps, due, fate));
  }
  return waiting;
}

async function takeOver(deps: CollectDeps, due: Due): Promise<Fate> {
  const { pool, tenantId, store, fetchAudio, now } = deps;
  const rule = await inTenant(pool, tenantId, async (tx) => ({ mode: await modeOf(tx, tenantId), consent: await consentOf(tx, tenantId, due.contact_id) }));
  // Whoever speaks after the tone knows that it is kept.
  if (!isMessage(due) && !mayRecord(rule.mode, rule.consent)) return 'refused';
  const age = now() - due.ended_at.getTime();
  const audio = await fetchAudio(due.name);
  if (!audio) return age > appears ? 'missing' : 'waiting';
  const isOver = age > settles;
  let fate: Fate = 'stored';
  let seconds = 0;
  let size = 0;
  const refuse = (why: Fate): never => {
    fate = why;
    throw new NotTaken(why);
  };
  async function* checked(): AsyncIterable<Uint8Array> {
    let head = Buffer.alloc(0);
    for await (const part of audio?.bytes ?? []) {
      size += part.length;
      if (head.length >= waveHead) {
        yield part;
        continue;
      }
      head = Buffer.concat([head, part]);
      if (head.length < waveHead) continue;
      const wave = readWave(head) ?? refuse('unreadable');
      // The PBX says how long it is when the file is finished, and never if it died before.
      const isFinished = wave.promised === (audio?.size ?? 0) - waveHead;
      if (!isFinished && !isOver) refuse('waiting');
      // A message of less than a second says nothing.
      if ((audio?.size ?? 0) <= waveHead + (isMessage(due) ? wave.bytesPerSecond : 0)) refuse('empty');
      seconds = Math.round(((audio?.size ?? 0) - waveHead) / wave.bytesPerSecond);
      yield isFinished ? head : Buffer.concat([mended(head.subarray(0, waveHead), audio?.size ?? 0), head.subarray(waveHead)]);
    }
    if (head.length < waveHead) refuse(isOver ? 'empty' : 'waiting');
    if (size !== audio?.size) refuse('waiting');
  }
  let digest = '';
  try {
    const id = await store.add(tenantId, checked(), largest, (found) => {
      digest = found.sha256;
      return blobId({ tenantId: tenantId as Id<'tenants'> }, { ...found, evidenceKind: kindOf(due) });
    });
    if ((await hashOf(store.read(tenantId, id, 0, size))) !== digest) throw new Error('A recording is not on the disk as it was written there.');
    await inTenant(pool, tenantId, (tx) => writeAudio(tx, deps, due, { id, size, sha256: digest, seconds, consent: rule.consent }));
  } catch (error) {
    if (!(error instanceof NotTaken)) throw error;
  }
  return fate;
}

class NotTaken extends Error {}

async function hashOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of bytes) hash.update(part);
  return hash.digest('hex');
}

interface Kept {
  readonly id: string;
  readonly size: number;
  readonly sha256: string;
  readonly seconds: number;
  readonly consent: Consented | null;
}

async function writeAudio(tx: Transaction, deps: CollectDeps, due: Due, { id, size, sha256, seconds, consent }: Kept): Promise<void> {
  const { tenantId, now } = deps;
  const stamp = stampOf(deps);
  const fresh = { version: 1, acceptedAt: stamp.at };
  const [known] = await selectByIds(tx, Blob.name, tenantId, [id]);
  const file = { sha256, size, mimeType: 'audio/wav', storagePath: storagePathOf(id), evidenceKind: kindOf(due), uploadState: 'stored', scanState: 'skipped' };
  if (!known) await insertRows(tx, Blob, [{ ...newRow(Blob, id, { ...file, capturedAt: due.ended_at.toISOString(), metadata: { durationSec: seconds } }, stamp), ...fresh }]);
  else if (known['uploadState'] !== 'stored')
    // The same silence may have been recorded, and deleted, before.
    await updateRow(tx, {
      entity: Blob,
      id,
      changed: ['uploadState'],
      after: { ...known, uploadState: 'stored', updatedAt: stamp.at, updatedBy: stamp.userId, acceptedAt: stamp.at },
    });
  const { rows } = await tx.query<{ keep_until: string | null }>(keepText, [tenantId, new Date(now())]);
  const values = { callId: due.call_id, blob: id, duration: seconds, keepUntil: rows[0]?.keep_until ?? null };
  const rowId = derivedId(due.call_id, kindOf(due), due.name);
  if (isMessage(due)) await writeMessage(tx, { ...newRow(Voicemail, rowId, { ...values, ...(await boxOf(tx, tenantId, due)) }, stamp), ...fresh }, stamp);
  else await insertRows(tx, Recording, [{ ...newRow(Recording, rowId, { ...values, status: 'ready', consentId: consent?.id ?? null }, stamp), ...fresh }]);
  await writeFate(tx, deps, due, 'stored');
}

/** Whose message it is, as it is now: the team's of the queue, or the owner's of the extension. */
async function boxOf(tx: Transaction, tenantId: string, { queue, mailbox }: Due): Promise<object> {
  const { rows } = await tx.query<object>(
    mailbox === null
      ? `SELECT id::text AS "queueId", team_id::text AS "teamId" FROM queues WHERE tenant_id = $1 AND asterisk_queue_name = $2 AND deleted_at IS NULL LIMIT 1`
      : `SELECT id::text AS "extensionId", user_id::text AS "userId" FROM extensions WHERE tenant_id = $1 AND number = $2 AND deleted_at IS NULL LIMIT 1`,
    [tenantId, mailbox ?? queue],
  );
  return rows[0] ?? {};
}

async function writeMessage(tx: Transaction, after: AnyRow, { tenantId, userId, at }: ReturnType<typeof stampOf>): Promise<void> {
  await insertRows(tx, Voicemail, [after]);
  const write = { entity: Voicemail, id: after.id, before: null, after, changed: Object.keys(after) };
  await tellOfWrites(tx, [write], { tenantId: tenantId as Id<'tenants'>, userId, at, commandId: after.id }, at);
}

/** The last step of a recording says what became of it; whoever finds it does not ask again. */
async function writeFate(tx: Transaction, deps: CollectDeps, { call_id: callId, name, ended_at: endedAt }: Due, kept: Fate): Promise<void> {
  const values = { callId, eventType: 'recordingStopped', at: endedAt.toISOString(), userId: null, details: { file: name, kept } };
  const stamp = stampOf(deps);
  await insertRows(tx, CallEvent, [{ ...newRow(CallEvent, derivedId(callId, 'event', 'recording', name), values, stamp), version: 1, acceptedAt: stamp.at }]);
}

const stampOf = ({ tenantId, now }: Pick<CollectDeps, 'now' | 'tenantId'>) => ({ tenantId, userId: reserved.system, at: new Date(now()).toISOString() });

const dueText = `
SELECT c.id::text AS call_id, c.contact_id::text, c.ended_at, e.details->>'uniqueId' AS name, e.details->>'queue' AS queue, e.details->>'mailbox' AS mailbox FROM calls c
JOIN call_events e ON e.tenant_id = c.tenant_id AND e.call_id = c.id AND e.event_type = 'recordingStarted' AND e.details->>'uniqueId' <> ''
WHERE c.tenant_id = $1 AND c.pbx = $2 AND c.started_at > $3 AND c.ended_at IS NOT NULL AND c.deleted_at IS NULL AND ($4::text[] IS NULL OR c.linked_id = ANY($4))
  AND NOT EXISTS (SELECT 1 FROM call_events d WHERE d.tenant_id = c.tenant_id AND d.call_id = c.id AND d.event_type = 'recordingStopped' AND d.details->>'file' = e.details->>'uniqueId')
ORDER BY c.started_at, e.at`;

/** The last day of a recording: the tenant's own rule of retention, else its usual number of months. */
const keepText = `
SELECT to_char($2::timestamptz + make_interval(months => coalesce(
  (SELECT p.purge_months FROM retention_policies p WHERE p.tenant_id = $1 AND p.entity_type = 'recordings' AND p.is_active AND p.deleted_at IS NULL),
  (t.settings->'retentionDefaults'->>'recordings')::int)), 'YYYY-MM-DD') AS keep_until FROM tenants t WHERE t.tenant_id = $1 AND t.id = $1`;
