import type { EntityName } from '#domain/kernel/names.ts';
import type { CommandAnswer } from '#domain/sync/wire.ts';
import { isSynced } from '../replica/synced.ts';
import { keyOf, type Key } from './pending.ts';
import { raise, raiseNotice, type Raised } from './review.ts';
import type { Awaited } from './settling.ts';
import type { State } from './state.ts';

type Accepted = Extract<CommandAnswer, { status: 'accepted' }>;
type Conflict = Extract<CommandAnswer, { status: 'conflict' }>;

/** Takes what the hub said about commands into the replica, all in one transaction. */
export function applyAnswers(state: State, answers: readonly CommandAnswer[]): void {
  state.crashAt('answers.before');
  state.transact(false, () => {
    const concerned = new Set<Key>();
    for (const answer of answers) {
      const command = state.pending.commands.get(answer.id);
      // A second answer to the same command changes nothing.
      if (!command) continue;
      if (answer.status === 'retry' || answer.status === 'unknown') {
        requeue(state, answer.id);
        continue;
      }
      for (const key of command.writes) concerned.add(key);
      const raised = readRaised(state, answer.id);
      state.pending.delete(answer.id);
      state.db.prepare('DELETE FROM outbox_rows WHERE command_id = ?').run(answer.id);
      state.touched('outbox');
      if (answer.status === 'accepted') {
        state.db.prepare(`UPDATE outbox SET state = 'accepted', lsn = ?, out_of_sight = 0 WHERE id = ?`).run(answer.lsn, answer.id);
        for (const key of accept(state, answer)) concerned.add(key);
        if (answer.notice) raiseNotice(state, raised, answer.notice);
        continue;
      }
      state.db.prepare('DELETE FROM outbox WHERE id = ?').run(answer.id);
      if (answer.status === 'conflict') for (const key of layTheirs(state, answer)) concerned.add(key);
      raise(state, raised, answer);
    }
    state.absorb([], concerned);
  });
  state.crashAt('answers.applied');
}

/** Lays the rows of an answer over the replica's own until those are as new, and waits for them; says which rows they are. */
export function accept(state: State, answer: Accepted): readonly Key[] {
  const rows = layOver(state, answer);
  state.settling.accept(answer.id, BigInt(answer.lsn), rows);
  return rows.map(({ key }) => key);
}

/** Lays the rows of an answer over the replica's own. */
export function layOver(state: State, { id, lsn, rows, hidden }: Accepted): readonly Awaited[] {
  const position = BigInt(lsn);
  const shown = rows.filter(({ entity }) => isSynced(entity)).map(({ entity, row }) => ({ entity, row: state.store.codec(entity).toStored(row) }));
  for (const { entity, row } of shown) overlay(state, entity, String(row['id']), row, position, id);
  const gone = hidden.filter(({ entity }) => isSynced(entity)).map(({ entity, id: rowId }) => keyOf(entity, rowId));
  for (const key of gone) state.covers.setOverlay(key, { row: null, version: 0, lsn: position, commandId: id });
  return [...shown.map(({ entity, row }) => ({ key: keyOf(entity, String(row['id'])), version: Number(row['version']) })), ...gone.map((key) => ({ key, version: null }))];
}

/** What the other wrote is there as soon as it is asked about: a decision made at once stands on it, however late its shape is. */
function layTheirs({ covers, store }: State, { id, lsn, entity, rowId, clashes }: Conflict): readonly Key[] {
  const key = keyOf(entity, rowId);
  const held = isSynced(entity) ? (covers.overlays.get(key)?.row ?? covers.base(key)) : null;
  if (!held) return [];
  const theirs = Object.fromEntries(clashes.map(({ field, theirs: value }) => [field, value]));
  const row = store.codec(entity).toStored({ ...store.codec(entity).fromStored(held), ...theirs });
  covers.setOverlay(key, { row, version: Number(held['version']) + 1, lsn: BigInt(lsn), commandId: id });
  return [key];
}

function overlay({ covers }: State, entity: EntityName, id: string, row: NonNullable<Parameters<typeof covers.setOverlay>[1]['row']>, lsn: bigint, commandId: string): void {
  const key = keyOf(entity, id);
  const version = Number(row['version']);
  const earlier = covers.overlays.get(key);
  if (earlier?.row && earlier.version > version) return;
  covers.setOverlay(key, { row, version, lsn, commandId });
}

/** Puts a command back in line: the hub has not taken it. */
function requeue({ db, pending }: State, id: string): void {
  db.prepare(`UPDATE outbox SET state = 'queued' WHERE id = ? AND state = 'sent'`).run(id);
  const command = pending.commands.get(id);
  if (command) pending.set({ ...command, state: 'queued' });
}

function readRaised({ db }: State, id: string): Raised {
  const row = db.prepare('SELECT id, name, args, at, entity, row_id FROM outbox WHERE id = ?').get(id) as Omit<Raised, 'rowId'> & { row_id: string | null };
  return { ...row, rowId: row.row_id };
}
