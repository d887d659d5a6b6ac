import type { InteractionLine, interactionTimeline } from '#domain/contacts/view-queries.ts';
import { Interaction } from '#domain/interactions/interaction.ts';
import { maySee, viewScope } from '#domain/kernel/permission.ts';
import type { Page } from '#domain/records/page.ts';
import { entityOf } from '#domain/registry.ts';
import { inOrder, noWhere, pageOfIds, type Where } from '../records/parts/pages.ts';
import type { Read, Reader } from '../records/parts/read.ts';
import { toRow, wholeRow } from '../records/parts/rows.ts';
import type * as z from 'zod';

/** What was said and done with a contact or on a case, the newest first. */
export function interactionsOf(db: Read, reader: Reader, args: z.output<(typeof interactionTimeline)['args']>): Page<InteractionLine> {
  const { contactId, caseId, channels = [], from, to, after, limit } = args;
  const filters: readonly Where[] = [
    contactId ? { sql: ['contact_id = ?'], values: [contactId] } : { sql: ['case_id = ?'], values: [caseId ?? ''] },
    ...(channels.length > 0 ? [{ sql: [`channel IN (${channels.map(() => '?').join(', ')})`], values: channels }] : []),
    ...(from ? [{ sql: ['happened_at >= ?'], values: [from] }] : []),
    ...(to ? [{ sql: ['happened_at < ?'], values: [to] }] : []),
  ];
  const where = { sql: filters.flatMap(({ sql }) => sql), values: filters.flatMap(({ values }) => values) };
  const page = pageOfIds(db, { table: 'interactions', stretches: [{ order: 'happened_at', where, branches: [noWhere] }], descending: true, after, limit });
  const rows = inOrder(page.rows, (marks) =>
    db.all(`SELECT ${wholeRow(Interaction, 't')} FROM interactions t WHERE t.id IN (${marks})`, ...page.rows).map((stored) => toRow<InteractionLine>(Interaction, stored)),
  );
  const isSeen = (row: InteractionLine) => viewScope(entityOf[row.sourceType], reader.grants) !== undefined;
  return { rows: rows.filter((row) => maySee(reader, Interaction, row as never)).map((row) => ({ ...row, redacted: !isSeen(row) })), next: page.next };
}
