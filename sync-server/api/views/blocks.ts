import type { EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import type { Transaction } from '../../db/transaction.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { ApiCaller } from '../caller.ts';
import { listRows, type Asked, type Listed, type Within } from '../read.ts';

/** A part of a read model: the rows of one entity, asked for as a list is. */
export interface Block {
  readonly entity: EntityName;
  readonly asked?: Asked;
  readonly within?: Within;
}

/** Rows of an entity where one field names a row. */
export const of = (entity: EntityName, field: string, id: string, asked: Asked = {}): Block => ({ entity, asked: { ...asked, [`filter[${field}]`]: id } });

/** The parts of a read model, each as far as the caller may see it; null where they may see nothing of its kind. */
export async function readBlocks<Name extends string>(tx: Transaction, caller: ApiCaller, blocks: Readonly<Record<Name, Block>>): Promise<Readonly<Record<Name, Listed | null>>> {
  const read: [string, Listed | null][] = [];
  for (const [name, block] of Object.entries<Block>(blocks)) read.push([name, await readBlock(tx, caller, block)]);
  return Object.fromEntries(read) as Record<Name, Listed | null>;
}

/** One part; null where the caller may see nothing of its kind. */
export async function readBlock(tx: Transaction, caller: ApiCaller, { entity, asked = {}, within }: Block): Promise<Listed | null> {
  try {
    return await listRows(tx, entityOf[entity], caller, asked, within);
  } catch (error) {
    if (error instanceof HttpProblem && error.code === 'auth.denied') return null;
    throw error;
  }
}
