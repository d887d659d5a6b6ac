import type { AnyEntity } from '#domain/kernel/entity.ts';
import { newRow } from '#domain/kernel/new-row.ts';
import { insertRows } from '../../sync-server/db/rows.ts';
import { newId } from '../../sync-server/db/new-id.ts';
import { inTenant } from '../../sync-server/db/transaction.ts';
import type { Office } from './office.ts';

/** Puts a row where no command is at hand: what is not given has its fallback; its id is answered. */
export async function putRow({ pool, world: { tenantId } }: Pick<Office, 'pool' | 'world'>, entity: AnyEntity, values: Readonly<Record<string, unknown>>): Promise<string> {
  const [id, at] = [newId(Date.now()), new Date().toISOString()];
  await inTenant(pool, tenantId, (tx) => insertRows(tx, entity, [{ ...newRow(entity, id, values, { tenantId, userId: null, at }), version: 1, acceptedAt: at }]));
  return id;
}
