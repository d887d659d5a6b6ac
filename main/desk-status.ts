import type { DeskStatus, Session } from '#domain/desk/queries.ts';
import type { SessionAnswer } from '#domain/sync/wire.ts';
import type { DeskSession } from './desk-session.ts';
import type { SyncStatus } from './sync/writer-api.ts';
import type { Vaults } from './vault/vaults.ts';

interface Parts {
  readonly session: DeskSession;
  readonly vaults: Vaults;
  /** What the writer last told; null while no vault is open. */
  readonly sync: SyncStatus | null;
  readonly files: DeskStatus['files'];
  /** What is known of the hub while no vault is open. */
  readonly hub: DeskStatus['hub'];
}

/** Everything the status bar shows. */
export function statusOf({ session, vaults, sync, files, hub }: Parts): DeskStatus {
  const open = session.open();
  return {
    caughtUpAt: null,
    pending: 0,
    review: 0,
    files: open ? files : [],
    lastError: null,
    firstSync: null,
    hub,
    ...(open ? sync : null),
    vault: session.state(),
    vaults: vaults
      .list()
      .filter(({ signedOut }) => !signedOut)
      .map(({ id, email, tenantName, subdomain }) => ({ id, email, tenantName, subdomain })),
    session: open && sessionOf(open.body.session),
    notice: (open && sync?.notice) ?? session.notice(),
  };
}

type Told = Record<Exclude<keyof Session, 'platformRoles'>, unknown> & Pick<SessionAnswer, 'platformRoles'>;

function sessionOf({ tenantId, tenantName, userId, displayName, email, roleName, teamIds, grants, platformRoles = [], deviceId, leaseUntil }: Told): Session {
  // The hub's answer was parsed; which entity its ids belong to is a matter of types only.
  return { tenantId, tenantName, userId, displayName, email, roleName, teamIds, grants, platformRoles, deviceId, leaseUntil } as Session;
}
