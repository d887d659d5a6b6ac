import type { Client360, ClientBlock } from '#domain/contacts/view-queries.ts';
import { entityOf } from '#domain/registry.ts';
import { at, blockOf, type Asked } from '../records/parts/block.ts';
import type { Read, Reader } from '../records/parts/read.ts';

const openCases = `t.status IN ('pending', 'open', 'onHold')`;
const openTasks = `t.status IN ('todo', 'inProgress', 'review')`;

/** Everything about one contact that this desk holds and the member may see. */
export function client360Of(db: Read, reader: Reader, id: string): Client360 | null {
  const [contact] = blockOf(db, reader, { entity: entityOf.contacts, where: at('id', id) }).rows;
  if (!contact) return null;
  const asked: Readonly<Record<ClientBlock, Asked>> = {
    points: { entity: entityOf.contactPoints, where: at('contact_id', id), order: 't.is_primary DESC, t.kind, t.id' },
    consents: { entity: entityOf.consents, where: at('contact_id', id), order: 't.happened_at DESC, t.id DESC' },
    groups: { entity: entityOf.contactGroupMembers, where: at('contact_id', id) },
    households: { entity: entityOf.householdMembers, where: at('contact_id', id) },
    accounts: { entity: entityOf.accounts, where: { sql: ['t.id = (SELECT account_id FROM contacts WHERE id = ?)'], values: [id] } },
    relationships: {
      entity: entityOf.relationships,
      where: {
        sql: [
          't.id IN (SELECT id FROM relationships WHERE from_contact_id = ? AND deleted_at IS NULL UNION ALL SELECT id FROM relationships WHERE to_contact_id = ? AND deleted_at IS NULL)',
        ],
        values: [id, id],
      },
    },
    leads: { entity: entityOf.leads, where: at('contact_id', id, `t.status = 'open'`) },
    opportunities: { entity: entityOf.opportunities, where: at('contact_id', id, `t.stage NOT IN ('won', 'lost')`) },
    cases: { entity: entityOf.cases, where: at('primary_contact_id', id, openCases) },
    interactions: { entity: entityOf.interactions, where: at('contact_id', id), order: 't.happened_at DESC, t.id DESC', limit: 20 },
    tasks: { entity: entityOf.tasks, where: at('contact_id', id, openTasks) },
    scores: { entity: entityOf.qdScores, where: at('contact_id', id) },
    interests: { entity: entityOf.propertyInterests, where: at('contact_id', id) },
    invoices: { entity: entityOf.invoices, where: { sql: ['t.engagement_id IN (SELECT id FROM engagements WHERE contact_id = ? AND deleted_at IS NULL)'], values: [id] } },
  };
  const blocks = Object.fromEntries(Object.entries(asked).map(([name, each]) => [name, blockOf(db, reader, each)])) as Record<ClientBlock, Client360['blocks'][ClientBlock]>;
  const documents = blockOf(db, reader, { entity: entityOf.documents, where: at('contact_id', id), limit: 1000 });
  return { contact, blocks, documentCount: documents.held === 'none' ? null : documents.rows.length };
}
