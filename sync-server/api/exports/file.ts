import type { ActCode } from '#domain/acts.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { newRow } from '#domain/kernel/new-row.ts';
import { Notification } from '#domain/notifications/notification.ts';
import { blobId, largest, storagePathOf } from '#domain/storage/rules.ts';
import { Blob } from '#domain/storage/blob.ts';
import type { Id } from '#domain/kernel/names.ts';
import { auditSystem } from '../../audit/record.ts';
import { readOpening } from '../../commands/standing.ts';
import { newId } from '../../db/new-id.ts';
import { insertRows, selectByIds } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import { Hopeless, type Event, type GiveUp, type Work } from '../../jobs/parts/work.ts';
import { setUploadState } from '../../storage/parts/blob-rows.ts';
import { TooLarge, type FileStore } from '../../storage/parts/store.ts';
import type { ApiCaller } from '../caller.ts';

/** The member who asked, with the rights that they hold now. */
export async function whoAsked(tx: Transaction, { tenantId, createdBy, id }: Event): Promise<ApiCaller> {
  const who = { tenantId: tenantId as Id<'tenants'>, userId: createdBy as Id<'users'>, deviceId: null };
  const { standing } = await readOpening(tx, who, id, []);
  if (!standing) throw new Hopeless('Whoever asked for the file is no member any more');
  return { ...standing, ...who, apiKeyId: null, rateLimit: null };
}

interface File {
  readonly store: FileStore;
  readonly name: string;
  readonly entity: EntityName;
  /** What the audit calls that it was made. */
  readonly act: ActCode;
  readonly lines: AsyncIterable<string>;
}

/** Keeps a file for whoever asked for it, tells them, and writes down that it was made. */
export async function keepFile(tx: Transaction, event: Event, { store, name, entity, act, lines }: File): Promise<void> {
  const { tenantId, createdBy } = event;
  const kind = { evidenceKind: 'export' } as const;
  let digest = { sha256: '', size: 0 };
  const id = await store
    .add(tenantId, bytesOf(lines), largest, (found) => {
      digest = found;
      return blobId({ tenantId: tenantId as Id<'tenants'> }, { ...found, ...kind });
    })
    .catch((error: unknown) => {
      throw error instanceof TooLarge ? new Hopeless(`The file would be larger than ${largest / 2 ** 20} MiB: ask for a part of it.`) : error;
    });
  const now = Date.now();
  const made = { tenantId, userId: createdBy, at: new Date(now).toISOString() };
  const accepted = { version: 1, acceptedAt: made.at };
  const values = { ...digest, ...kind, mimeType: 'application/json', storagePath: storagePathOf(id), originalName: name, uploadState: 'stored', scanState: 'skipped' };
  const [known] = await selectByIds(tx, Blob.name, tenantId, [id]);
  if (!known) await insertRows(tx, Blob, [{ ...newRow(Blob, id, values, made), ...accepted }]);
  await tell(tx, event, { title: name, message: '', notificationType: 'export.ready', subjectType: 'blobs', subjectId: id });
  await auditSystem(tx, tenantId, [{ action: act, subjectType: 'blobs', subjectId: id, after: { of: entity, ...digest, ...event.payload } }], createdBy);
}

/** Tells whoever asked for a file that it will not be made. */
const failed: GiveUp = async (event, tx, why) => {
  const message = why instanceof Hopeless ? why.message : 'Ask for it again. If it cannot be made then either, the hub’s log says why.';
  await tell(tx, event, { title: 'A file you asked for could not be made', message, notificationType: 'export.failed', subjectType: 'tenants', subjectId: event.tenantId });
};

/** What is done about files that cannot be made. */
export const exportsGivenUp: Readonly<Record<'contacts.export' | 'audit.export', GiveUp>> = { 'contacts.export': failed, 'audit.export': failed };

/** Tells whoever asked for a file how it went. */
async function tell(tx: Transaction, { id, tenantId, createdBy }: Event, notice: Readonly<Record<string, string>>): Promise<void> {
  const made = { tenantId, userId: createdBy, at: new Date().toISOString() };
  const values = { ...notice, userId: createdBy, channel: 'inApp', deliveryStatus: 'sent', dedupeKey: id };
  await insertRows(tx, Notification, [{ ...newRow(Notification, newId(Date.now()), values, made), version: 1, acceptedAt: made.at }]);
}

async function* bytesOf(lines: AsyncIterable<string>): AsyncIterable<Uint8Array> {
  for await (const line of lines) yield Buffer.from(line);
}

/** Days for which a file may be fetched. */
const keptDays = 7;

/** Lets go of files that nobody needs any more: they are copies. */
export const endExports = (store: FileStore): Readonly<Record<'exports.end', Work>> => ({
  'exports.end': async ({ tenantId }, tx) => {
    const { rows } = await tx.query<{ id: string }>(
      `SELECT id FROM blobs WHERE tenant_id = $1 AND evidence_kind = 'export' AND upload_state = 'stored' AND created_at < now() - interval '${keptDays} days' ORDER BY id`,
      [tenantId],
    );
    for (const { id } of rows) {
      await store.remove(tenantId, id);
      await setUploadState(tx, tenantId, id, 'purged', Date.now());
    }
  },
});
