import type { Decision, Outcome } from '#domain/bridge.ts';
import type { Clash } from '#domain/kernel/failure.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { isArgs } from '#domain/meant.ts';
import { handOver } from './hand-over.ts';
import type { Journal } from './journal.ts';
import { refused, type Outbox } from './outbox.ts';
import type { State } from './state.ts';

/** A command in the tray, as it is kept there. */
export interface Item {
  readonly id: string;
  readonly command_id: string;
  readonly name: string;
  readonly message: string;
  readonly args: string;
  readonly entity: EntityName | null;
  readonly row_id: string | null;
  readonly clashes: string;
}

/** A command that follows from a decision. */
export interface FollowUp {
  readonly name: string;
  readonly args: unknown;
}

/** Carries out what a person decided about an item of the review tray. The item goes with what follows from it, or stays. */
export function decideReview({ db, store, transact, touched }: State, outbox: Outbox, journal: Journal, reviewId: string, decision: Decision): Outcome<object> {
  const item = db.prepare('SELECT id, command_id, name, message, args, entity, row_id, clashes FROM review WHERE id = ?').get(reviewId) as Item | undefined;
  if (!item) return refused('row.missing', 'This item has been decided already.', 'id');
  const settle = (rowId: string | null) => {
    db.prepare('DELETE FROM review WHERE id = ?').run(reviewId);
    if (isAgain(decision) && item.row_id && rowId && item.row_id !== rowId) renameIn(db, item.row_id, rowId);
    touched('review');
  };
  const next = followUp(store, item, decision);
  if (next && 'ok' in next) return next;
  if (next) {
    const outcome = outbox.send(next.name, next.args, null, settle);
    // A new conflict has its own item in the tray; anything else leaves this one where it is.
    if (!outcome.ok && outcome.code !== 'edit.conflict') return outcome;
  } else transact(true, () => settle(null));
  journal.drop([item.command_id]);
  return { ok: true };
}

/** Decisions that send the command itself again. */
const isAgain = ({ choice }: Decision): boolean => choice === 'retry' || choice === 'edit';

function followUp(store: State['store'], item: Item, decision: Decision): FollowUp | Outcome<never> | null {
  const { name, args: text, clashes: kept } = item;
  const args: unknown = JSON.parse(text);
  const clashes: readonly Clash[] = JSON.parse(kept);
  const all = clashes.map(({ field }) => field);
  switch (decision.choice) {
    case 'discard':
      return null;
    case 'keepTheirs': {
      // What nobody else wrote was not what was decided about: it still goes.
      const rest = againstTheirs(args, clashes, []);
      return isArgs(rest) && isArgs(rest['patch']) && Object.keys(rest['patch']).length > 0 ? { name, args: rest } : null;
    }
    case 'retry':
      return { name, args };
    case 'edit':
      // Their values were in sight while it was edited.
      return { name, args: againstTheirs(decision.args, clashes, all) };
    case 'keepMine':
      return { name, args: againstTheirs(args, clashes, decision.fields) };
    case 'hand':
      return handOver(store, item);
  }
}

/** The same edit with the other's values as those that were seen: what is not chosen is left as the other has it. */
function againstTheirs(args: unknown, clashes: readonly Clash[], fields: readonly string[]): unknown {
  if (!isArgs(args)) return args;
  const theirs = Object.fromEntries(clashes.map(({ field, theirs: value }) => [field, value]));
  if (!isArgs(args['patch'])) return 'from' in args && 'assignedTo' in theirs ? { ...args, from: theirs['assignedTo'] } : args;
  const dropped = new Set(clashes.map(({ field }) => field).filter((field) => !fields.includes(field)));
  const keep = (values: unknown) => Object.fromEntries(Object.entries(isArgs(values) ? values : {}).filter(([key]) => !dropped.has(key)));
  const base = Object.fromEntries(Object.entries(theirs).filter(([key]) => fields.includes(key)));
  return { ...args, patch: keep(args['patch']), base: { ...keep(args['base']), ...base } };
}

/** Work that stood on a record which was made anew stands on the new one: what is in the tray, and what was begun. */
function renameIn(db: State['db'], from: string, to: string): void {
  db.prepare(`UPDATE review SET args = replace(args, @from, @to), row_id = replace(row_id, @from, @to) WHERE code = 'parent.refused'`).run({ from, to });
  db.prepare('UPDATE OR IGNORE drafts SET key = replace(key, @from, @to) WHERE instr(key, @from) > 0').run({ from, to });
}
