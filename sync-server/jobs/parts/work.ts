import type { Transaction } from '../../db/transaction.ts';

/** Something that was set going by a command and is worked off after it. */
export interface Event {
  readonly id: string;
  readonly tenantId: string;
  readonly topic: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Who set it going. */
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** Works off events of one topic. The event's row is locked meanwhile, in a transaction that sees its tenant alone; what is thrown is tried again later. */
export type Work = (event: Event, tx: Transaction) => Promise<void>;

/** Tells whoever waits for an event's work that it will not be tried again, and why. */
export type GiveUp = (event: Event, tx: Transaction, why: unknown) => Promise<void>;

/** That the same work will never succeed. */
export class Hopeless extends Error {
  override readonly name = 'Hopeless';
}

/** That the work is not to be done before a moment; it counts as no attempt. */
export class NotBefore extends Error {
  override readonly name = 'NotBefore';
  readonly moment: number;
  constructor(moment: number) {
    super(`Not before ${new Date(moment).toISOString()}`);
    this.moment = moment;
  }
}

/** What is to be set going, in whose name, and the key by which it is known. */
export interface NewEvent {
  readonly tenantId: string;
  readonly id: string;
  readonly topic: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly dedupeKey: string;
  readonly by: string;
}

/** Sets something going; what is going already, by its key, is not set going twice. */
export async function setGoing(tx: Transaction, { tenantId, id, topic, subjectType, subjectId, payload, dedupeKey, by }: NewEvent): Promise<void> {
  await tx.query(
    `INSERT INTO outbox_events (id, tenant_id, created_at, created_by, updated_at, updated_by, accepted_at, version, topic, subject_type, subject_id, payload, status, attempts, dedupe_key)
     VALUES ($1, $2, now(), $3, now(), $3, now(), 1, $4, $5, $6, $7, 'pending', 0, $8) ON CONFLICT DO NOTHING`,
    [id, tenantId, by, topic, subjectType, subjectId, JSON.stringify(payload), dedupeKey],
  );
}
