import { Contact } from '#domain/contacts/contact.ts';
import { ContactPoint } from '#domain/contacts/contact-point.ts';
import { getContact, listContacts, lookupContacts, type ContactListRow, type ContactView } from '#domain/contacts/queries.ts';
import { answer } from '../records/parts/answer.ts';
import { inOrder, noWhere, pageOfIds, type Where } from '../records/parts/pages.ts';
import type { Read } from '../records/parts/read.ts';
import { columns, pendingOf, toRow, wholeRow } from '../records/parts/rows.ts';
import { client360Of } from './client.ts';
import { clientsOf } from './clients.ts';
import { named } from './parts/named.ts';
import { contactsReachedAt } from './parts/reached.ts';
import { interestsOf } from './interests.ts';
import { interactionsOf } from './timeline.ts';
import { twinsOf } from './twins.ts';
import { client360, clientList, interactionTimeline, interestsOfContact, possibleTwins } from '#domain/contacts/view-queries.ts';

export const contactAnswers = [
  answer(
    listContacts,
    (db, { kind, text, descending, after, limit }) => {
      const ofKind: Where = kind ? { sql: ['kind = ?'], values: [kind] } : noWhere;
      const stretch = { order: 'normalized_name', where: text ? named(text) : noWhere, branches: [ofKind] };
      const page = pageOfIds(db, { table: 'contacts', stretches: [stretch], descending, after, limit });
      return { rows: linesOf(db, page.rows), next: page.next };
    },
    ['outbox'],
  ),
  answer(
    getContact,
    (db, { id }): ContactView | null => {
      const stored = db.first(
        `SELECT ${wholeRow(Contact, 'c')}, m.display_name AS ownerName FROM contacts c LEFT JOIN memberships m ON m.user_id = c.owner_id WHERE c.id = ? AND c.deleted_at IS NULL`,
        id,
      );
      if (!stored) return null;
      const points = db.all(
        `SELECT ${wholeRow(ContactPoint, 'p')} FROM contact_points p WHERE p.contact_id = ? AND p.deleted_at IS NULL ORDER BY p.is_primary DESC, p.kind, p.id`,
        id,
      );
      return { ...toRow<Omit<ContactView, 'points'>>(Contact, stored), points: points.map((point) => toRow(ContactPoint, point)) };
    },
    ['outbox'],
  ),
  answer(lookupContacts, (db, { address }) => contactsReachedAt(db, address)),
  answer(client360, (db, { id }, reader) => client360Of(db, reader, id), ['outbox']),
  answer(clientList, (db, args, reader) => clientsOf(db, reader, args), ['outbox']),
  answer(interactionTimeline, (db, args, reader) => interactionsOf(db, reader, args), ['outbox']),
  answer(possibleTwins, twinsOf),
  answer(interestsOfContact, (db, { contactId }, reader) => interestsOf(db, reader, contactId), ['outbox']),
];

const lineFields = ['id', 'fullName', 'kind', 'jobTitle', 'primaryEmail', 'primaryPhone', 'tags', 'acceptedAt'];
const openCases = `(SELECT count(*) FROM cases s WHERE s.primary_contact_id = c.id AND s.status IN ('pending', 'open', 'onHold') AND s.deleted_at IS NULL)`;

function linesOf(db: Read, ids: readonly string[]): readonly ContactListRow[] {
  return inOrder(ids, (marks) =>
    db
      .all(`SELECT ${columns('c', lineFields)}, ${pendingOf(Contact, 'c')} AS pending, ${openCases} AS openCases FROM contacts c WHERE c.id IN (${marks})`, ...ids)
      .map((stored) => toRow<ContactListRow>(Contact, stored)),
  );
}
