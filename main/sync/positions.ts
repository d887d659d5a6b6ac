import type { EntityName } from '#domain/kernel/names.ts';
import type { WriteDb } from '../replica/open.ts';

/** How far the replica follows the shape of an entity. */
export interface Position {
  readonly handle: string;
  readonly offset: string;
  /** The rows are complete up to here. */
  readonly lsn: bigint;
  readonly phase: 'indexing' | 'loading' | 'ready';
  readonly rows: number;
  readonly generation: string;
}

/** The positions of all shapes, in memory and in the replica. */
export interface Positions {
  readonly get: (entity: EntityName) => Position | undefined;
  readonly seen: (entity: EntityName) => bigint;
  readonly set: (entity: EntityName, position: Position) => void;
  readonly delete: (entity: EntityName) => void;
  readonly reload: () => void;
}

/** The positions kept in a replica. */
export function createPositions(db: WriteDb): Positions {
  const positions = new Map<EntityName, Position>();
  const reload = () => {
    positions.clear();
    const rows = db.prepare('SELECT entity, handle, "offset", lsn, phase, "rows", generation FROM shapes').all() as readonly (Omit<Position, 'lsn'> & {
      entity: EntityName;
      lsn: string;
    })[];
    for (const { entity, lsn, ...rest } of rows) positions.set(entity, { ...rest, lsn: BigInt(lsn) });
  };
  reload();
  const put = db.prepare(
    `INSERT INTO shapes (entity, handle, "offset", lsn, phase, "rows", generation) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (entity) DO UPDATE SET handle = excluded.handle, "offset" = excluded."offset", lsn = excluded.lsn, phase = excluded.phase, "rows" = excluded."rows", generation = excluded.generation`,
  );
  const remove = db.prepare('DELETE FROM shapes WHERE entity = ?');
  return {
    get: (entity) => positions.get(entity),
    seen: (entity) => positions.get(entity)?.lsn ?? 0n,
    set: (entity, position) => {
      positions.set(entity, position);
      put.run(entity, position.handle, position.offset, String(position.lsn), position.phase, position.rows, position.generation);
    },
    delete: (entity) => {
      positions.delete(entity);
      remove.run(entity);
    },
    reload,
  };
}
