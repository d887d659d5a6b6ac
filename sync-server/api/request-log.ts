import type { AnyRow } from '#domain/kernel/entity.ts';
import { ApiRequestLog } from '#domain/platform/api-request-log.ts';
import type pg from 'pg';
import { newId } from '../db/new-id.ts';
import { insertRows } from '../db/rows.ts';
import { inTenant } from '../db/transaction.ts';
import type { Log } from '../engine/log.ts';
import type { ApiCaller } from './caller.ts';

/** One call that was answered. */
export interface ApiCall {
  readonly caller: Pick<ApiCaller, 'apiKeyId' | 'tenantId' | 'userId'>;
  readonly method: string;
  readonly endpoint: string;
  readonly statusCode: number;
  readonly took: number;
  readonly ip: string;
}

/** Writes down who called what, a moment after the answer. */
export interface RequestLog {
  readonly add: (call: ApiCall) => void;
  readonly stop: () => Promise<void>;
}

const flushEvery = 500;
// A database that is away for long must not fill the hub's memory.
const waitingAtMost = 10_000;

/** A log of calls over the serving role. */
export function createRequestLog({ serve, log, now }: { readonly serve: pg.Pool; readonly log: Log; readonly now: () => number }): RequestLog {
  let waiting: AnyRow[] = [];
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();

  const write = async () => {
    const rows = waiting;
    waiting = [];
    for (const [tenantId, own] of Map.groupBy(rows, (row) => String(row['tenantId']))) {
      try {
        await inTenant(serve, tenantId, async (tx) => {
          await insertRows(tx, ApiRequestLog, own);
          const used = [...new Set(own.flatMap(({ apiKeyId }) => (apiKeyId === null ? [] : [apiKeyId])))];
          await tx.query('UPDATE api_keys SET last_used_at = $3 WHERE tenant_id = $1 AND id = ANY($2::uuid[])', [tenantId, used, new Date(now())]);
        });
      } catch (error) {
        log.warn({ err: error, calls: own.length }, 'calls of the API could not be written down');
      }
    }
  };
  const flush = () => {
    timer = null;
    writing = writing.then(write);
  };

  return {
    add: ({ caller: { tenantId, userId, apiKeyId }, method, endpoint, statusCode, took, ip }) => {
      if (waiting.length >= waitingAtMost) return;
      const at = new Date(now()).toISOString();
      const stamp = { id: newId<'apiRequestLog'>(now()), tenantId, createdAt: at, createdBy: userId, updatedAt: at, updatedBy: userId, acceptedAt: at, version: 1 };
      waiting.push({ ...stamp, userId, apiKeyId, endpoint: endpoint.slice(0, 2000), method, statusCode, responseTimeMs: Math.round(took), ipAddress: ip, at });
      timer ??= setTimeout(flush, flushEvery);
    },
    stop: async () => {
      if (timer) clearTimeout(timer);
      flush();
      await writing;
    },
  };
}
