import type { AnyEntity, AnyRow } from './entity.ts';
import { everyone, teamKey, userKey } from './permission.ts';
import type { EntityName } from './names.ts';

/** What the keys of a row are computed from beside the row itself. */
export interface KeySource {
  readonly row: (entity: EntityName, id: string) => AnyRow | undefined;
  readonly find: (entity: EntityName, where: Readonly<Record<string, string>>) => readonly AnyRow[];
}

/** The keys of a row as the triggers in Postgres set them; null where every member may see it. */
export function visibleTo({ visibility, fields }: AnyEntity, row: AnyRow, source: KeySource): readonly string[] | null {
  if (visibility.kind === 'keys') {
    const { users, teams = [], members } = visibility;
    const active = members ? source.find(members.entity, { [members.by]: row.id }).filter((member) => member[members.active] === true && member['deletedAt'] === null) : [];
    const userIds = [...users.map((key) => row[key]), ...active.map((member) => (members ? member[members.user] : null))].filter(isId);
    const teamIds = teams.map((key) => row[key]).filter(isId);
    return [...new Set([...userIds.map(userKey), ...teamIds.map(teamKey)])].toSorted();
  }
  if (visibility.kind !== 'parent') return null;
  for (const key of visibility.of) {
    const target = fields[key]?.target;
    const id = row[key];
    if (!target || !isId(id)) continue;
    const keys = source.row(target, id)?.['visibleTo'];
    return Array.isArray(keys) ? keys.map(String) : [];
  }
  return [everyone];
}

const isId = (value: unknown): value is string => typeof value === 'string';
