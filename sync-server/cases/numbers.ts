import { NumberBlock } from '#domain/cases/number-block.ts';
import { periodOf } from '#domain/cases/rules.ts';
import { tenantSettings, usualSettings } from '#domain/people/tenant.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import type pg from 'pg';
import type { Caller } from '../commands/standing.ts';
import { insertRows } from '../db/rows.ts';
import { inTenant } from '../db/transaction.ts';
import { newId } from '../db/new-id.ts';
import { takeNumbers } from './draw.ts';

/** Leases case numbers to devices, so that a number read out to a caller offline never changes. */
export interface Numbers {
  /** Tops up each series of which the device has few left, and answers the new blocks. */
  readonly lease: (caller: Caller, remaining: Readonly<Record<string, number>>) => Promise<readonly AnyRow[]>;
}

const fewLeft = 10;

interface KindRow {
  readonly number_prefix: string;
  readonly number_pattern: string;
  readonly time_zone: string;
  readonly settings: unknown;
}

const kindsText = `
SELECT k.number_prefix, k.number_pattern, t.time_zone, t.settings FROM case_kinds k JOIN tenants t ON t.tenant_id = k.tenant_id AND t.id = k.tenant_id
WHERE k.tenant_id = $1 AND k.is_active AND k.deleted_at IS NULL AND EXISTS (SELECT 1 FROM devices d WHERE d.tenant_id = $1 AND d.id = $2 AND d.status = 'active' AND d.deleted_at IS NULL)
ORDER BY k.number_prefix`;

// Blocks of a past year, and those that the device says are used up, are not drawn from any more.
const endText = `
UPDATE number_blocks SET status = CASE WHEN period <> $4 THEN 'voided' ELSE 'exhausted' END, updated_at = $6, accepted_at = $6, version = version + 1
WHERE tenant_id = $1 AND device_id = $2 AND series = $3 AND status = 'active' AND deleted_at IS NULL AND (period <> $4 OR $5)`;

/** Leases over the serving role. */
export function createNumbers({ pool, now }: { readonly pool: pg.Pool; readonly now: () => number }): Numbers {
  return {
    lease: ({ tenantId, deviceId, userId }, remaining) =>
      inTenant(pool, tenantId, async (tx) => {
        const at = new Date(now()).toISOString();
        const { rows: kinds } = await tx.query<KindRow>(kindsText, [tenantId, deviceId]);
        const blocks: AnyRow[] = [];
        for (const { number_prefix: series, number_pattern: pattern, time_zone: timeZone, settings } of kinds) {
          const left = remaining[series] ?? 0;
          if (left >= fewLeft) continue;
          const period = periodOf(pattern, at, timeZone);
          await tx.query(endText, [tenantId, deviceId, series, period, left === 0, at]);
          const size = tenantSettings.safeParse(settings).data?.numberBlockSize ?? usualSettings.numberBlockSize;
          const fromSeq = await takeNumbers(tx, tenantId, series, period, size);
          const stamp = { createdAt: at, createdBy: userId, updatedAt: at, updatedBy: userId, acceptedAt: at, version: 1 };
          blocks.push({ ...stamp, id: newId(now()), tenantId, series, period, deviceId, fromSeq, toSeq: fromSeq + size - 1, status: 'active', leasedAt: at });
        }
        return insertRows(tx, NumberBlock, blocks);
      }),
  };
}
