import { entityNames } from '#domain/kernel/names.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import { maySee, type Viewer } from '#domain/kernel/permission.ts';
import type { Loaded, Need } from '#domain/kernel/rows.ts';
import { entityOf } from '#domain/registry.ts';
import { selectRows } from '../db/rows.ts';
import { together, type Transaction } from '../db/transaction.ts';

const place = new Map(entityNames.map((name, index) => [name, index]));
const keyOf = ({ entity, where }: Need) => `${String(place.get(entity.name)).padStart(4, '0')} ${JSON.stringify(where)}`;

/** Reads the rows that a command needs and its member may see, and locks those it writes: by entity, then by id, parents first. */
export async function load(tx: Transaction, tenantId: string, viewer: Viewer, needs: readonly Need[]): Promise<readonly Loaded[]> {
  const inOrder = needs.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  for (const need of inOrder) if (need.write) await lockParents(tx, tenantId, need);
  // Sent at once; the connection runs them one after the other.
  return together(
    inOrder.map(async (need) => {
      const rows = await selectRows(tx, need.entity, tenantId, need.where, need.write);
      return { need, rows: rows.filter((row) => maySee(viewer, need.entity, row)) };
    }),
  );
}

/** What is written about a row may lock the row's parent, and a move of the parent locks its rows: the parent comes first. */
async function lockParents(tx: Transaction, tenantId: string, { entity, where }: Need): Promise<void> {
  if (entity.visibility.kind !== 'parent') return;
  const rows: readonly AnyRow[] = await selectRows(tx, entity, tenantId, where, false);
  for (const field of entity.visibility.of) {
    const target = entity.fields[field]?.target;
    if (!target) continue;
    const ids = [...new Set(rows.map((row) => row[field]).filter((id) => typeof id === 'string'))].toSorted();
    for (const id of ids) await selectRows(tx, entityOf[target], tenantId, { id }, true);
  }
}
