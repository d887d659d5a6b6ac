import type { WriteDb } from '../replica/open.ts';
import type { StoredRow } from '../replica/rows.ts';
import type { Store } from '../replica/store.ts';
import { snake, type EntityName } from '#domain/kernel/names.ts';
import { entityOfKey, idOfKey, keyOf, type Key } from './pending.ts';

/** A row as the server answered it; `row` null where the member may no longer see it. */
export interface Overlay {
  readonly row: StoredRow | null;
  readonly version: number;
  readonly lsn: bigint;
  readonly commandId: string;
}

/** Rows whose shown form is not the server's last word: pending commands or answers lie over them. */
export interface Covers {
  readonly isEmpty: () => boolean;
  readonly isCovered: (key: Key) => boolean;
  /** Keeps the server's form of a row before the first write over it. */
  readonly cover: (key: Key) => void;
  /** Puts the server's form back. */
  readonly uncover: (key: Key) => void;
  /** The server's form of a row, covered or not. */
  readonly base: (key: Key) => StoredRow | null;
  /** The rows of an entity of which the server has a form, shown or covered. */
  readonly held: (entity: EntityName) => ReadonlySet<string>;
  readonly overlays: ReadonlyMap<Key, Overlay>;
  readonly setOverlay: (key: Key, overlay: Overlay) => void;
  readonly dropOverlay: (key: Key) => void;
  readonly reload: () => void;
}

/** The covers of a replica. */
export function createCovers(db: WriteDb, store: Store): Covers {
  const covered = new Set<Key>();
  const overlays = new Map<Key, Overlay>();
  const read = db.prepare<[string, string], string | null>('SELECT row FROM saved_rows WHERE entity = ? AND row_id = ?').pluck();
  const save = db.prepare('INSERT INTO saved_rows (entity, row_id, row) VALUES (?, ?, ?)');
  const forget = db.prepare('DELETE FROM saved_rows WHERE entity = ? AND row_id = ?');
  const putOverlay = db.prepare('INSERT OR REPLACE INTO overlays (entity, row_id, row, version, lsn, command_id) VALUES (?, ?, ?, ?, ?, ?)');
  const deleteOverlay = db.prepare('DELETE FROM overlays WHERE entity = ? AND row_id = ?');
  const saved = (key: Key): StoredRow | null => {
    const text = read.get(entityOfKey(key), idOfKey(key));
    return typeof text === 'string' ? JSON.parse(text) : null;
  };
  const reload = () => {
    covered.clear();
    overlays.clear();
    const keys = db.prepare('SELECT entity, row_id FROM saved_rows').all() as readonly { entity: EntityName; row_id: string }[];
    for (const { entity, row_id } of keys) covered.add(keyOf(entity, row_id));
    for (const { entity, row_id, row, version, lsn, command_id } of readOverlays(db))
      overlays.set(keyOf(entity, row_id), { row: row === null ? null : JSON.parse(row), version, lsn: BigInt(lsn), commandId: command_id });
  };
  reload();
  return {
    isEmpty: () => covered.size === 0,
    isCovered: (key) => covered.has(key),
    cover: (key) => {
      if (covered.has(key)) return;
      const row = store.get(entityOfKey(key), idOfKey(key));
      save.run(entityOfKey(key), idOfKey(key), row && JSON.stringify(row));
      covered.add(key);
    },
    uncover: (key) => {
      if (!covered.delete(key)) return;
      const row = saved(key);
      if (row) store.put(entityOfKey(key), idOfKey(key), row);
      else store.remove(entityOfKey(key), idOfKey(key));
      forget.run(entityOfKey(key), idOfKey(key));
    },
    base: (key) => (covered.has(key) ? saved(key) : store.get(entityOfKey(key), idOfKey(key))),
    held: (entity) => {
      const ids = new Set(
        db
          .prepare<[], string>(`SELECT id FROM ${snake(entity)}`)
          .pluck()
          .all(),
      );
      // A pending command may show a row that the server does not have, or hide one that it has.
      for (const key of covered)
        if (entityOfKey(key) === entity) {
          if (saved(key)) ids.add(idOfKey(key));
          else ids.delete(idOfKey(key));
        }
      return ids;
    },
    overlays,
    setOverlay: (key, overlay) => {
      overlays.set(key, overlay);
      putOverlay.run(entityOfKey(key), idOfKey(key), overlay.row && JSON.stringify(overlay.row), overlay.version, String(overlay.lsn), overlay.commandId);
    },
    dropOverlay: (key) => {
      if (overlays.delete(key)) deleteOverlay.run(entityOfKey(key), idOfKey(key));
    },
    reload,
  };
}

function readOverlays(db: WriteDb) {
  return db.prepare('SELECT entity, row_id, row, version, lsn, command_id FROM overlays').all() as readonly {
    entity: EntityName;
    row_id: string;
    row: string | null;
    version: number;
    lsn: string;
    command_id: string;
  }[];
}
