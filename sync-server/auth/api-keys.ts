import { isCapability, wider, type Capability, type Grants, type Scope } from '#domain/kernel/capability.ts';
import type { Id } from '#domain/kernel/names.ts';
import { tenantOfKey } from '#domain/people/api-key-text.ts';
import type pg from 'pg';
import { inTenant, type Transaction } from '../db/transaction.ts';
import { hashToken } from './token.ts';

/** A machine that called with a key: it acts as the tenant's integration member, with the rights of the key alone. */
export interface KeyHolder {
  readonly tenantId: Id<'tenants'>;
  readonly apiKeyId: Id<'apiKeys'>;
  readonly name: string;
  readonly grants: Grants;
  /** Calls that it may make in an hour. */
  readonly rateLimit: number;
}

interface KeyRow {
  readonly id: Id<'apiKeys'>;
  readonly name: string;
  readonly rate_limit: number;
  readonly permissions: readonly { readonly capability: string; readonly scope: Scope }[] | null;
}

const isUsable = `k.is_active AND k.deleted_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $3)
  AND EXISTS (SELECT 1 FROM tenants t WHERE t.tenant_id = $1 AND t.id = $1 AND t.is_active AND t.deleted_at IS NULL)`;
const bySecret = `SELECT k.id, k.name, k.rate_limit, k.permissions FROM api_keys k WHERE k.tenant_id = $1 AND k.key_hash = $2 AND ${isUsable}`;
const byId = `SELECT k.id, k.name, k.rate_limit, k.permissions FROM api_keys k WHERE k.tenant_id = $1 AND k.id = $2 AND ${isUsable}`;

/** Who holds a key, inside the wall of the tenant that its text names; null where it is unknown, revoked or expired. */
export async function holderOf(serve: pg.Pool, key: string, now: number): Promise<KeyHolder | null> {
  const tenantId = tenantOfKey(key);
  if (tenantId === null) return null;
  const row = await inTenant(
    serve,
    tenantId,
    async (tx) => (await tx.query<KeyRow>({ name: 'key-by-secret', text: bySecret, values: [tenantId, hashToken(key), new Date(now)] })).rows[0],
  );
  if (!row) return null;
  return { tenantId: tenantId as Id<'tenants'>, apiKeyId: row.id, name: row.name, rateLimit: row.rate_limit, grants: grantsFrom(row.permissions ?? []) };
}

/** What a key allows at this moment, read in the transaction of what it does; null where it allows nothing any more. */
export async function grantsOfKey(tx: Transaction, tenantId: string, id: string, now: number): Promise<Grants | null> {
  const { rows } = await tx.query<KeyRow>({ name: 'key-by-id', text: byId, values: [tenantId, id, new Date(now)] });
  return rows[0] ? grantsFrom(rows[0].permissions ?? []) : null;
}

function grantsFrom(permissions: NonNullable<KeyRow['permissions']>): Grants {
  const grants: Partial<Record<Capability, Scope>> = {};
  for (const { capability, scope } of permissions) {
    const widest = isCapability(capability) ? wider(grants[capability], scope) : undefined;
    if (widest && isCapability(capability)) grants[capability] = widest;
  }
  return grants;
}
