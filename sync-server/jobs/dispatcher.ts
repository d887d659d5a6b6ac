import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { inTenant, type Transaction } from '../db/transaction.ts';
import type { Log } from '../engine/log.ts';
import { Hopeless, NotBefore, type Event, type GiveUp, type Work } from './parts/work.ts';

interface DispatcherDeps {
  readonly pool: pg.Pool;
  readonly log: Log;
  /** What is done about each topic. */
  readonly work: Readonly<Record<string, Work>>;
  /** What is done about topics whose work is given up, where somebody waits for it. */
  readonly giveUp?: Readonly<Record<string, GiveUp>>;
  /** Whether mail can be sent; it waits where it cannot. */
  readonly canMail: boolean;
}

/** Works off what commands set going, each event until it has been done once. */
export interface Dispatcher {
  /** Everything that is due now; answers how many events were worked on. */
  readonly round: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

const every = 500;
/** The tenth failure is the last, a day after the first. */
const attemptsAtMost = 10;
const firstWait = 30;
const longestWait = 6 * 3600;

/** Seconds until the next attempt: twice as long after each, spread so that what failed together does not come back together. */
export const waitAfter = (attempts: number, chance: number): number => Math.min(longestWait, firstWait * 2 ** (attempts - 1)) * (0.8 + 0.4 * chance);

/** A dispatcher on a pool of the serving role; several hubs may share the work. */
export function createDispatcher({ pool, log, work, giveUp = {}, canMail }: DispatcherDeps): Dispatcher {
  const stopping = new AbortController();
  const running = run();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await round().catch((error: unknown) => log.warn({ err: error }, 'events could not be worked off; it is tried again'));
      await sleep(every, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  async function round(): Promise<number> {
    const { rows } = await pool.query<{ tenant_id: string }>('SELECT tenant_id FROM holdfast_tenants_with_events($1)', [canMail]);
    let done = 0;
    // One event of each in turn: no tenant waits until another's many are done.
    for (let turn = rows.map(({ tenant_id: tenantId }) => tenantId); turn.length > 0;) {
      const more: string[] = [];
      for (const tenantId of turn) if (!stopping.signal.aborted && (await workOn(tenantId))) more.push(tenantId);
      done += more.length;
      turn = more;
    }
    return done;
  }

  /** Works on one event of a tenant; what breaks its transaction keeps no other tenant waiting. */
  async function workOn(tenantId: string): Promise<boolean> {
    try {
      return await inTenant(pool, tenantId, (tx) => next(tx, tenantId));
    } catch (error) {
      log.warn({ err: error, tenantId }, 'an event of a tenant could not be worked off; it is tried again');
      return false;
    }
  }

  /** Works on one event; false where none is due that nobody else has in hand. */
  async function next(tx: Transaction, tenantId: string): Promise<boolean> {
    const { rows } = await tx.query<Due>(dueText, [tenantId, canMail]);
    const [due] = rows;
    if (!due) return false;
    const { attempts, ...known } = due;
    const event = { ...known, tenantId, payload: known.payload ?? {} };
    await tx.query('SAVEPOINT work');
    try {
      const doIt = work[event.topic];
      if (!doIt) throw new Hopeless(`Nobody works off the topic ${event.topic}`);
      await doIt(event, tx);
      await settle(tx, event, tenantId, 'dispatched', attempts + 1, null);
    } catch (error) {
      await tx.query('ROLLBACK TO SAVEPOINT work');
      if (error instanceof NotBefore) {
        await tx.query(postponeText, [tenantId, event.id, new Date(error.moment)]);
        return true;
      }
      const isLast = error instanceof Hopeless || attempts + 1 >= attemptsAtMost;
      log.warn({ err: error, topic: event.topic, id: event.id, attempts: attempts + 1 }, isLast ? 'an event will not be tried again' : 'an event failed; it is tried again');
      if (isLast) await giveUp[event.topic]?.(event, tx, error);
      await settle(tx, event, tenantId, isLast ? 'dead' : 'failed', attempts + 1, isLast ? null : waitAfter(attempts + 1, Math.random()));
    }
    return true;
  }

  return {
    round,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

interface Due extends Omit<Event, 'payload' | 'tenantId'> {
  readonly payload: Event['payload'] | null;
  readonly attempts: number;
}

const dueText = `
SELECT id, topic, subject_type AS "subjectType", subject_id AS "subjectId", payload, created_by AS "createdBy", created_at AS "createdAt", attempts FROM outbox_events
WHERE tenant_id = $1 AND status IN ('pending', 'failed') AND deleted_at IS NULL AND (next_attempt_at IS NULL OR next_attempt_at <= now()) AND ($2 OR NOT starts_with(topic, 'mail.'))
ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`;

/** Clocks of hub and database may differ: it is never due again at once. */
const postponeText = `
UPDATE outbox_events SET next_attempt_at = greatest($3, now() + interval '1 second'), updated_at = now(), version = version + 1 WHERE tenant_id = $1 AND id = $2`;

/** What was confided to an event for its work alone, such as the token in a mail, goes with it. */
const settleText = `
UPDATE outbox_events SET status = $3, attempts = $4, next_attempt_at = now() + $5 * interval '1 second', updated_at = now(), version = version + 1,
  payload = CASE WHEN $3 = 'failed' THEN payload ELSE payload - 'token' END WHERE tenant_id = $1 AND id = $2`;

async function settle(tx: Transaction, { id }: Pick<Event, 'id'>, tenantId: string, status: string, attempts: number, wait: number | null): Promise<void> {
  await tx.query(settleText, [tenantId, id, status, attempts, wait]);
}
