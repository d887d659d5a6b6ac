import type { EntityName } from '#domain/kernel/names.ts';
import type { WriteDb } from '../replica/open.ts';
import type { StoredRow } from '../replica/rows.ts';
import { keyOf, type Key } from './pending.ts';

/** A row of an answer; `version` null where the member may not see it. */
export interface Awaited {
  readonly key: Key;
  readonly version: number | null;
}

/** Follows accepted commands until this desk has seen everything they did. */
export interface Settling {
  /** Shapes that some accepted command still waits for, with the furthest position that settles them. */
  readonly lagging: () => ReadonlyMap<EntityName, bigint>;
  readonly accept: (commandId: string, lsn: bigint, rows: readonly Awaited[]) => void;
  /** Looks again at the rows that changed. */
  readonly sawRows: (keys: Iterable<Key>, base: (key: Key) => StoredRow | null) => void;
  /** A shape is complete up to a position. */
  readonly sawUpTo: (entity: EntityName, lsn: bigint) => void;
  /** Commands that have settled since the last call. */
  readonly takeSettled: () => readonly string[];
  readonly reload: () => void;
}

interface Waiting {
  readonly lsn: bigint;
  readonly rows: Map<Key, number | null>;
}

/** The settling of a replica's accepted commands. */
export function createSettling(db: WriteDb, seen: (entity: EntityName) => bigint): Settling {
  const waiting = new Map<string, Waiting>();
  const byKey = new Map<Key, Set<string>>();
  let settled: string[] = [];
  const forgetRow = db.prepare('DELETE FROM outbox_rows WHERE command_id = ? AND entity = ? AND row_id = ?');
  const addRow = db.prepare('INSERT INTO outbox_rows (command_id, entity, row_id, wrote, made, version) VALUES (?, ?, ?, 1, 0, ?)');
  const add = (commandId: string, key: Key, lsn: bigint, version: number | null) => {
    const command = waiting.get(commandId) ?? { lsn, rows: new Map() };
    waiting.set(commandId, command);
    command.rows.set(key, version);
    byKey.set(key, (byKey.get(key) ?? new Set()).add(commandId));
  };
  const drop = (commandId: string, key: Key) => {
    const command = waiting.get(commandId);
    if (!command?.rows.delete(key)) return;
    const commands = byKey.get(key);
    commands?.delete(commandId);
    if (commands?.size === 0) byKey.delete(key);
    forgetRow.run(commandId, ...split(key));
    if (command.rows.size > 0) return;
    waiting.delete(commandId);
    settled.push(commandId);
  };
  const reload = () => {
    waiting.clear();
    byKey.clear();
    settled = [];
    for (const { id, lsn, entity, row_id, version } of readWaiting(db)) {
      if (entity === null || row_id === null) settled.push(id);
      else add(id, keyOf(entity, row_id), BigInt(lsn ?? 0), version);
    }
  };
  reload();
  return {
    lagging: () => {
      const furthest = new Map<EntityName, bigint>();
      for (const { lsn, rows } of waiting.values())
        for (const key of rows.keys()) {
          const [entity] = split(key);
          if (lsn > (furthest.get(entity) ?? 0n)) furthest.set(entity, lsn);
        }
      return furthest;
    },
    accept: (commandId, lsn, rows) => {
      const open = rows.filter(({ key }) => seen(split(key)[0]) < lsn);
      if (open.length === 0) settled.push(commandId);
      for (const { key, version } of open) {
        addRow.run(commandId, ...split(key), version);
        add(commandId, key, lsn, version);
      }
    },
    sawRows: (keys, base) => {
      if (waiting.size === 0) return;
      for (const key of keys) {
        const commands = byKey.get(key);
        if (!commands) continue;
        const row = base(key);
        for (const id of commands) {
          const version = waiting.get(id)?.rows.get(key) ?? null;
          if (version !== null && row !== null && Number(row['version']) >= version) drop(id, key);
        }
      }
    },
    sawUpTo: (entity, lsn) => {
      for (const [id, command] of waiting) {
        if (command.lsn > lsn) continue;
        for (const key of command.rows.keys()) if (split(key)[0] === entity) drop(id, key);
      }
    },
    takeSettled: () => {
      const taken = settled;
      settled = [];
      return taken;
    },
    reload,
  };
}

function readWaiting(db: WriteDb) {
  return db
    .prepare(`SELECT o.id, o.lsn, r.entity, r.row_id, r.version FROM outbox o LEFT JOIN outbox_rows r ON r.command_id = o.id WHERE o.state = 'accepted' ORDER BY o.seq`)
    .all() as readonly { id: string; lsn: string | null; entity: EntityName | null; row_id: string | null; version: number | null }[];
}

const split = (key: Key): [EntityName, string] => {
  const at = key.indexOf('/');
  return [key.slice(0, at) as EntityName, key.slice(at + 1)];
};
