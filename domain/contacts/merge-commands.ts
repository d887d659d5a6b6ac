import { Account } from '#domain/contacts/account.ts';
import { allows } from '#domain/contacts/consent-rules.ts';
import { Consent } from '#domain/contacts/consent.ts';
import { ContactIdentifier } from '#domain/contacts/contact-identifier.ts';
import { ContactMerge } from '#domain/contacts/contact-merge.ts';
import { ContactPoint } from '#domain/contacts/contact-point.ts';
import { Contact } from '#domain/contacts/contact.ts';
import { checkApproved, isRisky } from '#domain/contacts/merge-rules.ts';
import { moveAll, pointersAt, pointing, type Moves } from '#domain/contacts/moves.ts';
import { primaryFields } from '#domain/contacts/points.ts';
import { fullNameOf, normalizeName } from '#domain/contacts/rules.ts';
import { Approval } from '#domain/workflow/approval.ts';
import { MergeCandidate } from '#domain/imports/merge-candidate.ts';
import { command, insert, remove, restore, update, type Change } from '#domain/kernel/command.ts';
import { idFrom, type Context } from '#domain/kernel/context.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { isSame } from '#domain/kernel/merge.ts';
import type { Id } from '#domain/kernel/names.ts';
import { toJoin, toRead, toWrite, type Need, type Rows } from '#domain/kernel/rows.ts';
import { fieldChoices } from '#domain/kernel/schemas.ts';
import { writableFields, type Registry } from '#domain/kernel/standard.ts';
import { notify } from '#domain/notifications/notice.ts';
import * as z from 'zod';

/** How many rows may refer to a record that is merged. */
export const mergedAtMost = 5000;

type Merged = typeof Account | typeof Contact;
type Choices = z.output<typeof fieldChoices>;
type Values = Readonly<Record<string, unknown>>;

interface MergeArgs {
  readonly winnerId: string;
  readonly loserId: string;
  readonly fieldChoices: Choices;
  readonly expectedWinnerVersion: number;
  readonly expectedLoserVersion: number;
}

const version = z.int().min(0);
const joined = (need: Need): Need => ({ ...need, write: false, joins: true });
const pairOf = (one: string, other: string) => (one < other ? { leftId: one, rightId: other } : { leftId: other, rightId: one });

/** Merging and un-merging of contacts and accounts (`domain.md` 5.4). */
export const mergeCommands = (registry: Registry) => {
  const needsOf = (entity: Merged, { winnerId, loserId }: Pick<MergeArgs, 'loserId' | 'winnerId'>): readonly Need[] => {
    const pointers = pointersAt(entity.name, registry);
    const both = [winnerId, loserId];
    return [
      ...both.map((id) => toWrite(entity, { id })),
      ...both.flatMap((id) => pointing(pointers, id, mergedAtMost + 1)),
      ...(entity.name === 'contacts' ? both.flatMap((contactId) => [toJoin(ContactIdentifier, { contactId }), toRead(Consent, { contactId })]) : []),
      ...both.flatMap((id) => ['leftId', 'rightId'].map((side) => toJoin(MergeCandidate, { [side]: id }))),
      joined(toRead(Approval, { subjectType: entity.name, subjectId: loserId })),
    ];
  };
  const mergeArgs = <Name extends 'accounts' | 'contacts'>(name: Name) =>
    z.strictObject({ winnerId: idOf(name), loserId: idOf(name), fieldChoices: fieldChoices.default({}), expectedWinnerVersion: version, expectedLoserVersion: version });
  const candidateApprovals = (rows: Rows, { winnerId, loserId }: MergeArgs): readonly Need[] =>
    rows.known(MergeCandidate, pairOf(winnerId, loserId)).map(({ id }) => joined(toRead(Approval, { subjectType: 'mergeCandidates', subjectId: id })));

  return {
    mergeContacts: command('contacts.merge', {
      title: 'Merge two contacts',
      args: mergeArgs('contacts'),
      mode: 'online',
      capability: 'contacts.merge',
      needs: (args) => needsOf(Contact, args),
      andThen: ({ args, rows }) => candidateApprovals(rows, args),
      on: ({ args, rows }) => present(Contact, args, rows),
      run: ({ args, rows, context }) => merge(Contact, args, rows, context, registry),
    }),
    mergeAccounts: command('accounts.merge', {
      title: 'Merge two accounts',
      args: mergeArgs('accounts'),
      mode: 'online',
      capability: 'contacts.merge',
      needs: (args) => needsOf(Account, args),
      andThen: ({ args, rows }) => candidateApprovals(rows, args),
      on: ({ args, rows }) => present(Account, args, rows),
      run: ({ args, rows, context }) => merge(Account, args, rows, context, registry),
    }),
    unmerge: command('contacts.unmerge', {
      title: 'Undo the merge',
      args: z.strictObject({ id: idOf('contactMerges'), /** Rows that were edited since may stay with the winner. */ leaveMoved: z.boolean().default(false) }),
      mode: 'online',
      capability: 'contacts.merge',
      needs: ({ id }) => [toJoin(ContactMerge, { id })],
      andThen: ({ rows, args }) => rows.known(ContactMerge, { id: args.id }).flatMap((row) => toUndo(row as ContactMerge, registry)),
      run: ({ args, rows, context }) => unmerge(rows.get(ContactMerge, args.id), args.leaveMoved, rows, context, registry),
    }),
  };
};

