import * as fs from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { reserved } from '#domain/people/reserved.ts';
import type pg from 'pg';
import { newId } from '../db/new-id.ts';
import { inTenant } from '../db/transaction.ts';
import type { Log } from '../engine/log.ts';
import { eachTenant } from '../jobs/parts/each-tenant.ts';

interface RecorderDeps {
  readonly identity: pg.Pool;
  readonly serve: pg.Pool;
  readonly log: Log;
  readonly now: () => number;
  readonly home: string;
  readonly isSyncing: () => boolean;
}

/** Writes down how the hub is and how much tenants use, for the platform console. */
export interface Recorder {
  readonly recordHealth: () => Promise<void>;
  /** The usage of the current day so far; the last reading of a day is that day's. */
  readonly recordUsage: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const everyMinute = 60_000;
const usageEvery = 15;
const keptDays = 31;
type Status = 'critical' | 'healthy' | 'warning';

/** Records every minute; several hubs may do so at once. */
export function createRecorder({ identity, serve, log, now, home, isSyncing }: RecorderDeps): Recorder {
  const stopping = new AbortController();

  const recordHealth = async () => {
    const started = performance.now();
    await serve.query('select 1');
    const milliseconds = Math.round(performance.now() - started);
    const readings: readonly (readonly [component: string, status: Status, metrics: Readonly<Record<string, number>>])[] = [
      ['database', milliseconds > 1000 ? 'warning' : 'healthy', { milliseconds, connections: serve.totalCount, waiting: serve.waitingCount }],
      ['sync', isSyncing() ? 'healthy' : 'critical', {}],
      await storageOf(home),
    ];
    const at = new Date(now());
    await identity.query(
      `insert into system_health (id, component, status, metrics, checked_at, created_at, updated_at, accepted_at, version)
       select r.id, r.component, r.status, r.metrics::jsonb, $5, $5, $5, $5, 1 from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as r (id, component, status, metrics)`,
      [
        readings.map(() => newId(now())),
        readings.map(([component]) => component),
        readings.map(([, status]) => status),
        readings.map(([, , metrics]) => JSON.stringify(metrics)),
        at,
      ],
    );
    await serve.query('delete from system_health where checked_at < $1', [new Date(now() - keptDays * 86_400_000)]);
  };

  const recordUsage = async () => {
    const { rows } = await identity.query<{ id: string }>('select id from tenants where deleted_at is null and is_active order by id');
    const at = new Date(now()).toISOString();
    // What came after the last reading of a day is counted once the day is over.
    const days = new Set([new Date(now() - 2 * usageEvery * everyMinute).toISOString().slice(0, 10), at.slice(0, 10)]);
    await eachTenant(
      rows.map(({ id }) => id),
      async (id) => {
        for (const day of days) if (!stopping.signal.aborted) await inTenant(serve, id, (tx) => tx.query(usageText, [newId(now()), id, day, at, reserved.system]));
      },
    );
  };

  const running = run();
  async function run(): Promise<void> {
    for (let minute = 0; !stopping.signal.aborted; minute++) {
      await sleep(everyMinute, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      const work = minute % usageEvery === 0 ? [recordHealth(), recordUsage()] : [recordHealth()];
      await Promise.all(work).catch((error: unknown) => log.warn({ err: error }, 'health or usage could not be recorded; it is tried again'));
    }
  }

  return {
    recordHealth,
    recordUsage,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function storageOf(home: string): Promise<readonly ['storage', Status, Readonly<Record<string, number>>]> {
  const { bavail, blocks, bsize } = await fs.statfs(home);
  const freeShare = blocks === 0 ? 1 : bavail / blocks;
  return ['storage', freeShare < 0.02 ? 'critical' : freeShare < 0.1 ? 'warning' : 'healthy', { freeBytes: bavail * bsize, freeShare: Math.round(freeShare * 1000) / 1000 }];
}

const day = `>= $3::date::timestamp at time zone 'UTC' and created_at < ($3::date + 1)::timestamp at time zone 'UTC'`;
const usageText = `
insert into tenant_usage (id, tenant_id, date, active_users, api_requests, storage_used, cases_created, call_minutes, created_at, created_by, updated_at, updated_by, accepted_at, version)
select $1::uuid, $2::uuid, $3::date,
  (select count(distinct actor_id) from audit_events where tenant_id = $2 and created_at ${day} and success and actor_id <> $5::uuid),
  (select count(*) from api_request_log where tenant_id = $2 and created_at ${day}),
  (select coalesce(sum(size), 0) from blobs where tenant_id = $2 and deleted_at is null and upload_state = 'stored'),
  (select count(*) from cases where tenant_id = $2 and created_at ${day}),
  (select coalesce(sum(ceil(extract(epoch from ended_at - answered_at) / 60)), 0)::int from calls where tenant_id = $2 and created_at ${day} and answered_at is not null and ended_at is not null),
  $4::timestamptz, $5::uuid, $4::timestamptz, $5::uuid, $4::timestamptz, 1
on conflict (tenant_id, date) where deleted_at is null do update set active_users = excluded.active_users, api_requests = excluded.api_requests, storage_used = excluded.storage_used,
  cases_created = excluded.cases_created, call_minutes = excluded.call_minutes, updated_at = excluded.updated_at, accepted_at = excluded.accepted_at, version = tenant_usage.version + 1`;
