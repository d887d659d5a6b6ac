import type { Clash, Conflict } from '#domain/kernel/failure.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { commandOf, entityOf } from '#domain/registry.ts';
import type { CommandAnswer } from '#domain/sync/wire.ts';
import { readRow } from './local-run.ts';
import type { State } from './state.ts';
import { uuidv7 } from './uuid.ts';

/** The answers that a person must look at. */
export type Unsettling = Extract<CommandAnswer, { status: 'conflict' | 'fault' | 'refused' }>;

/** A command as the tray keeps it. */
export interface Raised {
  readonly id: string;
  readonly name: string;
  readonly args: string;
  readonly at: string;
  readonly entity: string | null;
  readonly rowId: string | null;
}

/** Puts a command that the hub did not take into the review tray. */
export function raise(state: State, command: Raised, answer: Unsettling): void {
  const { problem, status } = answer;
  const conflict = status === 'conflict' ? answer : null;
  put(state, command, {
    kind: status,
    code: problem.code,
    message: problem.message,
    field: problem.field ?? conflict?.clashes[0]?.field ?? null,
    entity: conflict?.entity ?? (command.entity as EntityName | null),
    rowId: conflict?.rowId ?? command.rowId,
    // Values of clashes are whatever the fields hold.
    clashes: (conflict?.clashes ?? []) as readonly Clash[],
    theirs: conflict?.theirs ?? null,
  });
}

/** Says in the tray what the hub did differently with a command that it took. */
export function raiseNotice(
  state: State,
  command: Raised,
  { code, message, field }: { readonly code: string; readonly message: string; readonly field?: string | undefined },
): void {
  put(state, command, { kind: 'notice', code, message, field: field ?? null, entity: command.entity as EntityName | null, rowId: command.rowId, clashes: [], theirs: null });
}

/** Keeps what a person wrote while somebody else's change of the same field had already arrived. */
export function raiseLocalConflict(state: State, { id, name, args }: { readonly id: string; readonly name: string; readonly args: unknown }, conflict: Conflict): Raised {
  const entity = conflict.entity as EntityName;
  const row = readRow(state.store, entity, conflict.id);
  const at = new Date(state.now()).toISOString();
  const command = { id, name, args: JSON.stringify(args), at, entity, rowId: conflict.id };
  const theirs = row ? { by: (row['updatedBy'] as string | null) ?? null, at: String(row['updatedAt']) } : null;
  const message = 'Somebody else changed the same field before you saved.';
  put(state, command, {
    kind: 'conflict',
    code: 'edit.conflict',
    message,
    field: conflict.clashes[0]?.field ?? null,
    entity,
    rowId: conflict.id,
    clashes: conflict.clashes,
    theirs,
  });
  return command;
}

interface Item {
  readonly kind: string;
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
  readonly entity: EntityName | null;
  readonly rowId: string | null;
  readonly clashes: readonly Clash[];
  readonly theirs: { readonly by: string | null; readonly at: string } | null;
}

function put(state: State, { id, name, args, at }: Raised, item: Item): void {
  state.db
    .prepare(
      `INSERT INTO review (id, command_id, name, kind, code, message, field, at, raised_at, args, entity, row_id, row_title, clashes, theirs)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      uuidv7(),
      id,
      name,
      item.kind,
      item.code,
      item.message,
      item.field,
      at,
      new Date(state.now()).toISOString(),
      args,
      item.entity,
      item.rowId,
      titleOf(state, name, args, item),
      JSON.stringify(item.clashes),
      item.theirs && JSON.stringify(item.theirs),
    );
  state.touched('review');
}

/** What the row is called, so that the tray names it even when it is gone. */
function titleOf({ store }: State, name: string, args: string, { entity, rowId }: Item): string | null {
  const row = entity && rowId ? readRow(store, entity, rowId) : undefined;
  const title = row && entity ? row[entityOf[entity].title] : null;
  if (typeof title === 'string') return title;
  const given: unknown = JSON.parse(args);
  if (typeof given === 'object' && given !== null && 'title' in given && typeof given.title === 'string') return given.title;
  return commandOf.get(name)?.title ?? null;
}