function present(entity: Merged, { winnerId, loserId }: Pick<MergeArgs, 'loserId' | 'winnerId'>, rows: Rows) {
  return [winnerId, loserId].map((id) => {
    const row = rows.raw(entity.name, id);
    if (row && row['mergedIntoId'] !== null)
      throw new Refusal('merge.alreadyMerged', id === winnerId ? 'winnerId' : 'loserId', `This ${entity.singular.toLowerCase()} has been merged already.`);
    return rows.get(entity, id);
  });
}

function merge(entity: Merged, args: MergeArgs, rows: Rows, context: Context, registry: Registry): readonly Change[] {
  const { winnerId, loserId } = args;
  if (winnerId === loserId) throw new Refusal('field.invalid', 'loserId', 'Two different records are merged.');
  const [winner, loser] = [rows.get(entity, winnerId), rows.get(entity, loserId)] as readonly [AnyRow, AnyRow];
  for (const [row, field, seen] of [
    [winner, 'expectedWinnerVersion', args.expectedWinnerVersion],
    [loser, 'expectedLoserVersion', args.expectedLoserVersion],
  ] as const)
    if (row['version'] !== seen) throw new Refusal('merge.versionChanged', field, 'Somebody has changed one of the two since you looked at them; look again.');
  if (winner['userId'] && loser['userId']) throw new Refusal('merge.loginOnBoth', 'loserId', 'Both can sign in; take the login from one of them first.');
  const pointers = pointersAt(entity.name, registry);
  const moves = moveAll(pointers, loserId, winnerId, rows);
  if (moves.changes.length > mergedAtMost)
    throw new Refusal('merge.tooManyRows', 'loserId', `More than ${mergedAtMost} rows refer to the record that would go; merge the other way round.`);
  const candidates = [{ leftId: loserId }, { rightId: loserId }].flatMap((side) => rows.find(MergeCandidate, side)).filter(({ status }) => status === 'open');
  if (isRisky(entity, winner, loser, moves.changes.length, rows)) checkApproved(entity, loser, rows.known(MergeCandidate, pairOf(winnerId, loserId))[0]?.id, rows, context);

  const chosen = valuesOf(entity, args.fieldChoices, winner, loser);
  const values = entity.name === 'contacts' ? { ...chosen, ...computed({ ...winner, ...chosen }, winner, loser, moves, rows) } : chosen;
  const before = Object.fromEntries(Object.keys(values).map((key) => [key, winner[key]]));
  const record = insert(ContactMerge, idFrom(context, 0), {
    entityType: entity.name,
    winnerId: winnerId as Id,
    loserId: loserId as Id,
    loserSnapshot: { loser, winner: { before, after: values }, dropped: moves.dropped, unmarked: moves.unmarked },
    movedRefs: [...moves.moved],
    fieldChoices: args.fieldChoices,
    mergedBy: context.userId,
    expectedWinnerVersion: args.expectedWinnerVersion,
    expectedLoserVersion: args.expectedLoserVersion,
  });
  const gone: Change = { ...remove(entity, loserId as never, 'merged'), values: { mergedIntoId: winnerId } };
  return [
    record,
    gone,
    ...(Object.keys(values).length > 0 ? [update(entity, winnerId as never, values as never)] : []),
    ...moves.changes,
    ...candidates.map((candidate) => candidateAfter(candidate, winnerId, loserId, rows)),
    ...[winner, loser].flatMap((row, place) =>
      notify({ to: row['ownerId'] as string | null, type: 'merged', title: String(row[entity.title]), subject: { type: entity.name, id: winnerId }, place }, context),
    ),
  ];
}

/** The values that the winner takes, as they were chosen field by field. */
function valuesOf(entity: Merged, choices: Choices, winner: AnyRow, loser: AnyRow): Values {
  const writable = new Map(writableFields(entity));
  const entries = Object.entries(choices).map(([key, choice]) => {
    if (!writable.has(key) || key === 'mergedIntoId') throw new Refusal('field.invalid', `fieldChoices.${key}`, `${key} is not a field that can be chosen.`);
    return [key, choice === 'winner' ? winner[key] : choice === 'loser' ? loser[key] : choice.value] as const;
  });
  const login = loser['userId'] ? [['userId', loser['userId']] as const] : [];
  return Object.fromEntries([...entries, ...login].filter(([key, value]) => !isSame(winner[key], value)));
}

