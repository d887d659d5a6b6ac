import { camel } from '#domain/kernel/names.ts';
import type { Problem } from '#domain/sync/wire.ts';
import { sqlStateOf } from '../db/transaction.ts';
import { problem } from './outcome.ts';

/** What Postgres objects to in the data itself, as a refusal; null where it is not the data's fault. */
export function problemOf(error: unknown): Problem | null {
  const state = sqlStateOf(error) ?? '';
  const field = fieldOf(error);
  if (state === '23505') return field === 'id' ? problem('command.duplicate', 'This exists already.', field) : problem('unique.taken', 'Another record has this value already.', field);
  if (state === '23503') return problem('row.missing', 'Something that this refers to does not exist, or you may not see it.', field);
  // 22: a value that no column takes, such as NUL inside json; 54: a value too large for an index.
  if (state.startsWith('22') || state.startsWith('54')) return problem('field.invalid', 'A value cannot be stored.', field);
  return null;
}

/** The first field of the key that an error is about: Postgres prints `Key (tenant_id, case_number)=(…)`. */
function fieldOf(error: unknown): string | undefined {
  const detail = error instanceof Error && 'detail' in error ? String(error.detail) : '';
  const columns = /\(([^)]*)\)=/.exec(detail)?.[1]?.split(', ') ?? [];
  const column = columns.find((name) => name !== 'tenant_id');
  return column === undefined ? undefined : camel(column);
}

/** Whether the database was away or overloaded, so that the same command will do later. */
export function isOutage(error: unknown): boolean {
  const state = sqlStateOf(error) ?? '';
  const isSqlState = /^[0-9A-Z]{5}$/.test(state) && !state.startsWith('E');
  if (isSqlState) return ['08', '40', '53', '55', '57', '58'].includes(state.slice(0, 2));
  // Errors of the socket and of the pool carry a system code, or none but a message of the driver.
  return state.startsWith('E') || (error instanceof Error && /connection|timeout|pool/i.test(error.message));
}
