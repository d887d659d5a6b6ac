import { reserved } from '#domain/people/reserved.ts';
import type pg from 'pg';
import { newId } from '../db/new-id.ts';
import { inTenant } from '../db/transaction.ts';
import type { Log } from '../engine/log.ts';
import { eachTenant } from './parts/each-tenant.ts';
import { repeat } from './parts/repeat.ts';
import { setGoing } from './parts/work.ts';

interface NightlyDeps {
  /** Knows what tenants there are. */
  readonly identity: pg.Pool;
  readonly serve: pg.Pool;
  readonly log: Log;
  readonly now: () => number;
  readonly topics: readonly string[];
}

/** Sets going for each tenant what is due once a day. */
export interface Nightly {
  readonly round: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

// The first time after an hour: a hub that was just started has people waiting for it.
const every = 3_600_000;

/** Looks every hour whether the day's work was set going; the event's key makes it once a day, whoever looks. */
export function createNightly({ identity, serve, log, now, topics }: NightlyDeps): Nightly {
  const round = async () => {
    const day = new Date(now()).toISOString().slice(0, 10);
    const { rows } = await identity.query<{ id: string }>('select id from tenants where deleted_at is null and is_active order by id');
    await eachTenant(
      rows.map(({ id }) => id),
      (tenantId) =>
        inTenant(serve, tenantId, async (tx) => {
          for (const topic of topics)
            await setGoing(tx, { tenantId, id: newId(now()), topic, subjectType: 'tenants', subjectId: tenantId, payload: {}, dedupeKey: `${topic}:${day}`, by: reserved.system });
        }),
    );
  };

  return { round, stop: repeat(every, round, (error) => log.warn({ err: error }, 'the work of the night could not be set going; it is tried again')) };
}
