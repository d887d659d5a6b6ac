import { ContactPoint } from '#domain/contacts/contact-point.ts';
import { Contact } from '#domain/contacts/contact.ts';
import type { Where } from '../../records/parts/pages.ts';
import { matchOf, tailOf } from '../../records/parts/text.ts';
import { searchIndexOf } from '../../replica/search.ts';

/** Contacts that hold a text, or that have an address which does. */
export function named(text: string): Where {
  const match = matchOf(text);
  const [own, points] = [searchIndexOf(Contact), searchIndexOf(ContactPoint)];
  if (!match || !own || !points) return { sql: ['0'], values: [] };
  const byPoint = (condition: string) => `SELECT t.rowid FROM contact_points p JOIN contacts t ON t.id = p.contact_id WHERE p.deleted_at IS NULL AND ${condition}`;
  const tail = tailOf(text);
  const found = [
    `SELECT rowid FROM ${own.table} WHERE ${own.table} MATCH ?`,
    byPoint(`p.rowid IN (SELECT rowid FROM ${points.table} WHERE ${points.table} MATCH ?)`),
    ...(tail ? [byPoint('substr(p.normalized, -7) = ?')] : []),
  ];
  return { sql: [`rowid IN (${found.join(' UNION ')})`], values: [match, match, ...(tail ? [tail] : [])] };
}
