import type { AnyEntity, AnyRow } from './entity.ts';
import { Conflict, type Clash } from './failure.ts';

/** Values by field, as an editor saw or wrote them. */
export type Patch = Readonly<Record<string, unknown>>;

/**
 * What to write when somebody edited a row that others may have changed since: fields merge, tags merge as sets,
 * json merges by key; a field that holds neither what was seen nor what was written is a `Conflict`.
 */
export function edit(entity: AnyEntity, row: AnyRow, patch: Patch, seen: Patch): Patch {
  const values: Record<string, unknown> = {};
  const clashes: Clash[] = [];
  for (const [key, mine] of Object.entries(patch)) {
    const theirs = row[key] ?? null;
    const { kind, sensitivity } = entity.fields[key] ?? {};
    // Nobody sees a secret: it cannot have been seen otherwise, and a clash would show it.
    const base = key in seen && sensitivity !== 'secret' ? (seen[key] ?? null) : theirs;
    const merged = mergeValue(kind, base, mine ?? null, theirs);
    if (merged === clash) clashes.push({ field: key, base, mine, theirs });
    else values[key] = merged;
  }
  if (clashes.length > 0) throw new Conflict(entity.name, row.id, clashes);
  return values;
}

/** Whether two values of a field are the same to a reader, whatever the order of json keys. */
export function isSame(one: unknown, other: unknown): boolean {
  return one === other || canonical(one) === canonical(other);
}

const clash = Symbol('clash');

function mergeValue(kind: string | undefined, base: unknown, mine: unknown, theirs: unknown): unknown {
  if (isSame(theirs, base) || isSame(theirs, mine)) return mine;
  if (isSame(mine, base)) return theirs;
  if (kind === 'tags') return mergeTags(list(base), list(mine), list(theirs));
  if (kind === 'json' && isRecord(mine) && isRecord(theirs)) return mergeKeys(isRecord(base) ? base : {}, mine, theirs);
  return clash;
}

function mergeTags(base: readonly unknown[], mine: readonly unknown[], theirs: readonly unknown[]): readonly unknown[] {
  const removed = new Set(base.filter((tag) => !mine.includes(tag)));
  return [...new Set([...theirs.filter((tag) => !removed.has(tag)), ...mine.filter((tag) => !base.includes(tag))])];
}

function mergeKeys(base: Patch, mine: Patch, theirs: Patch): unknown {
  const merged: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const value = mergeValue(undefined, base[key], mine[key], theirs[key]);
    if (value === clash) return clash;
    if (value !== undefined) merged[key] = value;
  }
  return merged;
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const isRecord = (value: unknown): value is Patch => typeof value === 'object' && value !== null && !Array.isArray(value);

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value ?? null);
  return `{${Object.keys(value)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join(',')}}`;
}
