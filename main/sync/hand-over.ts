import type { Outcome } from '#domain/bridge.ts';
import type { Clash } from '#domain/kernel/failure.ts';
import { labelOf, text, type Field } from '#domain/kernel/field.ts';
import { entriesOf, fieldOfArg, isArgs } from '#domain/meant.ts';
import { commandOf, entityOf } from '#domain/registry.ts';
import type { Store } from '../replica/store.ts';
import type { FollowUp, Item } from './decide.ts';
import { readRow } from './local-run.ts';
import { refused } from './outbox.ts';

/** Leaves a matter of the tray with the supervisors: a pinned internal note on its record says what was wanted, and what stood against it. */
export function handOver(store: Store, item: Item): FollowUp | Outcome<never> {
  const { name, message, args: kept, entity } = item;
  const args: unknown = JSON.parse(kept);
  const subject = subjectOf(store, item, isArgs(args) ? args : {});
  if (!subject) return refused('review.cannotHand', 'Only work on a case or a contact that is in sight can be handed to a supervisor.');
  const clashes: readonly Clash[] = JSON.parse(item.clashes);
  const lines = entriesOf(args).map(([key, value]) => {
    const field = fieldOfArg(entity, key);
    const clash = clashes.find((each) => each.field === key);
    return `${labelOf(key, field ?? text())}: ${wordsOf(store, field, value)}${clash ? ` (now: ${wordsOf(store, field, clash.theirs)})` : ''}`;
  });
  const body = [`For a supervisor: “${commandOf.get(name)?.title ?? name}” was not taken. ${message}`, ...lines].join('\n');
  return { name: 'notes.add', args: { subject, body, isInternal: true, isPinned: true } };
}

/** The case or the contact of this desk that a command was about. */
function subjectOf(store: Store, { entity, row_id }: Item, args: Readonly<Record<string, unknown>>): { readonly caseId: string } | { readonly contactId: string } | null {
  const row = entity && row_id ? readRow(store, entity, row_id) : undefined;
  const held = (name: 'cases' | 'contacts', ...ids: readonly unknown[]) => ids.find((id) => typeof id === 'string' && readRow(store, name, id) !== undefined);
  const at = { ...row, ...args, ...(isArgs(args['subject']) ? args['subject'] : {}) };
  const caseId = held('cases', entity === 'cases' ? row_id : null, at['caseId']);
  if (typeof caseId === 'string') return { caseId };
  const contactId = held('contacts', entity === 'contacts' ? row_id : null, at['contactId'], at['subjectId']);
  return typeof contactId === 'string' ? { contactId } : null;
}

/** A value as a person reads it, with the names of what it refers to. */
function wordsOf(store: Store, field: Field | undefined, value: unknown): string {
  if (value === null || value === undefined || value === '') return '—';
  if (Array.isArray(value)) return value.map((each) => wordsOf(store, undefined, each)).join(', ');
  if (typeof value === 'object') return JSON.stringify(value);
  const plain = String(value);
  if (field?.target === 'users') return String(store.find('memberships', { userId: plain })[0]?.['displayName'] ?? plain);
  if (field?.target) return String(readRow(store, field.target, plain)?.[entityOf[field.target].title] ?? plain);
  return field?.choices?.[plain] ?? plain;
}
