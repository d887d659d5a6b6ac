import { Consent } from '#domain/contacts/consent.ts';
import { ContactIdentifier } from '#domain/contacts/contact-identifier.ts';
import type { Context } from '#domain/kernel/context.ts';
import type { AnyEntity, AnyRow } from '#domain/kernel/entity.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import type { Rows } from '#domain/kernel/rows.ts';
import { Approval } from '#domain/workflow/approval.ts';

/** With more rows than this behind it a merge needs a second person. */
const many = 50;

/** Whether a merge needs a second person: a login, consent withdrawn on one side, another birthday or identity number, or much that hangs on the loser. */
export function isRisky({ name }: AnyEntity, winner: AnyRow, loser: AnyRow, moved: number, rows: Rows): boolean {
  if (moved > many) return true;
  if (name !== 'contacts') return false;
  const differ = (one: unknown, other: unknown) => Boolean(one) && Boolean(other) && one !== other;
  if (winner['userId'] || loser['userId'] || differ(winner['dateOfBirth'], loser['dateOfBirth'])) return true;
  const [left, right] = [withdrawn(winner.id, rows), withdrawn(loser.id, rows)];
  if (left.size !== right.size || [...left].some((purpose) => !right.has(purpose))) return true;
  const numbers = rows.find(ContactIdentifier, { contactId: loser.id });
  return rows.find(ContactIdentifier, { contactId: winner.id }).some(({ kind, value }) => numbers.some((other) => other.kind === kind && other.value !== value));
}

/** The purposes for which the latest word of a contact is no. */
function withdrawn(contactId: string, rows: Rows): ReadonlySet<string> {
  const latest = new Map<string, Consent>();
  for (const entry of rows.find(Consent, { contactId })) {
    const key = `${entry.purpose} ${entry.channelKind}`;
    const known = latest.get(key);
    if (!known || entry.happenedAt > known.happenedAt || (entry.happenedAt === known.happenedAt && entry.action !== 'granted')) latest.set(key, entry);
  }
  return new Set([...latest].flatMap(([key, { action }]) => (action === 'granted' ? [] : [key])));
}

/** Refuses a risky merge that nobody else has approved since the loser last changed: on the suspected pair, or on the loser. */
export function checkApproved(entity: AnyEntity, loser: AnyRow, candidateId: string | undefined, rows: Rows, { userId }: Context): void {
  const approvals = [
    ...rows.find(Approval, { subjectType: entity.name, subjectId: loser.id }),
    ...(candidateId ? rows.find(Approval, { subjectType: 'mergeCandidates', subjectId: candidateId }) : []),
  ];
  const isGiven = ({ status, approverId, decidedAt, requiredCapability }: Approval) =>
    status === 'approved' &&
    requiredCapability === 'contacts.merge' &&
    approverId !== null &&
    approverId !== userId &&
    decidedAt !== null &&
    decidedAt >= String(loser['updatedAt']);
  if (!approvals.some(isGiven)) throw new Refusal('merge.needsApproval', 'loserId', 'This merge is risky: somebody else has to approve it first.');
}
