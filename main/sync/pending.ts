import type { EntityName } from '#domain/kernel/names.ts';
import type { WriteDb } from '../replica/open.ts';

/** A row's place: `entity/id`. */
export type Key = `${EntityName}/${string}`;
export const keyOf = (entity: EntityName, id: string): Key => `${entity}/${id}`;
export const entityOfKey = (key: Key): EntityName => key.slice(0, key.indexOf('/')) as EntityName;
export const idOfKey = (key: Key): string => key.slice(key.indexOf('/') + 1);

/** Rows that a command looked for by equality. */
export interface Lookup {
  readonly entity: EntityName;
  readonly where: Readonly<Record<string, string>>;
}

/** What a command read, wrote and made when it last ran here. */
export interface Footprint {
  readonly reads: ReadonlySet<Key>;
  readonly writes: ReadonlySet<Key>;
  readonly made: ReadonlySet<Key>;
  readonly lookups: readonly Lookup[];
}

/** A command that the server has not answered. */
export interface PendingCommand extends Footprint {
  readonly seq: number;
  readonly id: string;
  readonly name: string;
  readonly args: string;
  readonly at: string;
  readonly drawn: string;
  readonly after: readonly string[];
  readonly state: 'queued' | 'sent';
}

/** The unanswered commands in memory, by id in their order and by the rows they touch. */
export interface PendingIndex {
  readonly commands: ReadonlyMap<string, PendingCommand>;
  readonly touching: (key: Key) => ReadonlySet<string>;
  /** Commands that looked in an entity by equality. */
  readonly lookingIn: (entity: EntityName) => ReadonlySet<string>;
  readonly set: (command: PendingCommand) => void;
  readonly delete: (id: string) => void;
  /** Reads everything again from the outbox, as after a transaction that failed. */
  readonly reload: () => void;
}

const none: ReadonlySet<string> = new Set();

/** The index over the outbox of a replica. */
export function createPendingIndex(db: WriteDb): PendingIndex {
  const commands = new Map<string, PendingCommand>();
  const byKey = new Map<Key, Set<string>>();
  const byEntity = new Map<EntityName, Set<string>>();
  const forget = (id: string) => {
    const known = commands.get(id);
    if (!known) return;
    for (const key of [...known.reads, ...known.writes]) {
      byKey.get(key)?.delete(id);
      if (byKey.get(key)?.size === 0) byKey.delete(key);
    }
    for (const { entity } of known.lookups) byEntity.get(entity)?.delete(id);
  };
  const set = (command: PendingCommand) => {
    forget(command.id);
    commands.set(command.id, command);
    for (const key of [...command.reads, ...command.writes]) byKey.set(key, (byKey.get(key) ?? new Set()).add(command.id));
    for (const { entity } of command.lookups) byEntity.set(entity, (byEntity.get(entity) ?? new Set()).add(command.id));
  };
  const reload = () => {
    commands.clear();
    byKey.clear();
    byEntity.clear();
    for (const command of readPending(db)) set(command);
  };
  reload();
  return {
    commands,
    touching: (key) => byKey.get(key) ?? none,
    lookingIn: (entity) => byEntity.get(entity) ?? none,
    set,
    delete: (id) => {
      forget(id);
      commands.delete(id);
    },
    reload,
  };
}

interface OutboxRow {
  readonly seq: number;
  readonly id: string;
  readonly name: string;
  readonly args: string;
  readonly at: string;
  readonly drawn: string;
  readonly after: string;
  readonly state: 'queued' | 'sent';
  readonly lookups: string;
}

function readPending(db: WriteDb): readonly PendingCommand[] {
  const rows = db
    .prepare(`SELECT command_id, entity, row_id, wrote, made FROM outbox_rows WHERE command_id IN (SELECT id FROM outbox WHERE state IN ('queued', 'sent'))`)
    .all() as readonly { command_id: string; entity: EntityName; row_id: string; wrote: number; made: number }[];
  const byCommand = Map.groupBy(rows, ({ command_id }) => command_id);
  const commands = db
    .prepare(`SELECT seq, id, name, args, at, drawn, "after", state, lookups FROM outbox WHERE state IN ('queued', 'sent') ORDER BY seq`)
    .all() as readonly OutboxRow[];
  return commands.map((command) => {
    const own = (byCommand.get(command.id) ?? []).map((row) => ({ ...row, key: keyOf(row.entity, row.row_id) }));
    const keys = (keep: (row: (typeof own)[number]) => boolean) => new Set(own.filter(keep).map(({ key }) => key));
    return {
      ...command,
      after: JSON.parse(command.after),
      lookups: JSON.parse(command.lookups),
      reads: keys(({ wrote }) => wrote === 0),
      writes: keys(({ wrote }) => wrote === 1),
      made: keys(({ made }) => made === 1),
    };
  });
}
