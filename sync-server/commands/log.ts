import type { CommandEnvelope } from '#domain/sync/wire.ts';
import type { Transaction } from '../db/transaction.ts';
import { problem, type Outcome, type Remembered } from './outcome.ts';
import type { Caller } from './standing.ts';

/** The same command has been executed by another request in the meantime: this transaction must leave nothing behind. */
export class RepeatedElsewhere extends Error {
  override readonly name = 'RepeatedElsewhere';
}

const faultsAllowed = 3;

const keepText = `
INSERT INTO command_log (tenant_id, id, user_id, device_id, name, status, outcome, attempts, accepted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8)
ON CONFLICT (tenant_id, id) DO UPDATE SET status = excluded.status, outcome = excluded.outcome, accepted_at = excluded.accepted_at WHERE command_log.status = 'retry'`;

/** Writes down that a command was carried out, in its own transaction; it waits for whoever executes the same command right now. */
export const keepAccepted = (tx: Transaction, caller: Caller, envelope: CommandEnvelope, outcome: Remembered, now: number) => keep(tx, caller, envelope, 'accepted', outcome, now);

/** Writes down what else became of a command, and answers it. */
export async function keepRefused<Refused extends Outcome>(tx: Transaction, caller: Caller, envelope: CommandEnvelope, outcome: Refused, now: number): Promise<Refused> {
  await keep(tx, caller, envelope, outcome.status, outcome, now);
  return outcome;
}

async function keep(
  tx: Transaction,
  { tenantId, userId, deviceId }: Caller,
  { id, name }: CommandEnvelope,
  status: Outcome['status'],
  outcome: object,
  now: number,
): Promise<void> {
  const values = [tenantId, id, userId, deviceId, name, status, JSON.stringify(outcome), new Date(now).toISOString()];
  const { rowCount } = await tx.query({ name: 'keep-outcome', text: keepText, values });
  if (rowCount === 0) throw new RepeatedElsewhere(id);
}

const faultText = `
INSERT INTO command_log (tenant_id, id, user_id, device_id, name, status, outcome, attempts, accepted_at) VALUES ($1, $2, $3, $4, $5, 'retry', '{}', 1, $6)
ON CONFLICT (tenant_id, id) DO UPDATE SET attempts = command_log.attempts + 1 WHERE command_log.status = 'retry'
RETURNING attempts`;

/** Counts a failure of the hub itself; the third is the last. */
export async function countFault(tx: Transaction, caller: Caller, envelope: CommandEnvelope, now: number): Promise<Outcome> {
  const { tenantId, userId, deviceId } = caller;
  const { rows } = await tx.query<{ attempts: number }>({ text: faultText, values: [tenantId, envelope.id, userId, deviceId, envelope.name, new Date(now).toISOString()] });
  const attempts = rows[0]?.attempts ?? 0;
  if (attempts < faultsAllowed) return { status: 'retry', problem: problem('hub.failed', 'The hub failed on this; it will be tried again.') };
  const outcome = { status: 'fault', problem: problem('hub.fault', 'The hub failed on this three times; it will not be tried again.') } as const;
  return keepRefused(tx, caller, envelope, outcome, now);
}
