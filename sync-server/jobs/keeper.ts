import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { sealAudit } from '../audit/seal.ts';
import { showHidden } from '../db/visibility-job.ts';
import type { Log } from '../engine/log.ts';
import { eachTenant } from './parts/each-tenant.ts';

/** Does in the background what no command waits for: seals the audit, and shows rows that a large move has hidden. */
export interface Keeper {
  readonly stop: () => Promise<void>;
}

const every = 500;

/** Keeps house on a pool of the serving role; several hubs may do so at once. */
export function createKeeper({ pool, log }: { readonly pool: pg.Pool; readonly log: Log }): Keeper {
  const stopping = new AbortController();
  const running = run();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await round().catch((error: unknown) => log.warn({ err: error }, 'background work could not be done; it is tried again'));
      await sleep(every, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  async function round(): Promise<void> {
    const { rows } = await pool.query<{ tenant_id: string; unsealed: boolean; hidden: boolean }>('SELECT tenant_id, unsealed, hidden FROM holdfast_tenants_with_work()');
    const each = (due: typeof rows, work: (pool: pg.Pool, tenantId: string) => Promise<unknown>) =>
      eachTenant(
        due.map(({ tenant_id: tenantId }) => tenantId),
        async (tenantId) => {
          if (!stopping.signal.aborted) await work(pool, tenantId);
        },
      );
    // What one kind of work meets keeps neither the other nor other tenants waiting.
    const done = await Promise.allSettled([
      each(
        rows.filter(({ hidden }) => hidden),
        showHidden,
      ),
      each(
        rows.filter(({ unsealed }) => unsealed),
        sealAudit,
      ),
    ]);
    const failed = done.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }

  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
