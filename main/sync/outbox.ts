import type { Outcome } from '#domain/bridge.ts';
import { parseArgs } from '#domain/kernel/execute.ts';
import { Conflict, Refusal } from '#domain/kernel/failure.ts';
import { commandOf } from '#domain/registry.ts';
import { draw } from '../cases/draw.ts';
import { isFull } from '../replica/open.ts';
import type { Journal } from './journal.ts';
import { lackedRow, writeRun, type Reading } from './local-run.ts';
import type { PendingCommand } from './pending.ts';
import { raiseLocalConflict } from './review.ts';
import type { State } from './state.ts';
import { diskFull } from './status.ts';
import { uuidv7 } from './uuid.ts';

/** Where commands of this desk begin. */
export interface Outbox {
  /**
   * Runs a command at once on the replica and keeps it for the server; the same id again is the same command.
   * What must stand or fall with it is done `alongside`, told the row it made or changed.
   */
  readonly send: (name: string, args: unknown, id: string | null, alongside?: (rowId: string | null) => void) => Outcome;
}

/** The outbox of a replica; `onQueued` hears of each command that is to be delivered. */
export function createOutbox(state: State, journal: Journal, onQueued: () => void): Outbox {
  const { db } = state;
  const insert = db.prepare(`INSERT INTO outbox (id, name, args, at, drawn, "after", state, entity, row_id) VALUES (?, ?, ?, ?, ?, ?, 'queued', ?, ?)`);
  const queue = (id: string, name: string, args: unknown): Extract<Outcome, { readonly ok: true }> => {
    const at = new Date(state.now()).toISOString();
    const { deviceId, timeZone } = state.session();
    const drawn = draw(db, name, args, { deviceId, timeZone, at });
    const entry = { id, name, args: JSON.stringify(args), at, drawn: JSON.stringify(drawn) };
    const reading: Reading = { reads: new Set(), lookups: [] };
    const run = attempt(state, reading, () => state.run(entry, reading));
    const after = [...new Set([...run.reads, ...run.writes].flatMap((key) => makersOf(state, key)))];
    const { lastInsertRowid } = insert.run(id, name, entry.args, at, entry.drawn, JSON.stringify(after), run.subject?.entity ?? null, run.subject?.id ?? null);
    writeRun(state.store, run.effects, state.covers.cover);
    const command: PendingCommand = { ...entry, seq: Number(lastInsertRowid), after, state: 'queued', reads: new Set(), writes: new Set(), made: new Set(), lookups: [] };
    state.pending.set(command);
    state.saveFootprint(command, run, false);
    state.touched('outbox');
    // The journal outlives a destroyed database; it is written first, so that nothing the screen showed can be missing from it.
    journal.append({ ...command, entity: run.subject?.entity ?? null, rowId: run.subject?.id ?? null });
    state.crashAt('send.before');
    return { ok: true, commandId: id, rowId: run.subject?.id ?? null };
  };
  return {
    send: (name, args, given, alongside = () => {}) => {
      const id = given ?? uuidv7(state.now());
      const earlier = earlierOutcome(state, id);
      if (earlier) return earlier;
      const command = commandOf.get(name);
      if (!command) return refused('command.unknown', `There is no command “${name}”.`, 'name');
      if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(id)) return refused('field.invalid', 'A command’s id is a UUID.', 'id');
      let outcome;
      try {
        const parsed = parseArgs(command, args);
        if (command.mode === 'online') return refused('online.required', `“${command.title}” works only with the server.`);
        outcome = state.transact(true, () => {
          const queued = queue(id, name, parsed);
          alongside(queued.rowId);
          return queued;
        });
      } catch (error) {
        journal.drop([id]);
        if (error instanceof Refusal) return refused(error.code, error.message, error.field);
        if (error instanceof Conflict) {
          const raised = state.transact(true, () => {
            alongside(null);
            return raiseLocalConflict(state, { id, name, args }, error);
          });
          journal.append({ ...raised, drawn: '{}', after: [] });
          return refused('edit.conflict', 'Somebody else changed the same field. Your values are kept in the review tray.', error.clashes[0]?.field);
        }
        if (isFull(error)) return refused('disk.full', diskFull);
        throw error;
      }
      state.crashAt('send.after');
      onQueued();
      return outcome;
    },
  };
}

/** Runs it; where it fails because this desk lacks a row, that is what is said. */
function attempt<Result>(state: State, { reads }: Reading, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    const lacked = error instanceof Refusal && error.code === 'row.missing' ? lackedRow(state.store, reads) : null;
    if (lacked) throw new Refusal('online.required', 'id', `This desk does not hold that ${lacked.toLowerCase()}; it can be reached only with the server.`);
    throw error;
  }
}

/** Unanswered commands of this desk that made a row. */
function makersOf({ pending }: State, key: Parameters<typeof pending.touching>[0]): readonly string[] {
  return [...pending.touching(key)].filter((id) => pending.commands.get(id)?.made.has(key));
}

/** What was answered to a command that this desk has met before. */
function earlierOutcome({ db }: State, id: string): Outcome | null {
  const known = db.prepare('SELECT row_id FROM outbox WHERE id = ? UNION ALL SELECT row_id FROM settled WHERE id = ?').get(id, id) as { row_id: string | null } | undefined;
  if (known) return { ok: true, commandId: id, rowId: known.row_id };
  const raised = db.prepare(`SELECT code, message, field, row_id, kind FROM review WHERE command_id = ? LIMIT 1`).get(id) as
    | { code: string; message: string; field: string | null }
    | undefined;
  return raised ? refused(raised.code, raised.message, raised.field ?? undefined) : null;
}

export const refused = (code: string, message: string, field?: string): Outcome<never> => ({ ok: false, code, message, ...(field === undefined ? {} : { field }) });
