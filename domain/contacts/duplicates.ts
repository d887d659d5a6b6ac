import type { AnyRow } from '#domain/kernel/entity.ts';

/** How sure it is that two contacts are one person (`domain.md` 5.1, step 2). */
export type Certainty = 'certain' | 'likely' | 'possible';

/** What the check compares of a contact. */
export interface Compared {
  readonly normalizedName: string;
  readonly dateOfBirth?: string | null;
  readonly accountId?: string | null;
  readonly locationId?: string | null;
  /** Numbers and addresses in the form by which they are looked up. */
  readonly points: readonly string[];
}

/** Names alike from here on are one name spelled twice. */
const alike = 0.82;

/** How sure it is that two contacts are one person; null where nothing says so. */
export function certaintyOf(one: Compared, other: Compared): Certainty | null {
  if (one.points.some((point) => other.points.includes(point))) return 'certain';
  const same = (key: 'accountId' | 'dateOfBirth' | 'locationId') => one[key] !== null && one[key] !== undefined && one[key] === other[key];
  if (one.normalizedName !== '' && one.normalizedName === other.normalizedName && (same('dateOfBirth') || same('accountId'))) return 'likely';
  return similarity(one.normalizedName, other.normalizedName) >= alike && same('locationId') ? 'possible' : null;
}

/** The contact as the check sees it. */
export const comparedOf = (contact: AnyRow, points: readonly AnyRow[]): Compared => ({
  normalizedName: String(contact['normalizedName'] ?? ''),
  dateOfBirth: (contact['dateOfBirth'] ?? null) as string | null,
  accountId: (contact['accountId'] ?? null) as string | null,
  locationId: (contact['locationId'] ?? null) as string | null,
  points: points.map((point) => String(point['normalized'])),
});

/** How many trigrams two words share, 0 to 1, as `pg_trgm` counts them. */
export function similarity(one: string, other: string): number {
  const [left, right] = [trigramsOf(one), trigramsOf(other)];
  if (left.size === 0 || right.size === 0) return 0;
  const shared = [...left].filter((each) => right.has(each)).length;
  return shared / (left.size + right.size - shared);
}

function trigramsOf(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const word of text.split(/[^\p{L}\p{N}]+/u).filter(Boolean)) {
    const padded = `  ${word} `;
    for (let at = 0; at + 3 <= padded.length; at++) found.add(padded.slice(at, at + 3));
  }
  return found;
}
