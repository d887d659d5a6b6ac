import { Recording } from '#domain/calls/recording.ts';
import { Voicemail } from '#domain/calls/voicemail.ts';
import { snake } from '#domain/kernel/names.ts';
import { reserved } from '#domain/people/reserved.ts';
import { allEntities } from '#domain/registry.ts';
import type pg from 'pg';
import { selectByIds, updateRow } from '../db/rows.ts';
import { inTenant, type Transaction } from '../db/transaction.ts';
import type { Log } from '../engine/log.ts';
import { eachTenant } from '../jobs/parts/each-tenant.ts';
import { repeat } from '../jobs/parts/repeat.ts';
import { setUploadState } from './parts/blob-rows.ts';
import type { FileStore } from './parts/store.ts';

interface KeepDeps {
  readonly store: FileStore;
  /** Knows what tenants there are. */
  readonly identity: pg.Pool;
  readonly serve: pg.Pool;
  readonly log: Log;
  readonly now: () => number;
}

/** Lets go of what is kept no more: recordings and messages past their day, the bytes of what was deleted or erased, and uploads that broke off. */
export interface FileKeeper {
  readonly round: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const every = 15 * 60_000;
/** Days for which what was deleted may be brought back. */
const restorableDays = 30;
/** Days for which an upload that broke off may go on. */
const resumableDays = 7;

/** Keeps house among the files of all tenants; several hubs may do so at once. */
export function createFileKeeper({ store, identity, serve, log, now }: KeepDeps): FileKeeper {
  /** Bytes are named only once they have been compared with their digest: where they are, the file has arrived, whatever kept its row from saying so. */
  const finish = async (tenantId: string): Promise<void> => {
    const { rows } = await inTenant(serve, tenantId, (tx) => tx.query<{ id: string; size: string }>(unfinishedText, [tenantId]));
    for (const { id, size } of rows) {
      if ((await store.sizeOf(tenantId, id)) === Number(size)) await inTenant(serve, tenantId, (tx) => setUploadState(tx, tenantId, id, 'stored', now()));
    }
  };
  const letGo = async (tenantId: string): Promise<void> => {
    for (const entity of heard) await inTenant(serve, tenantId, (tx) => endAudio(tx, entity, tenantId, now()));
    const { rows } = await inTenant(serve, tenantId, (tx) => tx.query<{ id: string }>(unwantedText, [tenantId, new Date(now() - restorableDays * 86_400_000), reserved.system]));
    for (const { id } of rows) {
      // The bytes first: a row that says that they are gone is never wrong.
      await store.remove(tenantId, id);
      await inTenant(serve, tenantId, (tx) => setUploadState(tx, tenantId, id, 'purged', now()));
    }
    if (rows.length > 0) log.info({ tenantId, files: rows.length }, 'files that are kept no more were deleted');
  };

  const round = async (stopping?: AbortSignal) => {
    const forgotten = await store.forget(now() - resumableDays * 86_400_000);
    if (forgotten > 0) log.info({ uploads: forgotten }, 'uploads with which nobody went on were thrown away');
    const { rows } = await identity.query<{ id: string }>('select id from tenants where deleted_at is null order by id');
    await eachTenant(
      rows.map(({ id }) => id),
      async (id) => {
        if (stopping?.aborted) return;
        await finish(id);
        await letGo(id);
      },
    );
  };

  return { round, stop: repeat(every, round, (error) => log.warn({ err: error }, 'files could not be looked through; it is tried again')) };
}

/** What is heard of calls. */
const heard = [Recording, Voicemail] as const;

/** Ends what is heard of calls and whose last day is over, and that of callers who were erased; a legal hold keeps it. */
async function endAudio(tx: Transaction, entity: (typeof heard)[number], tenantId: string, now: number): Promise<void> {
  const at = new Date(now).toISOString();
  const { rows } = await tx.query<{ id: string }>(overText(entity), [tenantId, at.slice(0, 10)]);
  const ids = rows.map(({ id }) => id);
  for (const row of await selectByIds(tx, entity.name, tenantId, ids))
    await updateRow(tx, {
      entity,
      id: row.id,
      changed: ['status'],
      after: { ...row, status: 'deleted', updatedAt: at, updatedBy: reserved.system, acceptedAt: at },
    });
}

const isErased = (contact: string) =>
  `EXISTS (SELECT 1 FROM outbox_events e WHERE e.tenant_id = $1 AND e.topic = 'contacts.erased' AND e.subject_type = 'contacts' AND e.subject_id = ${contact})`;

const overText = ({ name }: (typeof heard)[number]) => `
SELECT r.id::text FROM ${name} r JOIN calls c ON c.tenant_id = r.tenant_id AND c.id = r.call_id
WHERE r.tenant_id = $1 AND r.status ${name === 'recordings' ? `IN ('ready', 'archived') AND NOT r.legal_hold` : `<> 'deleted'`} AND (r.keep_until < $2::date OR ${isErased('c.contact_id')})
ORDER BY r.id FOR NO KEY UPDATE OF r`;

const unfinishedText = `SELECT id::text, size::text FROM blobs WHERE tenant_id = $1 AND upload_state IN ('local', 'uploading', 'failed') AND deleted_at IS NULL ORDER BY updated_at DESC LIMIT 1000`;

/** Rows of other kinds that hold a file, by their declarations. */
const heldBy = allEntities
  .filter(({ name }) => name !== 'blobs' && name !== 'blobLinks' && !heard.some((one) => one.name === name))
  .flatMap(({ name, fields }) => Object.entries(fields).flatMap(([key, { target }]) => (target === 'blobs' ? [[snake(name), snake(key)] as const] : [])))
  .map(([table, column]) => `EXISTS (SELECT 1 FROM ${table} h WHERE h.tenant_id = $1 AND h.${column} = b.id AND h.deleted_at IS NULL)`);

const audioOf = ({ name }: (typeof heard)[number], more = '') => `EXISTS (SELECT 1 FROM ${name} r WHERE r.tenant_id = $1 AND r.blob = b.id${more})`;

/** Stored files that were heard of calls and are deleted or purged, that were deleted themselves and neither a record nor a legal hold keeps, or that nothing but an erased contact holds. */
const unwantedText = `
SELECT b.id::text FROM blobs b WHERE b.tenant_id = $1 AND b.upload_state = 'stored' AND (
  (b.deleted_at < $2 AND NOT (${[...heldBy, audioOf(Recording, ' AND r.legal_hold')].join(' OR ')}))
  OR ((${heard.map((entity) => audioOf(entity)).join(' OR ')} OR (b.evidence_kind IN ('recording', 'voicemail') AND b.created_by = $3))
      AND NOT (${heard.map((entity) => audioOf(entity, ` AND r.status <> 'deleted'`)).join(' OR ')}))
  OR (EXISTS (SELECT 1 FROM blob_links l WHERE l.tenant_id = $1 AND l.blob_id = b.id AND l.deleted_at IS NULL)
      AND NOT EXISTS (SELECT 1 FROM blob_links l WHERE l.tenant_id = $1 AND l.blob_id = b.id AND l.deleted_at IS NULL
        AND NOT (l.subject_type = 'contacts' AND ${isErased('l.subject_id')}))
      AND NOT (${heldBy.join(' OR ')})))
ORDER BY b.id LIMIT 1000`;
