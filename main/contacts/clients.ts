import { Contact } from '#domain/contacts/contact.ts';
import type { ClientListRow, clientList } from '#domain/contacts/view-queries.ts';
import { snake } from '#domain/kernel/names.ts';
import { audienceOf } from '#domain/kernel/permission.ts';
import type { Page } from '#domain/records/page.ts';
import { entityOf } from '#domain/registry.ts';
import { inOrder, noWhere, pageOfIds, type Where } from '../records/parts/pages.ts';
import type { Read, Reader } from '../records/parts/read.ts';
import { columns, pendingOf, toRow } from '../records/parts/rows.ts';
import { named } from './parts/named.ts';
import type * as z from 'zod';

const fields = ['id', 'fullName', 'kind', 'lifecycle', 'ownerId', 'primaryEmail', 'primaryPhone', 'acceptedAt'];
const openCases = `(SELECT count(*) FROM cases s WHERE s.primary_contact_id = c.id AND s.status IN ('pending', 'open', 'onHold') AND s.deleted_at IS NULL)`;
const activeOpportunities = `(SELECT count(*) FROM opportunities o WHERE o.contact_id = c.id AND o.stage NOT IN ('won', 'lost') AND o.deleted_at IS NULL)`;
const lastActivity = `(SELECT max(i.happened_at) FROM interactions i WHERE i.contact_id = c.id AND i.deleted_at IS NULL)`;

/** The clients with what is open with each of them. */
export function clientsOf(db: Read, reader: Reader, args: z.output<(typeof clientList)['args']>): Page<ClientListRow> {
  const { text, ownerId, groupId, sort, descending, after, limit } = args;
  const filters: readonly Where[] = [
    { sql: ['merged_into_id IS NULL'], values: [] },
    ...(text ? [named(text)] : []),
    ...(ownerId ? [{ sql: ['owner_id = ?'], values: [ownerId] }] : []),
    ...(groupId ? [{ sql: ['id IN (SELECT contact_id FROM contact_group_members WHERE group_id = ? AND deleted_at IS NULL)'], values: [groupId] }] : []),
  ];
  const where = { sql: filters.flatMap(({ sql }) => sql), values: filters.flatMap(({ values }) => values) };
  const page = pageOfIds(db, { table: 'contacts', stretches: [{ order: snake(sort), where, branches: [noWhere] }], descending, after, limit });
  const seesScores = audienceOf(entityOf.qdScores, reader) !== undefined;
  const rows = inOrder(page.rows, (marks) =>
    db
      .all(
        `SELECT ${columns('c', fields)}, ${pendingOf(Contact, 'c')} AS pending, ${openCases} AS openCaseCount, ${activeOpportunities} AS activeOpportunityCount, ${lastActivity} AS lastActivityAt
          FROM contacts c WHERE c.id IN (${marks})`,
        ...page.rows,
      )
      .map((stored) => ({ ...toRow<Omit<ClientListRow, 'qdSummary'>>(Contact, stored), qdSummary: seesScores ? scoresOf(db, String(stored['id'])) : [] })),
  );
  return { rows, next: page.next };
}

/** The latest value of each score of a contact, and how far it moved since the value before. */
function scoresOf(db: Read, contactId: string): ClientListRow['qdSummary'] {
  return db
    .all('SELECT score_type AS type, current_value AS value FROM qd_scores WHERE contact_id = ? AND context_id IS NULL AND deleted_at IS NULL ORDER BY score_type', contactId)
    .map(({ type, value }) => {
      const [, before] = db.all(
        'SELECT value FROM qd_timeseries WHERE contact_id = ? AND score_type = ? AND deleted_at IS NULL ORDER BY at DESC, id DESC LIMIT 2',
        contactId,
        type ?? '',
      );
      return { type: String(type), value: Number(value), trend: before ? Number(value) - Number(before['value']) : null };
    });
}
