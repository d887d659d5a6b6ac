import { normalizePoint } from '#domain/contacts/rules.ts';
import type { Id } from '#domain/kernel/names.ts';
import type { Read } from '../../records/parts/read.ts';
import { tailOf } from '../../records/parts/text.ts';

/** A contact and the address by which it was found. */
export interface Reached {
  readonly id: Id<'contacts'>;
  readonly fullName: string;
  readonly kind: string;
  readonly value: string;
}

const most = 20;

/** The contacts that are reached at a number or address, the closest match first. */
export function contactsReachedAt(db: Read, address: string): readonly Reached[] {
  const exact = [...new Set([normalizePoint('phone', address), normalizePoint('email', address)])].filter((each) => each !== '');
  const tail = tailOf(address);
  const rows = [
    ...db.all(`${reached} AND p.normalized IN (${exact.map(() => '?').join(', ')}) ORDER BY p.is_primary DESC, c.full_name LIMIT ${most}`, ...exact),
    ...(tail ? db.all(`${reached} AND substr(p.normalized, -7) = ? AND p.kind IN ('phone', 'whatsapp') ORDER BY p.is_primary DESC, c.full_name LIMIT ${most}`, tail) : []),
  ];
  const seen = new Set<unknown>();
  // The columns of `reached` are the fields of a `Reached`.
  return rows.filter(({ id }) => !seen.has(id) && seen.add(id)) as readonly unknown[] as readonly Reached[];
}

const reached = `SELECT c.id AS id, c.full_name AS fullName, p.kind AS kind, p.value AS value
  FROM contact_points p JOIN contacts c ON c.id = p.contact_id AND c.deleted_at IS NULL WHERE p.deleted_at IS NULL`;
