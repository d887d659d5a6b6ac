import { isCapability, wider, type Capability, type Grants, type Scope } from '#domain/kernel/capability.ts';
import type { Id } from '#domain/kernel/names.ts';
import type { Transaction } from '../db/transaction.ts';

/** Who sent a command, as the session says; what they may do is read again in the command's own transaction. */
export interface Caller {
  readonly tenantId: Id<'tenants'>;
  readonly userId: Id<'users'>;
  readonly deviceId: Id<'devices'> | null;
}

/** What a member may do at this moment. */
export interface Standing {
  readonly teamIds: readonly Id<'teams'>[];
  readonly grants: Grants;
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
      'grants', (SELECT json_agg(json_build_array(g.capability, g.scope)) FROM role_grants g WHERE g.tenant_id = m.tenant_id AND g.role_id = m.role_id AND g.deleted_at IS NULL),
      'teamIds', (SELECT json_agg(tm.team_id ORDER BY tm.team_id) FROM team_members tm JOIN teams x ON x.tenant_id = tm.tenant_id AND x.id = tm.team_id AND x.is_active AND x.deleted_at IS NULL
                   WHERE tm.tenant_id = m.tenant_id AND tm.user_id = m.user_id AND tm.deleted_at IS NULL))
     FROM memberships m
     JOIN roles r ON r.tenant_id = m.tenant_id AND r.id = m.role_id AND r.is_active AND r.deleted_at IS NULL
     JOIN tenants t ON t.tenant_id = m.tenant_id AND t.id = m.tenant_id AND t.is_active AND t.deleted_at IS NULL
    WHERE m.tenant_id = $1 AND m.user_id = $3 AND m.is_active AND m.deleted_at IS NULL
      AND ($4::uuid IS NULL OR EXISTS (SELECT 1 FROM devices d WHERE d.tenant_id = $1 AND d.id = $4 AND d.user_id = m.user_id AND d.status = 'active' AND d.deleted_at IS NULL))) AS standing`;

interface Row {
  readonly logged: Logged | null;
  readonly parents: readonly string[] | null;
  readonly standing:
    | (Omit<Standing, 'grants' | 'teamIds'> & { readonly grants: readonly (readonly [string, Scope])[] | null; readonly teamIds: readonly Id<'teams'>[] | null })
    | null;
}

/** Reads what is known of a command and of who sent it. */
export async function readOpening(tx: Transaction, { tenantId, userId, deviceId }: Caller, id: string, after: readonly string[]): Promise<Opening> {
  const { rows } = await tx.query<Row>({ name: 'opening', text, values: [tenantId, id, userId, deviceId, after] });
  const [row] = rows;
  if (!row) throw new Error('A SELECT without FROM answered no row');
  const { logged, parents, standing } = row;
  return { logged, parents: parents ?? [], standing: standing && { ...standing, teamIds: standing.teamIds ?? [], grants: grantsFrom(standing.grants ?? []) } };
}

function grantsFrom(held: readonly (readonly [string, Scope])[]): Grants {
  const grants: Partial<Record<Capability, Scope>> = {};
  for (const [capability, scope] of held) {
    const widest = isCapability(capability) ? wider(grants[capability], scope) : undefined;
    if (widest && isCapability(capability)) grants[capability] = widest;
  }
  return grants;
}
