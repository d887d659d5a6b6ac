import type { AnyEntity } from '#domain/kernel/entity.ts';
import { searchIndexOf } from '../../replica/search.ts';
import type { Where } from './pages.ts';
import type { Read } from './read.ts';

/** How many last digits find a number, as the index on contact points cuts them. */
export const tailLength = 7;

/** What a person typed, as FTS5 takes it: every word, the last one as a beginning. Null when there is no word in it. */
export function matchOf(text: string): string | null {
  const words = text.match(/[\p{L}\p{N}\p{M}]+/gu);
  if (!words) return null;
  const all = words.map((word) => `"${word}"`).join(' ');
  const digits = digitsOf(text);
  // A number may be typed in groups that it is not stored in.
  return digits && words.length > 1 ? `(${all}*) OR "${digits}"*` : `${all}*`;
}

/** The digits of what looks like a number; null when it does not, or has fewer than three. */
export function digitsOf(text: string): string | null {
  if (!/^[\d\s+()./-]+$/.test(text)) return null;
  const digits = text.replace(/\D/g, '');
  return digits.length >= 3 ? digits : null;
}

/** The last digits of a number, when there are enough of them to find it by. */
export function tailOf(text: string): string | null {
  const digits = digitsOf(text);
  return digits && digits.length >= tailLength ? digits.slice(-tailLength) : null;
}

/** So many rows are found before they are put in order; more are met while walking the order. */
const few = 1000;

/** Rows of an entity that hold a text, and whether they are so few that they are better found than met. */
export function holding(db: Read, entity: AnyEntity, text: string): { readonly where: Where; readonly isRare: boolean } {
  const index = searchIndexOf(entity);
  const match = matchOf(text);
  if (!index || !match) return { where: { sql: ['0'], values: [] }, isRare: true };
  const found = `SELECT rowid FROM ${index.table} WHERE ${index.table} MATCH ?`;
  const rows = db.all(`${found} LIMIT ${few + 1}`, match).map(({ rowid }) => rowid);
  if (rows.length > few) return { where: { sql: [`+rowid IN (${found})`], values: [match] }, isRare: false };
  return { where: { sql: ['rowid IN (SELECT value FROM json_each(?))'], values: [JSON.stringify(rows)] }, isRare: true };
}
