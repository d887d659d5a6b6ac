import type { Id } from '#domain/kernel/names.ts';
import { rightsFrom, rightsSql, type Rights, type RightsRow } from '../auth/rights.ts';
import type { Transaction } from '../db/transaction.ts';

/** Who sent a command, as the session says; what they may do is read again in the command's own transaction. */
export interface Caller {
  readonly tenantId: Id<'tenants'>;
  readonly userId: Id<'users'>;
  readonly deviceId: Id<'devices'> | null;
  /** The key by which a machine acts: its rights are the key's. */
  readonly apiKeyId?: Id<'apiKeys'> | null;
  /** From where it came; kept in the audit. */
  readonly origin?: Origin;
}

/** From where a request came. */
export interface Origin {
  readonly ipAddress: string;
  readonly userAgent: string | null;
  readonly sessionId?: Id<'sessions'> | null;
}

/** What a member may do at this moment, and the tenant that they do it in. */
export interface Standing extends Rights {
  readonly timeZone: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What the log says of a command that was here before. */
export interface Logged {
  readonly userId: string;
  readonly deviceId: string | null;
  readonly status: string;
  readonly outcome: unknown;
  readonly attempts: number;
}

/** Everything that must be known before a command is looked at, read in one statement. */
export interface Opening {
  readonly logged: Logged | null;
  /** The states of the commands that it builds on; those never seen are absent. */
  readonly parents: readonly string[];
  /** Null where member, role, tenant or device is not active. */
  readonly standing: Standing | null;
}

const text = `
SELECT
  (SELECT json_build_object('userId', l.user_id, 'deviceId', l.device_id, 'status', l.status, 'outcome', l.outcome, 'attempts', l.attempts)
     FROM command_log l WHERE l.tenant_id = $1 AND l.id = $2) AS logged,
  (SELECT json_agg(l.status) FROM command_log l WHERE l.tenant_id = $1 AND l.id = ANY($5::uuid[])) AS parents,
  (SELECT json_build_object(
      'timeZone', t.time_zone, 'settings', t.settings,
      'rights', ${rightsSql})
     FROM memberships m
     JOIN roles r ON r.tenant_id = m.tenant_id AND r.id = m.role_id AND r.is_active AND r.deleted_at IS NULL
     JOIN tenants t ON t.tenant_id = m.tenant_id AND t.id = m.tenant_id AND t.is_active AND t.deleted_at IS NULL
    WHERE m.tenant_id = $1 AND m.user_id = $3 AND m.is_active AND m.deleted_at IS NULL
      AND ($4::uuid IS NULL OR EXISTS (SELECT 1 FROM devices d WHERE d.tenant_id = $1 AND d.id = $4 AND d.user_id = m.user_id AND d.status = 'active' AND d.deleted_at IS NULL))) AS standing`;

interface Row {
  readonly logged: Logged | null;
  readonly parents: readonly string[] | null;
  readonly standing: (Pick<Standing, 'settings' | 'timeZone'> & { readonly rights: RightsRow }) | null;
}

/** Reads what is known of a command and of who sent it. */
export async function readOpening(tx: Transaction, { tenantId, userId, deviceId }: Caller, id: string, after: readonly string[]): Promise<Opening> {
  const { rows } = await tx.query<Row>({ name: 'opening', text, values: [tenantId, id, userId, deviceId, after] });
  const [row] = rows;
  if (!row) throw new Error('A SELECT without FROM answered no row');
  const { logged, parents, standing } = row;
  if (!standing) return { logged, parents: parents ?? [], standing };
  const { rights, ...tenant } = standing;
  return { logged, parents: parents ?? [], standing: { ...tenant, ...rightsFrom(rights) } };
}
