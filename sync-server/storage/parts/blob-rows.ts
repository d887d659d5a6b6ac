import { reserved } from '#domain/people/reserved.ts';
import { Blob } from '#domain/storage/blob.ts';
import { selectRows, updateRow } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';

/** Writes where a file stands, as the hub itself. */
export async function setUploadState(tx: Transaction, tenantId: string, id: string, uploadState: Blob['uploadState'], now: number): Promise<void> {
  const [row] = await selectRows(tx, Blob, tenantId, { id }, { lock: true });
  if (!row || row['uploadState'] === uploadState || row['uploadState'] === 'purged') return;
  const at = new Date(now).toISOString();
  const scanState = uploadState === 'stored' && row['scanState'] === 'pending' ? 'skipped' : row['scanState'];
  await updateRow(tx, {
    entity: Blob,
    id,
    changed: ['uploadState', 'scanState'],
    after: { ...row, uploadState, scanState, updatedAt: at, updatedBy: reserved.system, acceptedAt: at },
  });
}
