import type { Clash } from '#domain/kernel/failure.ts';
import type { Grants, PlatformRoleName } from '#domain/kernel/capability.ts';
import type { EntityName, Id } from '#domain/kernel/names.ts';
import { exactly, many, one, query } from '#domain/kernel/query.ts';
import * as z from 'zod';

/** Where the vault of a desk stands. `revoked` and `expired` are shut until the hub has been asked. */
export type VaultState = 'expired' | 'locked' | 'open' | 'revoked' | 'signedOut';

/** Everything the status bar shows; each line is what the desk knows, never what it hopes. */
export interface DeskStatus {
  readonly vault: VaultState;
  /** The vaults on this computer that a password opens, the last used first. */
  readonly vaults: readonly { readonly id: string; readonly email: string; readonly tenantName: string; readonly subdomain: string }[];
  readonly hub: {
    readonly url: string;
    readonly state: 'offline' | 'online' | 'refused' | 'silent' | 'upgradeDesk' | 'upgradeHub';
    readonly since: string;
    readonly message: string | null;
  };
  readonly session: Session | null;
  /** When every shape was last known to be complete; null before the first time. */
  readonly caughtUpAt: string | null;
  readonly pending: number;
  readonly review: number;
  readonly files: readonly StuckFile[];
  readonly lastError: { readonly at: string; readonly message: string } | null;
  /** Set during the first sync of a vault, with the rows so far. */
  readonly firstSync: readonly { readonly entity: EntityName; readonly rows: number; readonly done: boolean }[] | null;
  /** Something a person must know and can do something about: a disk that is full, a replica that was rebuilt. */
  readonly notice: string | null;
}

/** A file that was added at this desk and that the hub does not take: it stays on this computer until somebody decides. */
export interface StuckFile {
  readonly id: string;
  readonly blobId: Id<'blobs'>;
  readonly name: string;
  readonly size: number;
  readonly mimeType: string;
  readonly code: string;
  readonly message: string;
  readonly at: string;
  /** Nobody needs to decide: it is offered again by itself. */
  readonly isTriedAgain: boolean;
}

export interface Session {
  readonly tenantId: Id<'tenants'>;
  readonly tenantName: string;
  readonly userId: Id<'users'>;
  readonly displayName: string;
  readonly email: string;
  readonly roleName: string;
  readonly teamIds: readonly Id<'teams'>[];
  readonly grants: Grants;
  /** What the person is at the platform beside what they are in the tenant. */
  readonly platformRoles: readonly PlatformRoleName[];
  readonly deviceId: Id<'devices'>;
  readonly leaseUntil: string;
}

export const deskStatus = query('desk.status', { args: z.strictObject({}), reads: ['desk', 'outbox', 'review'], returns: exactly<DeskStatus>() });

/** A command of this desk that the server has not settled. */
export interface PendingCommand {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly at: string;
  /** `outOfSight`: its row is no longer visible here; the command still goes. */
  readonly state: 'accepted' | 'outOfSight' | 'queued' | 'sent';
  readonly attempts: number;
  readonly entity: EntityName | null;
  readonly rowId: string | null;
}

export const listOutbox = query('outbox.list', { args: z.strictObject({}), reads: ['outbox'], returns: many<PendingCommand>() });

/** A command that the server refused, that met another's edit, or that failed; it stays until somebody decides. */
export interface ReviewItem {
  readonly id: string;
  readonly commandId: string;
  readonly name: string;
  readonly title: string;
  readonly kind: 'conflict' | 'fault' | 'notice' | 'refused';
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
  readonly at: string;
  readonly raisedAt: string;
  readonly args: unknown;
  readonly entity: EntityName | null;
  readonly rowId: string | null;
  readonly rowTitle: string | null;
  readonly clashes: readonly Clash[];
  /** Who wrote the other value, and when. */
  readonly theirs: { readonly by: string | null; readonly at: string } | null;
}

export const listReview = query('review.list', { args: z.strictObject({}), reads: ['review'], returns: many<ReviewItem>() });

/** A text begun and not sent. */
export interface Draft {
  readonly key: string;
  readonly value: string;
  readonly at: string;
}

export const getDraft = query('drafts.get', { args: z.strictObject({ key: z.string().min(1).max(200) }), reads: ['drafts'], returns: one<Draft>() });
