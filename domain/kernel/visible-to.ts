import type { AnyEntity, AnyRow, When } from './entity.ts';
import { everyone, leadKey, teamKey, userKey } from './permission.ts';
import { entityNames, type EntityName } from './names.ts';

/** What the keys of a row are computed from beside the row itself. */
export interface KeySource {
  readonly row: (entity: EntityName, id: string) => AnyRow | undefined;
  readonly find: (entity: EntityName, where: Readonly<Record<string, string>>) => readonly AnyRow[];
  readonly entity: (name: EntityName) => AnyEntity;
}

/** The keys of a row as the triggers in Postgres set them; null where every member may see it. */
export function visibleTo({ visibility, fields }: AnyEntity, row: AnyRow, source: KeySource): readonly string[] | null {
  if (visibility.kind !== 'keys' && visibility.kind !== 'parent') return null;
  const holds = (when: When | undefined) => when !== undefined && row[when.field] === when.is;
  if (holds(visibility.open)) return [everyone];
  const { users = [], teams = [], leads = [], members } = visibility;
  const rows = members ? source.find(members.entity, { [members.by]: row.id }).filter((one) => one['deletedAt'] === null && (!members.active || one[members.active] === true)) : [];
  const named = (name: string | undefined) => (name ? rows.map((one) => one[name]) : []);
  const own = [
    ...[...users.map((key) => row[key]), ...named(members?.user)].filter(isId).map(userKey),
    ...[...teams.flatMap((key) => row[key]), ...named(members?.team)].filter(isId).map(teamKey),
    ...leads
      .flatMap((key) => row[key])
      .filter(isId)
      .map(leadKey),
  ];
  if (members?.audience) own.push(...rows.flatMap(keysIn));
  if (visibility.kind === 'keys' || holds(visibility.closed)) return sorted(own);
  for (const key of visibility.of) {
    const field = fields[key];
    const id = row[key];
    const target = field?.target ?? entityNames.find((name) => name === (field?.typedBy && row[field.typedBy]));
    if (!isId(id)) continue;
    return sorted([...(target ? parentKeys(source, target, id) : []), ...own]);
  }
  return users.length + teams.length + leads.length > 0 || members ? sorted(own) : [everyone];
}

/** What a parent hands to the rows under it: its keys, everybody where every member may see it, nobody where only some roles may. */
function parentKeys(source: KeySource, target: EntityName, id: string): readonly string[] {
  const { kind } = source.entity(target).visibility;
  if (kind === 'tenant') return [everyone];
  return keysIn(source.row(target, id));
}

function keysIn(row: AnyRow | undefined): readonly string[] {
  const keys = row?.['visibleTo'];
  return Array.isArray(keys) ? keys.map(String) : [];
}

const sorted = (keys: readonly string[]) => [...new Set(keys)].toSorted();
const isId = (value: unknown): value is string => typeof value === 'string';
