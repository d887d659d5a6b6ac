import type pg from 'pg';
import { hasKeys, type AnyRow } from '#domain/kernel/entity.ts';
import { visibleTo, type KeySource } from '#domain/kernel/visible-to.ts';
import { allEntities, entityOf } from '#domain/registry.ts';
import { selectRows } from '../../sync-server/db/rows.ts';
import { inTenant } from '../../sync-server/db/transaction.ts';

/** Rows of a tenant whose keys are not what the declarations say, computed by the domain from the rows themselves. */
export function wrongKeys(pool: pg.Pool, tenantId: string): Promise<readonly string[]> {
  return inTenant(pool, tenantId, async (tx) => {
    const rows = new Map<string, ReadonlyMap<string, AnyRow>>();
    for (const entity of allEntities.filter(({ global }) => !global)) rows.set(entity.name, new Map((await selectRows(tx, entity, tenantId, {})).map((row) => [row.id, row])));
    const all = (name: string) => [...(rows.get(name)?.values() ?? [])];
    const source: KeySource = {
      entity: (name) => entityOf[name],
      row: (name, id) => rows.get(name)?.get(id),
      find: (name, where) => all(name).filter((row) => Object.entries(where).every(([key, value]) => row[key] === value)),
    };
    return allEntities
      .filter((entity) => !entity.global && hasKeys(entity))
      .flatMap((entity) =>
        all(entity.name).flatMap((row) => {
          const [is, should] = [JSON.stringify(row['visibleTo']), JSON.stringify(visibleTo(entity, row, source))];
          return is === should ? [] : [`${entity.name} ${row.id}: ${is} instead of ${should}`];
        }),
      );
  });
}
