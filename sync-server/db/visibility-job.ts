import { snake, type EntityName } from '#domain/kernel/names.ts';
import type pg from 'pg';
import { inTenant } from './transaction.ts';
import { followersOf, under } from './visibility-extras.ts';

const batchSize = 2000;

interface Job {
  readonly parent: EntityName;
  readonly row_id: string;
}

/** Shows the rows that were hidden when their parent moved to its new audience; answers how many. */
export async function showHidden(pool: pg.Pool, tenantId: string): Promise<number> {
  let shown = 0;
  for (;;) {
    const written = await showSome(pool, tenantId);
    if (written === null) return shown;
    shown += written;
  }
}

/** One batch in one transaction, under the parent's lock so that it cannot move meanwhile; null when nothing is left to do. */
function showSome(pool: pg.Pool, tenantId: string): Promise<number | null> {
  return inTenant(pool, tenantId, async (tx) => {
    const { rows: jobs } = await tx.query<Job>('SELECT parent, row_id FROM visibility_jobs WHERE tenant_id = $1 ORDER BY asked_at, row_id LIMIT 1', [tenantId]);
    const [job] = jobs;
    if (!job) return null;
    await tx.query(`SELECT 1 FROM ${snake(job.parent)} WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE`, [tenantId, job.row_id]);
    for (const follower of followersOf(job.parent).filter(({ computed }) => !computed)) {
      const { rowCount } = await tx.query(
        `UPDATE ${follower.table} SET visible_to = p.visible_to FROM ${snake(job.parent)} p
WHERE p.tenant_id = $1 AND p.id = $2 AND ${follower.table}.tenant_id = $1 AND ${follower.table}.id IN (
  SELECT c.id FROM ${follower.table} c WHERE ${under(follower, '$1', '$2')} AND c.visible_to IS DISTINCT FROM p.visible_to ORDER BY c.id LIMIT ${batchSize})`,
        [tenantId, job.row_id],
      );
      if (rowCount) return rowCount;
    }
    await tx.query('DELETE FROM visibility_jobs WHERE tenant_id = $1 AND parent = $2 AND row_id = $3', [tenantId, job.parent, job.row_id]);
    return 0;
  });
}
