import type { Page } from '#domain/records/page.ts';
import type { Read, Stored, StoredRow } from './read.ts';
import * as z from 'zod';

/** Conditions joined by AND, with their values in order. */
export interface Where {
  readonly sql: readonly string[];
  readonly values: readonly Stored[];
}

/**
 * A stretch of a list with one order of its own; stretches follow each other.
 * Each branch is one walk of an index in that order; the first rows of all branches are merged.
 */
export interface Stretch {
  readonly order: string;
  readonly where: Where;
  readonly branches: readonly Where[];
}

interface Listing {
  readonly table: string;
  readonly stretches: readonly Stretch[];
  readonly descending: boolean;
  /** The rows that were deleted, not those that are there. */
  readonly deleted?: boolean;
  readonly after: string | null | undefined;
  readonly limit: number;
}

const cursor = z.tuple([z.int().min(0), z.union([z.string(), z.number()]), z.string()]);

/** The ids of a page in their order, and the key after which the next page begins. */
export function pageOfIds(db: Read, { table, stretches, descending, deleted = false, after, limit }: Listing): Page<string> {
  const from = after ? readCursor(after) : null;
  const found: { readonly stretch: number; readonly row: StoredRow }[] = [];
  for (let at = from?.[0] ?? 0; at < stretches.length && found.length <= limit; at++) {
    const stretch = stretches[at];
    if (!stretch) break;
    const start = from && from[0] === at ? { key: from[1], id: from[2] } : null;
    const { sql, values } = walk({ table, descending, deleted }, stretch, start, limit + 1 - found.length);
    for (const row of db.all(sql, ...values)) found.push({ stretch: at, row });
  }
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows: rows.map(({ row }) => String(row['id'])), next: last && found.length > limit ? writeCursor([last.stretch, last.row['key'] ?? '', String(last.row['id'])]) : null };
}

/** Loads rows by id and puts them in the order of the ids. */
export function inOrder<Row extends { readonly id: string }>(ids: readonly string[], load: (marks: string) => readonly Row[]): readonly Row[] {
  if (ids.length === 0) return [];
  const byId = new Map(load(ids.map(() => '?').join(', ')).map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export const noWhere: Where = { sql: [], values: [] };

export const both = (one: Where, other: Where): Where => ({ sql: [...one.sql, ...other.sql], values: [...one.values, ...other.values] });

function walk(
  { table, descending, deleted }: Pick<Required<Listing>, 'deleted' | 'descending' | 'table'>,
  { order, where, branches }: Stretch,
  start: { readonly key: Stored; readonly id: string } | null,
  limit: number,
): { readonly sql: string; readonly values: readonly Stored[] } {
  const direction = descending ? 'DESC' : 'ASC';
  const ordered = order === 'id' ? `id ${direction}` : `${order} ${direction}, id ${direction}`;
  const beyond: Where = start ? { sql: [`(${order}, id) ${descending ? '<' : '>'} (?, ?)`], values: [start.key, start.id] } : noWhere;
  const walks = branches.map((branch) => {
    const all = both(both(branch, where), beyond);
    const conditions = [`deleted_at IS ${deleted ? 'NOT NULL' : 'NULL'}`, ...all.sql].join(' AND ');
    return { sql: `SELECT id, ${order} AS "key" FROM ${table} WHERE ${conditions} ORDER BY ${ordered} LIMIT ?`, values: [...all.values, limit] };
  });
  const [only] = walks;
  if (walks.length === 1 && only) return only;
  const union = walks.map(({ sql }) => `SELECT id, "key" FROM (${sql})`).join(' UNION ALL ');
  return { sql: `SELECT id, "key" FROM (${union}) ORDER BY "key" ${direction}, id ${direction} LIMIT ?`, values: [...walks.flatMap(({ values }) => values), limit] };
}

/** A key that no list has given begins at the start: it comes from an older version of the list. */
function readCursor(text: string): z.output<typeof cursor> | null {
  try {
    return cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    return null;
  }
}

const writeCursor = (key: readonly Stored[]): string => Buffer.from(JSON.stringify(key)).toString('base64url');
