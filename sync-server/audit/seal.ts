import type pg from 'pg';
import { inTenant } from '../db/transaction.ts';
import { auditColumns, batchSize, chained, sealOf } from './chain.ts';

/** Adds a tenant's new audit rows to its chain, a batch at a time; answers how many. */
export async function sealAudit(pool: pg.Pool, tenantId: string): Promise<number> {
  let sealed = 0;
  for (;;) {
    const batch = await sealBatch(pool, tenantId);
    sealed += batch;
    if (batch < batchSize) return sealed;
  }
}

const sealText = `
UPDATE audit_events a SET prev_hash = r.prev_hash, hash = r.hash FROM json_to_recordset($2) AS r (id uuid, prev_hash text, hash text)
WHERE a.tenant_id = $1 AND a.id = r.id AND a.hash IS NULL`;

function sealBatch(pool: pg.Pool, tenantId: string): Promise<number> {
  return inTenant(pool, tenantId, async (tx) => {
    await tx.query(`INSERT INTO audit_seals (tenant_id, sealed, hash) VALUES ($1, 0, '') ON CONFLICT DO NOTHING`, [tenantId]);
    const seal = await sealOf(tx, tenantId);
    const { rows } = await tx.query<Record<string, string | null>>(
      `SELECT ${auditColumns} FROM audit_events WHERE tenant_id = $1 AND hash IS NULL ORDER BY at, id LIMIT ${batchSize}`,
      [tenantId],
    );
    if (rows.length === 0) return 0;
    let { hash } = seal;
    const links = rows.map((row) => {
      const prevHash = hash;
      hash = chained(prevHash, row);
      return { id: row['id'], prev_hash: prevHash, hash };
    });
    await tx.query(sealText, [tenantId, JSON.stringify(links)]);
    await tx.query('UPDATE audit_seals SET sealed = sealed + $2, hash = $3 WHERE tenant_id = $1', [tenantId, rows.length, hash]);
    return rows.length;
  });
}