/** What follows from the rest of a contact: its name in one line, its main addresses, and whether it may be reached. */
function computed(after: AnyRow, winner: AnyRow, loser: AnyRow, moves: Moves, rows: Rows): Values {
  const fullName = fullNameOf(String(after['firstName']), after['lastName'] as string | null);
  const gone = new Set(moves.dropped.map(({ id }) => id));
  const unmarked = new Set(moves.unmarked.map(({ id }) => id));
  const points = [winner.id, loser.id].flatMap((contactId) => rows.find(ContactPoint, { contactId })).filter(({ id }) => !gone.has(id));
  const ledger = [winner.id, loser.id].flatMap((contactId) => rows.find(Consent, { contactId }));
  const values: Values = {
    fullName,
    normalizedName: normalizeName(fullName),
    ...primaryFields(points.map((point) => (unmarked.has(point.id) ? { ...point, isPrimary: false } : point))),
    doNotContact: !allows(ledger, 'contact', 'any'),
  };
  return Object.fromEntries(Object.entries(values).filter(([key, value]) => !isSame(winner[key], value)));
}

/** A suspicion that named the loser: of this very pair it was right, any other is now about the winner. */
function candidateAfter({ id, leftId, rightId }: MergeCandidate, winnerId: string, loserId: string, rows: Rows): Change {
  const other = leftId === loserId ? rightId : leftId;
  if (other === winnerId) return update(MergeCandidate, id, { status: 'merged' });
  const pair = pairOf(winnerId, other);
  const isKnown = rows.known(MergeCandidate, pair).length > 0;
  return update(MergeCandidate, id, isKnown ? { status: 'dismissed' } : { leftId: pair.leftId as Id, rightId: pair.rightId as Id });
}

interface Trace {
  readonly loser: AnyRow;
  readonly winner: { readonly before: Values; readonly after: Values };
  readonly dropped: Moves['dropped'];
  readonly unmarked: Moves['unmarked'];
}
// It was written by the merge, in this form.
const traceOf = ({ loserSnapshot }: ContactMerge) => loserSnapshot as unknown as Trace;

function toUndo(row: ContactMerge, { entityOf }: Registry): readonly Need[] {
  if (row.loserSnapshot === null) throw new Refusal('merge.erased', 'id', 'The personal data of these contacts has been erased; there is nothing to go back to.');
  const { dropped } = traceOf(row);
  const touched = new Map([...row.movedRefs, ...dropped].map(({ entity, id }) => [`${entity}/${id}`, toJoin(entityOf(entity), { id })]));
  return [...[row.winnerId, row.loserId].map((id) => toWrite(entityOf(row.entityType), { id })), ...touched.values(), toJoin(MergeCandidate, pairOf(row.winnerId, row.loserId))];
}

function unmerge(row: ContactMerge, leaveMoved: boolean, rows: Rows, context: Context, { entityOf }: Registry): readonly Change[] {
  if (row.status === 'unmerged') throw new Refusal('state.forbidden', 'status', 'This merge has been undone already.');
  const entity = entityOf(row.entityType);
  const winner = rows.raw(entity.name, row.winnerId);
  const loser = rows.raw(entity.name, row.loserId);
  if (!winner || !loser) throw new Refusal('row.missing', 'id');
  if (winner['mergedIntoId'] !== null) throw new Refusal('merge.winnerMergedAgain', 'id', 'The winner has itself been merged since; undo that first.');
  const { winner: won, dropped, unmarked } = traceOf(row);
  const isBack = ({ entity: name, id, field, version: seen }: ContactMerge['movedRefs'][number]) => {
    const found = rows.raw(name, id);
    return found !== undefined && found['deletedAt'] === null && found[field] === row.winnerId && found['version'] === seen;
  };
  const edited = row.movedRefs.filter((moved) => !isBack(moved));
  const kept = Object.keys(won.after).filter((key) => !isSame(winner[key], won.after[key]));
  const left = [...new Set([...edited.map(({ entity: name, id }) => `${entityOf(name).singular} ${id}`), ...kept.map((key) => `${entity.singular} ${key}`)])];
  if (left.length > 0 && !leaveMoved)
    throw new Refusal('merge.movedSince', 'leaveMoved', `Changed since the merge, and would stay with the winner: ${left.slice(0, 20).join(', ')}${left.length > 20 ? ', …' : ''}`);
  const back = row.movedRefs.filter(isBack);
  const marks = new Set(unmarked.map(({ id }) => id));
  const former = Object.fromEntries(Object.keys(won.after).flatMap((key) => (kept.includes(key) ? [] : [[key, won.before[key] ?? null]])));
  return [
    update(ContactMerge, row.id, { status: 'unmerged', unmergedBy: context.userId }),
    ...(Object.keys(former).length > 0 ? [update(entity, winner.id as never, former as never)] : []),
    { ...restore(entity, loser.id as never), values: { mergedIntoId: null } },
    ...back.map(({ entity: name, id, field }) => {
      const marked = marks.has(id) ? unmarked.filter((mark) => mark.id === id).map((mark) => [mark.field, true]) : [];
      return update(entityOf(name), id as never, { [field]: row.loserId, ...Object.fromEntries(marked) } as never);
    }),
    ...dropped.flatMap(({ entity: name, id }) => (rows.raw(name, id)?.['deletedAt'] ? [restore(entityOf(name), id as never)] : [])),
    ...rows.find(MergeCandidate, pairOf(row.winnerId, row.loserId)).flatMap(({ id, status }) => (status === 'merged' ? [update(MergeCandidate, id, { status: 'open' })] : [])),
  ];
}
