import type { AnyRow } from '#domain/kernel/entity.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { maySee, type Viewer } from '#domain/kernel/permission.ts';
import { entityOf } from '#domain/registry.ts';
import type { CommandAnswer, Problem } from '#domain/sync/wire.ts';
import { selectByIds } from '../db/rows.ts';
import type { Transaction } from '../db/transaction.ts';
import type { Caller, Logged, Standing } from './standing.ts';

/** A row that a command wrote, as it was stored. */
export interface Stored {
  readonly entity: EntityName;
  readonly row: AnyRow;
}

type Unsent<Answer> = Answer extends unknown ? Omit<Answer, 'id' | 'lsn'> : never;
/** An answer before it is known where in the log it stands. */
export type Unplaced = Unsent<CommandAnswer> & { readonly id: string };
/** What became of a command. */
export type Outcome = Exclude<Unsent<CommandAnswer>, { readonly status: 'unknown' }>;

export const problem = (code: string, message: string, field?: string): Problem => ({ code, message, ...(field === undefined ? {} : { field }) });
export const refused = (code: string, message: string, field?: string) => ({ status: 'refused', problem: problem(code, message, field) }) as const;

export const answerOf = (id: string, outcome: Outcome): Unplaced => ({ ...outcome, id });

/** An accepted command with its rows as the member now sees them. */
export function accepted(viewer: Viewer, stored: readonly Stored[], notice?: Problem): Outcome {
  const isSeen = ({ entity, row }: Stored) => maySee(viewer, entityOf[entity], row);
  return {
    status: 'accepted',
    rows: stored.filter(isSeen).map(({ entity, row }) => ({ entity, row: withoutSecrets(entity, row) })),
    hidden: stored.filter((one) => !isSeen(one)).map(({ entity, row }) => ({ entity, id: row.id })),
    ...(notice ? { notice } : {}),
  };
}

/** Secrets stay in Postgres: whoever wrote one knows it. */
const withoutSecrets = (entity: EntityName, row: AnyRow): AnyRow => {
  const { fields } = entityOf[entity];
  return { ...Object.fromEntries(Object.entries(row).filter(([key]) => fields[key]?.sensitivity !== 'secret')), id: row.id };
};

/** What is kept of an accepted command: the names of its rows, for they will have changed when it is asked for again. */
export interface Remembered {
  readonly rows: readonly (readonly [EntityName, string])[];
  readonly notice?: Problem;
}

/** Answers a command that was here before as it was answered then, its rows as they are now. */
export async function answerTo(tx: Transaction, { tenantId, userId, deviceId }: Caller, standing: Standing | null, id: string, logged: Logged): Promise<Unplaced> {
  if (logged.userId !== userId || logged.deviceId !== deviceId) return answerOf(id, refused('command.foreign', 'This command id was used by another person or device.', 'id'));
  if (logged.status !== 'accepted') return answerOf(id, logged.outcome as Outcome);
  const { rows, notice } = logged.outcome as Remembered;
  const stored: Stored[] = [];
  for (const entity of new Set(rows.map(([name]) => name))) {
    const ids = rows.filter(([name]) => name === entity).map(([, rowId]) => rowId);
    stored.push(...(await selectByIds(tx, entity, tenantId, ids)).map((row) => ({ entity, row })));
  }
  return answerOf(id, accepted({ teamIds: [], grants: {}, ...standing, userId }, stored, notice));
}

/** What the fate of the commands that one builds on means for it. */
export function parentProblem(statuses: readonly string[]): Outcome | null {
  if (statuses.some((status) => status === 'refused' || status === 'conflict' || status === 'fault'))
    return refused('parent.refused', 'Something that this builds on was refused.');
  if (statuses.includes('retry')) return { status: 'retry', problem: problem('parent.pending', 'Something that this builds on has not been carried out yet.') };
  return null;
}
