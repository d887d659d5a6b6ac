import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { inTenant } from '../../db/transaction.ts';

/** A member's telephone at the PBX. */
export interface PhoneAccount {
  readonly number: string;
  readonly sipUser: string;
  readonly secret: string;
  readonly country: string;
}

/** A secret is drawn anew when it is older than a device may be away from its hub. */
const livesFor = 30 * 86_400_000;

/** Keeps with the extensions the secrets that a PBX has in files of its own; extensions that it does not know have none. */
export async function adoptSecrets(serve: pg.Pool, tenantId: string, agents: readonly { readonly extension: string; readonly secret: string }[], now: number): Promise<void> {
  await inTenant(serve, tenantId, (tx) =>
    tx.query(
      `update extensions e set secret = a.secret, updated_at = $4, version = e.version + 1
       from unnest($2::text[], $3::text[]) as a (number, secret) where e.tenant_id = $1 and e.number = a.number and e.deleted_at is null and e.secret is distinct from a.secret`,
      [tenantId, agents.map(({ extension }) => extension), agents.map(({ secret }) => secret), new Date(now)],
    ),
  );
}

/** Takes the secret from the telephones of those who are no members any more, and of those of whom a device was revoked since it was drawn: their other devices ask for a new one. When that was is told by the hub's clock too: that of whoever revokes may be late. */
export async function takeSecrets(serve: pg.Pool, tenantId: string, now: number): Promise<number> {
  const { rowCount } = await inTenant(serve, tenantId, (tx) =>
    tx.query(
      `update extensions e set secret = null, updated_at = $2, version = e.version + 1 where e.tenant_id = $1 and e.secret is not null and (e.deleted_at is not null or not e.is_active
       or not exists (select 1 from memberships m where m.tenant_id = $1 and m.user_id = e.user_id and m.is_active and m.deleted_at is null)
       or exists (select 1 from devices d where d.tenant_id = $1 and d.user_id = e.user_id and d.status in ('revoked', 'wiped') and greatest(d.updated_at, d.accepted_at) > e.updated_at))`,
      [tenantId, new Date(now)],
    ),
  );
  return rowCount ?? 0;
}

/** The member's own telephone; where the PBX reads its secrets here, one is drawn when there is none or it is too old. */
export async function secretOf(serve: pg.Pool, tenantId: string, userId: string, isDrawnHere: boolean, now: number): Promise<PhoneAccount | null> {
  return inTenant(serve, tenantId, async (tx) => {
    const { rows } = await tx.query<{ id: string; number: string; sip_user: string; secret: string | null; updated_at: Date; country_code: string }>(
      `select e.id::text, e.number, e.sip_user, e.secret, e.updated_at, t.country_code from extensions e join tenants t on t.id = e.tenant_id
       where e.tenant_id = $1 and e.user_id = $2 and e.is_active and e.deleted_at is null order by e.number limit 1 for update of e`,
      [tenantId, userId],
    );
    const [found] = rows;
    if (!found) return null;
    const isStale = found.secret === null || now - found.updated_at.getTime() > livesFor;
    const secret = isDrawnHere && isStale ? randomBytes(24).toString('base64url') : found.secret;
    if (secret === null) return null;
    // Past the command log and the audit: neither may ever hold it.
    if (secret !== found.secret) await tx.query('update extensions set secret = $2, updated_at = $3, version = version + 1 where id = $1', [found.id, secret, new Date(now)]);
    return { number: found.number, sipUser: isDrawnHere ? found.sip_user : found.number, secret, country: found.country_code };
  });
}
