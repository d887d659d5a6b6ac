import type { Decision, Outcome } from '#domain/bridge.ts';
import type { DeskStatus } from '#domain/desk/queries.ts';
import type { LocalSource } from '#domain/kernel/query.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import type { SessionAnswer } from '#domain/sync/wire.ts';

/** Where a replica lies and what opens it. */
export interface ReplicaPlace {
  readonly file: string;
  /** 32 random bytes, hex. */
  readonly key: string;
}

/** How the writer reaches its hub; `token` null works offline only. */
export interface HubLink {
  readonly url: string;
  readonly token: string | null;
  /** PEM of the certificate that this desk pinned when it enrolled; null on loopback without TLS. */
  readonly certificate: string | null;
}

/** What the core asks of the writer thread; each call is answered with an outcome, none throws across the port. */
export interface WriterCalls {
  /** Opens (or makes, or repairs) the replica, migrates it, and answers local commands from then on. */
  readonly open: (place: ReplicaPlace, session: SessionAnswer, hub: HubLink) => Promise<Outcome<{ readonly notice: string | null }>>;
  /** Takes a new session or a new link (signed in again, role changed); rows that are no longer visible go at once. */
  readonly attach: (session: SessionAnswer, hub: HubLink) => Promise<Outcome<object>>;
  readonly send: (name: string, args: unknown, id: string | null) => Promise<Outcome>;
  /** Runs a command of mode `online` on the hub and waits for its answer; asked again under the same id, it is done once. */
  readonly runOnline: (name: string, args: unknown, id: string) => Promise<Outcome>;
  readonly decide: (reviewId: string, decision: Decision) => Promise<Outcome<object>>;
  readonly saveDraft: (key: string, value: string) => Promise<Outcome<object>>;
  readonly pause: (paused: boolean) => Promise<Outcome<object>>;
  readonly syncNow: () => Promise<Outcome<object>>;
  /** Everything pending or in review and every draft, as JSON text: for quarantine before a wipe; `entries` counts them all. */
  readonly exportOutbox: () => Promise<Outcome<{ readonly json: string; readonly pending: number; readonly entries: number }>>;
  /** A reader met a damaged page: the replica is set aside and fetched again; pending work and drafts move along. */
  readonly repair: () => Promise<Outcome<object>>;
  /** Finishes the transaction under way, checkpoints, closes the file, and stops every stream. */
  readonly close: () => Promise<Outcome<object>>;
}

/** What the desk status shows of sync. */
export type SyncStatus = Pick<DeskStatus, 'caughtUpAt' | 'firstSync' | 'hub' | 'lastError' | 'notice' | 'pending' | 'review'>;

/** What the writer thread tells. */
export type WriterEvent =
  /** Committed: these rows (`null`: too many to name) and these local sources changed, by a person's own work here or by what the hub sent. */
  | {
      readonly kind: 'changed';
      readonly entities: Readonly<Partial<Record<EntityName, readonly string[] | null>>>;
      readonly sources: readonly LocalSource[];
      readonly isOwn: boolean;
    }
  | { readonly kind: 'status'; readonly status: SyncStatus }
  /** The hub answered with a renewed session (lease, role, teams): the core keeps it in the vault's header. */
  | { readonly kind: 'session'; readonly session: SessionAnswer }
  /** The hub no longer takes the token: sign in again; local work goes on. */
  | { readonly kind: 'signInAgain'; readonly message: string }
  /** The device was revoked: the core seals the outbox, sends it to quarantine, and wipes. */
  | { readonly kind: 'revoked'; readonly message: string }
  /** The replica was damaged and is a new file now: readers must open it again. */
  | { readonly kind: 'rebuilt' };
