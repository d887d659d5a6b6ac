import { hasKeys, type AnyEntity, type AnyRow } from '#domain/kernel/entity.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { mayLoad, type Viewer } from '#domain/kernel/permission.ts';
import type { Loaded, Need } from '#domain/kernel/rows.ts';
import { entityOf, writeOrder } from '#domain/registry.ts';
import { selectRows } from '../db/rows.ts';
import { together, type Transaction } from '../db/transaction.ts';

const place = new Map(writeOrder.map(({ name }, index) => [name, index]));
const keyOf = ({ entity, where }: Need) => `${String(place.get(entity.name)).padStart(4, '0')} ${JSON.stringify(where)}`;

/** Reads the rows that a command needs and its member may see, and locks those it writes: by entity, then by id, parents first. */
export async function load(tx: Transaction, tenantId: string, viewer: Viewer, needs: readonly Need[]): Promise<readonly Loaded[]> {
  const inOrder = needs.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  for (const need of inOrder) if (need.write) await lockParents(tx, tenantId, need);
  // Sent at once; the connection runs them one after the other.
  return together(
    inOrder.map(async (need) => {
      const rows = await selectRows(tx, need.entity, tenantId, need.where, { lock: need.write, atMost: need.atMost });
      return { need, rows: rows.filter((row) => need.joins || mayLoad(viewer, need.entity, row) || (!need.write && isLookup(viewer, need.entity))) };
    }),
  );
}

/** Members from outside hold no list of the tenant, yet what they write may name a row of one. */
const isLookup = ({ isExternal }: Viewer, { visibility }: AnyEntity): boolean => isExternal === true && visibility.kind === 'tenant';

/** What is written about a row may lock the row's parent, and a move of the parent locks its rows: the parent comes first. */
async function lockParents(tx: Transaction, tenantId: string, { entity, where }: Need): Promise<void> {
  if (entity.visibility.kind !== 'parent') return;
  const rows: readonly AnyRow[] = await selectRows(tx, entity, tenantId, where);
  for (const field of entity.visibility.of) {
    const { target, typedBy = '' } = entity.fields[field] ?? {};
    const parents = new Map(rows.flatMap((row) => (typeof row[field] === 'string' ? [[row[field], target ?? (row[typedBy] as EntityName)] as const] : [])));
    for (const [id, name] of [...parents].toSorted()) if (hasKeys(entityOf[name])) await selectRows(tx, entityOf[name], tenantId, { id }, { lock: true });
  }
}
