import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** What runs statements inside a transaction. */
export type Transaction = Pick<pg.PoolClient, 'query'>;

/** The result of a committed transaction, and a place in the log of Postgres that is not before the commit. */
export interface Committed<Result> {
  readonly result: Result;
  readonly lsn: string;
}

const attempts = 8;
// Another transaction stood in the way; the same work again will do.
const transient = new Set(['40001', '40P01']);

/** Runs work in one transaction that sees a single tenant; deadlocks and serialisation failures try it again. */
export async function inTenant<Result>(pool: pg.Pool, tenantId: string, work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  return (await commitInTenant(pool, tenantId, work)).result;
}

/** The same, for those who must wait until others have seen the commit. */
export async function commitInTenant<Result>(pool: pg.Pool, tenantId: string, work: (client: pg.PoolClient) => Promise<Result>): Promise<Committed<Result>> {
  for (let attempt = 1; ; attempt++) {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      // Two statements in one message, and the work behind it on a connection that pipelines: round trips are what commands wait for.
      const begun = client.query(`BEGIN; SELECT set_config('app.tenant', ${pg.escapeLiteral(tenantId)}, true)`);
      if (!client.pipeline) await begun;
      const [result] = await together([work(client), begun]);
      return { result, lsn: await commit(client) };
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
      if (broken || attempt === attempts || !transient.has(sqlStateOf(error) ?? '')) throw error;
    } finally {
      // A connection that cannot roll back is not given to anybody else.
      client.release(broken);
    }
    await sleep(Math.random() * 5 * 2 ** attempt);
  }
}

/** Waits for statements that were sent together; after one has failed Postgres refuses the rest, and only the first says why. */
export async function together<const Work extends readonly unknown[]>(work: Work): Promise<{ -readonly [K in keyof Work]: Awaited<Work[K]> }> {
  const settled = await Promise.allSettled(work);
  const failures = settled.filter(({ status }) => status === 'rejected').map((one) => (one as PromiseRejectedResult).reason as unknown);
  if (failures.length > 0) throw failures.find((failure) => sqlStateOf(failure) !== '25P02') ?? failures[0];
  return Promise.all(work);
}

async function commit(client: pg.PoolClient): Promise<string> {
  const results: unknown = await client.query(`COMMIT; SELECT (pg_current_wal_insert_lsn() - '0/0')::text AS lsn`);
  const last = Array.isArray(results) ? results.at(-1) : undefined;
  return String(last?.rows[0].lsn);
}

/** The five-character code by which Postgres names an error. */
export function sqlStateOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
