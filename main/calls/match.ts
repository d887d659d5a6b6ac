import { matchReasons, type CallerMatch } from '#domain/calls/queries.ts';
import { normalizePoint } from '#domain/contacts/rules.ts';
import type { Read, StoredRow } from '../records/parts/read.ts';
import { tailLength } from '../records/parts/text.ts';

const mostFound = 60;
const mostShown = 8;
const mostCases = 4;

interface Found {
  readonly row: StoredRow;
  readonly reason: CallerMatch['reason'];
}

/** Contacts who may be calling from a number, the surest first; so few are read that it does not matter how many there are. */
export function callersAt(db: Read, number: string, e164: string | null): readonly CallerMatch[] {
  const digits = digitsOf(e164 ?? number);
  if (digits.length < 2) return [];
  const wanted = [...new Set([normalizePoint('phone', number), `+${digits}`, digits, `00${digits}`])].filter((each) => each !== '');
  const byNumber = [
    ...db.all(`${points} AND p.normalized IN (${wanted.map(() => '?').join(', ')}) LIMIT ${mostFound}`, ...wanted),
    ...(digits.length < tailLength ? [] : db.all(`${points} AND substr(p.normalized, -${tailLength}) = ? LIMIT ${mostFound}`, digits.slice(-tailLength))),
  ];
  const own = surest(byNumber.map((row) => ({ row, reason: reasonOf(String(row['value']), digits) })));
  const sure = own.filter(({ reason }) => reason !== 'ending').map(({ row }) => row['id'] ?? '');
  const kin = sure.slice(0, mostShown).flatMap((id) => db.all(household, id, id));
  const all = surest([...own, ...kin.map((row) => ({ row, reason: 'household' as const }))]);
  const matches = all.map(({ row, reason }) => {
    const cases = db.all(openCases, row['id'] ?? '');
    return { ...row, reason, others: own.length - 1, cases, lastCallAt: db.first(lastCall, row['id'] ?? '')?.['at'] ?? null };
  });
  // The columns of `points` and `openCases` are the fields of a match.
  return (matches as readonly unknown[] as readonly CallerMatch[]).toSorted(bySureness).slice(0, mostShown);
}

/** One line for each contact, with the best reason there is. */
function surest(found: readonly Found[]): readonly Found[] {
  const best = new Map<unknown, Found>();
  for (const each of found) {
    const known = best.get(each.row['id']);
    if (!known || place(each.reason) < place(known.reason)) best.set(each.row['id'], each);
  }
  return [...best.values()];
}

/** Two spellings are one number when the shorter, without what is dialled before it, ends the longer. */
function reasonOf(value: string, digits: string): CallerMatch['reason'] {
  const held = digitsOf(value);
  const [short, long] = [held, digits].map((each) => each.replace(/^0+/, '')).toSorted((one, other) => one.length - other.length);
  if (short === undefined || long === undefined || !long.endsWith(short) || (short.length < tailLength && short !== long)) return 'ending';
  return hasExtension.test(value) ? 'extension' : 'exact';
}

const place = (reason: CallerMatch['reason']) => matchReasons.indexOf(reason);
const newest = ({ cases, lastCallAt }: CallerMatch) => [cases[0]?.openedAt ?? '', lastCallAt ?? ''].toSorted().at(-1) ?? '';
const bySureness = (one: CallerMatch, other: CallerMatch) =>
  place(one.reason) - place(other.reason) ||
  Math.sign(other.cases.length) - Math.sign(one.cases.length) ||
  newest(other).localeCompare(newest(one)) ||
  one.fullName.localeCompare(other.fullName);

const hasExtension = /(?:;ext=|ext\.?|extension|x|#)\s*\d+\s*$/i;
/** The digits of a number, without its extension and what stands for a plus sign. */
const digitsOf = (text: string) => text.replace(hasExtension, '').replaceAll(/\D/g, '').replace(/^00/, '');

const points = `SELECT c.id AS id, c.full_name AS fullName, c.kind AS kind, c.job_title AS jobTitle, p.value AS value, p.label AS label
  FROM contact_points p JOIN contacts c ON c.id = p.contact_id AND c.deleted_at IS NULL WHERE p.deleted_at IS NULL AND p.kind IN ('phone', 'whatsapp')`;
const household = `SELECT c.id AS id, c.full_name AS fullName, c.kind AS kind, c.job_title AS jobTitle, h.name AS value, m.role AS label
  FROM household_members mine JOIN household_members m ON m.household_id = mine.household_id AND m.deleted_at IS NULL AND m.contact_id <> ?
  JOIN households h ON h.id = m.household_id AND h.deleted_at IS NULL JOIN contacts c ON c.id = m.contact_id AND c.deleted_at IS NULL
  WHERE mine.contact_id = ? AND mine.deleted_at IS NULL LIMIT 5`;
const openCases = `SELECT id, case_number AS caseNumber, title, status, opened_at AS openedAt FROM cases
  WHERE primary_contact_id = ? AND status IN ('pending', 'open', 'onHold') AND deleted_at IS NULL ORDER BY opened_at DESC LIMIT ${mostCases}`;
const lastCall = `SELECT started_at AS at FROM calls WHERE contact_id = ? AND deleted_at IS NULL ORDER BY started_at DESC LIMIT 1`;
