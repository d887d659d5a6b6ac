import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

/** What runs statements inside a transaction. */
export type Transaction = Pick<pg.PoolClient, 'query'>;

const attempts = 5;
// Another transaction stood in the way; the same work again will do.
const transient = new Set(['40001', '40P01']);

/** Runs work in one transaction that sees a single tenant; deadlocks and serialisation failures try it again. */
export async function inTenant<Result>(pool: pg.Pool, tenantId: string, work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      await client.query({ name: 'set-tenant', text: `SELECT set_config('app.tenant', $1, true)`, values: [tenantId] });
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
      if (broken || attempt === attempts || !transient.has(sqlStateOf(error) ?? '')) throw error;
      await sleep(Math.random() * 10 * 2 ** attempt);
    } finally {
      // A connection that cannot roll back is not given to anybody else.
      client.release(broken);
    }
  }
}

/** The five-character code by which Postgres names an error. */
export function sqlStateOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
