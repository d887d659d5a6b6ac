import type { InterestLine } from '#domain/contacts/view-queries.ts';
import { PropertyInterest } from '#domain/pipeline/property-interest.ts';
import { maySee } from '#domain/kernel/permission.ts';
import type { Read, Reader } from '../records/parts/read.ts';
import { toRow, wholeRow } from '../records/parts/rows.ts';

/** What a contact is interested in, with the state and price it has now. */
export function interestsOf(db: Read, reader: Reader, contactId: string): readonly InterestLine[] {
  return db
    .all(
      `SELECT ${wholeRow(PropertyInterest, 'i')}, p.name AS projectName, u.unit_label AS unitLabel, u.status AS unitStatus, u.price_current_minor AS priceMinor, u.price_current_currency AS priceCurrency
        FROM property_interests i LEFT JOIN inventory_units u ON u.id = i.unit_id LEFT JOIN inventory_projects p ON p.id = coalesce(i.project_id, u.project_id)
        WHERE i.contact_id = ? AND i.deleted_at IS NULL ORDER BY i.id DESC LIMIT 200`,
      contactId,
    )
    .map((stored) => toRow<InterestLine>(PropertyInterest, stored))
    .filter((row) => maySee(reader, PropertyInterest, row as never));
}
