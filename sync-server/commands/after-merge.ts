import type { AnyCommand } from '#domain/kernel/command.ts';
import type { Refusal } from '#domain/kernel/failure.ts';
import { snake } from '#domain/kernel/names.ts';
import { allEntities } from '#domain/registry.ts';
import type { Transaction } from '../db/transaction.ts';

/** The tables whose rows may have been merged into another. */
const merging = allEntities.filter(({ fields }) => fields['mergedIntoId']).map(({ name }) => snake(name));
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** A chain of merges is followed so far. */
const longest = 10;

/** The arguments of a command that a desk wrote down before a merge, now naming the winner; null where nothing that it names was merged. */
export async function afterMerge(tx: Transaction, tenantId: string, command: AnyCommand, refusal: Refusal, args: unknown): Promise<unknown> {
  if (command.mode === 'online' || !['row.missing', 'row.deleted'].includes(refusal.code)) return null;
  const moved = new Map<string, string>();
  let ids: readonly string[] = [...new Set(idsIn(args))];
  for (let step = 0; step < longest && ids.length > 0; step++) {
    const winners: string[] = [];
    for (const table of merging) {
      const { rows } = await tx.query<{ id: string; winner: string }>(
        `SELECT id, merged_into_id AS winner FROM ${table} WHERE tenant_id = $1 AND id = ANY($2::uuid[]) AND merged_into_id IS NOT NULL`,
        [tenantId, [...ids]],
      );
      for (const { id, winner } of rows) moved.set(id, winner);
      winners.push(...rows.map(({ winner }) => winner));
    }
    ids = winners;
  }
  return moved.size === 0 ? null : renamed(args, (id) => winnerOf(id, moved));
}

function winnerOf(id: string, moved: ReadonlyMap<string, string>): string {
  let at = id;
  for (let step = 0; step < longest; step++) at = moved.get(at) ?? at;
  return at;
}

function idsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return uuid.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(idsIn) : [];
}

function renamed(value: unknown, name: (id: string) => string): unknown {
  if (typeof value === 'string') return uuid.test(value) ? name(value) : value;
  if (Array.isArray(value)) return value.map((each) => renamed(each, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, renamed(each, name)]));
}
