import { createHash } from 'node:crypto';
import { AuditEvent } from '#domain/platform/audit-event.ts';
import type { AuditVerdict } from '#domain/platform/wire.ts';
import { snake } from '#domain/kernel/names.ts';
import type pg from 'pg';
import { storedFields } from '../db/table.ts';
import { inTenant, type Transaction } from '../db/transaction.ts';

/** The hash that the first row of a tenant follows. */
export const genesis = '';
/** Rows sealed, or checked, in one go. */
export const batchSize = 1000;

type TextRow = Readonly<Record<string, string | null>>;
const covered = storedFields(AuditEvent)
  .map(([key]) => snake(key))
  // Its own links, and the one mark that retention sets later.
  .filter((column) => !['hash', 'prev_hash', 'archived_at'].includes(column));

/** The columns of an audit row as text, in one form whatever the session prints. */
export const auditColumns = [
  ...covered.map((column) => (isMoment(column) ? `(extract(epoch from ${column}) * 1000)::bigint::text AS ${column}` : `${column}::text`)),
  'prev_hash',
  'hash',
].join(', ');

/** The hash of a row that follows another. */
export function chained(prevHash: string, row: TextRow): string {
  // By name and only what is set: a column that comes later does not change the rows before it.
  const canonical = JSON.stringify(covered.flatMap((column) => (typeof row[column] === 'string' ? [[column, row[column]]] : [])));
  return createHash('sha256').update(prevHash).update('\n').update(canonical).digest('hex');
}

/** Walks a tenant's chain from its first row to the one that the seal names. */
export const verifyAudit = (pool: pg.Pool, tenantId: string): Promise<AuditVerdict> => inTenant(pool, tenantId, (tx) => walkAudit(tx, tenantId));

/** The same within a transaction that sees the tenant. */
export async function walkAudit(tx: Transaction, tenantId: string): Promise<AuditVerdict> {
  // Held against the sealer, so that the chain does not grow while it is walked.
  const seal = await sealOf(tx, tenantId);
  const next = new Map<string, { readonly id: string; readonly hash: string }>();
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const { rows } = await tx.query<Record<string, string | null>>(
      `SELECT ${auditColumns} FROM audit_events WHERE tenant_id = $1 AND hash IS NOT NULL AND id > $2 ORDER BY id LIMIT ${batchSize}`,
      [tenantId, after],
    );
    for (const row of rows) {
      const { id, hash, prev_hash: prevHash } = row;
      if (!id || !hash || prevHash === null || prevHash === undefined || chained(prevHash, row) !== hash) return { ok: false, reason: 'changed', id: id ?? '' };
      if (next.has(prevHash)) return { ok: false, reason: 'stray', id };
      next.set(prevHash, { id, hash });
    }
    const last = rows.at(-1)?.['id'];
    if (!last) break;
    after = last;
  }
  let at = genesis;
  let last: string | null = null;
  for (let place = 1; place <= seal.sealed; place++) {
    const row = next.get(at);
    if (!row) return { ok: false, reason: 'missing', place, after: last, before: headOf(next, at) };
    last = row.id;
    next.delete(at);
    at = row.hash;
  }
  if (at !== seal.hash) return { ok: false, reason: 'missing', place: seal.sealed + 1, after: last, before: null };
  const [stray] = next.values();
  return stray ? { ok: false, reason: 'stray', id: stray.id } : { ok: true, rows: seal.sealed };
}

/** The row that follows a gap: one that no other row leads to. */
function headOf(rest: ReadonlyMap<string, { readonly id: string; readonly hash: string }>, gap: string): string | null {
  const hashes = new Set([...rest.values()].map(({ hash }) => hash));
  return [...rest].find(([prevHash]) => prevHash !== gap && !hashes.has(prevHash))?.[1].id ?? null;
}

/** How far a tenant's chain goes; nobody else seals until the transaction ends. */
export async function sealOf(tx: Transaction, tenantId: string): Promise<{ readonly sealed: number; readonly hash: string }> {
  const { rows } = await tx.query<{ sealed: string; hash: string }>('SELECT sealed, hash FROM audit_seals WHERE tenant_id = $1 FOR UPDATE', [tenantId]);
  const [row] = rows;
  return row ? { sealed: Number(row.sealed), hash: row.hash } : { sealed: 0, hash: genesis };
}

function isMoment(column: string): boolean {
  return column === 'at' || column.endsWith('_at');
}
