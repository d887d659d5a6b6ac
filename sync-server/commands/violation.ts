import { uniqueOf } from '#domain/kernel/entity.ts';
import { snake } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import type { Problem } from '#domain/sync/wire.ts';
import { constraintName } from '../db/table.ts';
import { sqlStateOf } from '../db/transaction.ts';
import { problem } from './outcome.ts';

/** What Postgres objects to in the data itself, as a refusal; null where it is not the data's fault. */
export function problemOf(error: unknown): Problem | null {
  const state = sqlStateOf(error) ?? '';
  const field = fieldOf(error);
  if (state === '23505')
    return field === 'id' ? problem('command.duplicate', 'This exists already.', field) : problem('unique.taken', 'Another record has this value already.', field);
  if (state === '23503') return problem('row.missing', 'Something that this refers to does not exist, or you may not see it.', field);
  // 22: a value that no column takes, such as NUL inside json; 54: a value too large for an index.
  if (state === '23514') return problem('field.invalid', 'The values do not go together.', field);
  if (state.startsWith('22') || state.startsWith('54')) return problem('field.invalid', 'A value cannot be stored.', field);
  return null;
}

/** The field that a violated key is about; row-level security makes Postgres say no more than the key's name. */
function fieldOf(error: unknown): string | undefined {
  if (!(error instanceof Error && 'constraint' in error && 'table' in error)) return undefined;
  const entity = Object.values(entityOf).find(({ name }) => snake(name) === error.table);
  if (!entity) return undefined;
  const named = (keys: readonly string[], suffix: string) => constraintName(entity.name, keys, suffix) === error.constraint;
  if (named([], 'pk')) return 'id';
  const keys = [...(entity.unique ?? []).map((unique) => uniqueOf(unique).on), ...(entity.key ? [[entity.key]] : [])];
  const broken = entity.checks?.find(({ of, that }) => named(of, that));
  if (broken) return broken.of.at(-1);
  return keys.find((key) => named(key, 'key'))?.at(-1) ?? Object.keys(entity.fields).find((key) => named([key], 'fk'));
}

/** Whether the database was away or overloaded, so that the same command will do later. */
export function isOutage(error: unknown): boolean {
  const state = sqlStateOf(error) ?? '';
  const isSqlState = /^[0-9A-Z]{5}$/.test(state) && !state.startsWith('E');
  if (isSqlState) return ['08', '40', '53', '55', '57', '58'].includes(state.slice(0, 2));
  // Errors of the socket and of the pool carry a system code, or none but a message of the driver.
  return state.startsWith('E') || (error instanceof Error && /connection|timeout|pool/i.test(error.message));
}
