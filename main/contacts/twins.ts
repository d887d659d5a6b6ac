import { Contact } from '#domain/contacts/contact.ts';
import { certaintyOf, comparedOf, type Certainty } from '#domain/contacts/duplicates.ts';
import { fullNameOf, normalizeName, normalizePoint } from '#domain/contacts/rules.ts';
import type { possibleTwins } from '#domain/contacts/view-queries.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import type { Read } from '../records/parts/read.ts';
import { columns, toRow } from '../records/parts/rows.ts';
import type * as z from 'zod';

const surest: readonly Certainty[] = ['certain', 'likely', 'possible'];
const most = 20;
/** So many people of one place are compared by name. */
const compared = 2000;

/** Who may be the person that is being typed in: reached at the same place, called the same, or called alike and of the same place. */
export function twinsOf(db: Read, { firstName, lastName, points, except, ...rest }: z.output<(typeof possibleTwins)['args']>) {
  const given = points.map(({ kind, value }) => ({ id: '', kind, normalized: normalizePoint(kind, value) })).filter(({ normalized }) => normalized !== '');
  const fresh = comparedOf({ id: '', ...rest, normalizedName: normalizeName(fullNameOf(firstName, lastName)) }, given);
  const contacts = `SELECT ${columns('c', ['id', 'fullName', 'normalizedName', 'dateOfBirth', 'accountId', 'locationId'])} FROM contacts c`;
  const reached = given.flatMap(({ kind, normalized }) =>
    db.all(
      `${contacts} JOIN contact_points p ON p.contact_id = c.id AND p.deleted_at IS NULL WHERE p.kind = ? AND p.normalized = ? AND c.deleted_at IS NULL LIMIT ${most}`,
      kind,
      normalized,
    ),
  );
  const found = [
    ...(fresh.normalizedName === '' ? [] : db.all(`${contacts} WHERE c.normalized_name = ? AND c.deleted_at IS NULL LIMIT ${compared}`, fresh.normalizedName)),
    ...(fresh.locationId && fresh.normalizedName !== '' ? db.all(`${contacts} WHERE c.location_id = ? AND c.deleted_at IS NULL LIMIT ${compared}`, fresh.locationId) : []),
  ];
  const certain = new Set(reached.map(({ id }) => id));
  const rows = new Map([...reached, ...found].map((stored) => [String(stored['id']), toRow<AnyRow>(Contact, stored)]));
  return [...rows.values()]
    .filter(({ id }) => id !== except)
    .flatMap((row) => {
      const certainty = certain.has(row.id) ? 'certain' : certaintyOf(fresh, comparedOf(row, []));
      return certainty ? [{ id: row.id as Contact['id'], fullName: String(row['fullName']), certainty }] : [];
    })
    .toSorted((one, other) => surest.indexOf(one.certainty) - surest.indexOf(other.certainty) || (one.fullName < other.fullName ? -1 : 1))
    .slice(0, most);
}
