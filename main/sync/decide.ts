import type { Decision, Outcome } from '#domain/bridge.ts';
import type { Clash } from '#domain/kernel/failure.ts';
import { commandOf } from '#domain/registry.ts';
import type { Journal } from './journal.ts';
import { refused, type Outbox } from './outbox.ts';
import type { State } from './state.ts';

interface Item {
  readonly id: string;
  readonly command_id: string;
  readonly name: string;
  readonly message: string;
  readonly args: string;
  readonly entity: string | null;
  readonly row_id: string | null;
  readonly row_title: string | null;
  readonly clashes: string;
}

/** Carries out what a person decided about an item of the review tray. The item goes only when what follows from it is safe. */
export function decideReview({ db, transact, touched }: State, outbox: Outbox, journal: Journal, reviewId: string, decision: Decision): Outcome<object> {
  const item = db.prepare('SELECT id, command_id, name, message, args, entity, row_id, row_title, clashes FROM review WHERE id = ?').get(reviewId) as Item | undefined;
  if (!item) return refused('row.missing', 'This item has been decided already.', 'id');
  const next = followUp(item, decision);
  if (next && 'ok' in next) return next;
  if (next) {
    const outcome = outbox.send(next.name, next.args, null);
    // A new conflict has its own item in the tray; anything else leaves this one where it is.
    if (!outcome.ok && outcome.code !== 'edit.conflict') return outcome;
    if (outcome.ok && decision.choice === 'retry' && item.row_id && outcome.rowId && item.row_id !== outcome.rowId) renameIn(db, item.row_id, outcome.rowId);
  }
  transact(true, () => {
    db.prepare('DELETE FROM review WHERE id = ?').run(reviewId);
    touched('review');
  });
  journal.drop([item.command_id]);
  return { ok: true };
}

type FollowUp = { readonly name: string; readonly args: unknown };

function followUp(item: Item, decision: Decision): FollowUp | Outcome<never> | null {
  const args: unknown = JSON.parse(item.args);
  switch (decision.choice) {
    case 'discard':
    case 'keepTheirs':
      return null;
    case 'retry':
      return { name: item.name, args };
    case 'edit':
      return { name: item.name, args: decision.args };
    case 'keepMine':
      return { name: item.name, args: againstTheirs(args, JSON.parse(item.clashes), decision.fields) };
    case 'hand':
      return handOver(item);
  }
}

/** The same edit with the other's values as those that were seen: what is not chosen is left as the other has it. */
function againstTheirs(args: unknown, clashes: readonly Clash[], fields: readonly string[]): unknown {
  if (!isRecord(args)) return args;
  const theirs = Object.fromEntries(clashes.map(({ field, theirs: value }) => [field, value]));
  if (!isRecord(args['patch'])) return 'from' in args && 'assignedTo' in theirs ? { ...args, from: theirs['assignedTo'] } : args;
  const dropped = new Set(clashes.map(({ field }) => field).filter((field) => !fields.includes(field)));
  const keep = (values: unknown) => Object.fromEntries(Object.entries(isRecord(values) ? values : {}).filter(([key]) => !dropped.has(key)));
  const base = Object.fromEntries(Object.entries(theirs).filter(([key]) => fields.includes(key)));
  return { ...args, patch: keep(args['patch']), base: { ...keep(args['base']), ...base } };
}

/** Leaves the matter with the supervisors: a pinned internal note on the record says what was wanted and what stood against it. */
function handOver({ name, message, args, entity, row_id }: Item): FollowUp | Outcome<never> {
  const subject = entity === 'cases' ? { caseId: row_id } : entity === 'contacts' ? { contactId: row_id } : null;
  if (!subject || !row_id) return refused('review.cannotHand', 'Only work on a case or a contact can be handed to a supervisor.');
  const body = `For a supervisor: “${commandOf.get(name)?.title ?? name}” was not taken. ${message}\n${JSON.stringify(JSON.parse(args), null, 2)}`;
  return { name: 'notes.add', args: { subject, body, isInternal: true, isPinned: true } };
}

/** Work in the tray that stood on a record which was made anew stands on the new one. */
function renameIn(db: State['db'], from: string, to: string): void {
  db.prepare(`UPDATE review SET args = replace(args, ?, ?) WHERE code = 'parent.refused'`).run(from, to);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
