import type { EntityName } from '#domain/kernel/names.ts';

/** Entities whose screens are made by hand, with the address of a record; all others are under `/records`. */
const handMade: ReadonlySet<string> = new Set(['cases', 'contacts']);

/** The address of a record's screen. */
export const pathOf = (entity: EntityName, id: string): string => (handMade.has(entity) ? `/${entity}/${id}` : `/records/${entity}/${id}`);

/** The record that an address shows; null where it shows none. */
export function recordAt(path: string): { readonly entity: string; readonly id: string } | null {
  const match = /^(?:\/records)?\/([A-Za-z]+)\/([0-9a-f-]{36})$/.exec(path);
  const [, entity, id] = match ?? [];
  return entity && id && entity !== 'review' ? { entity, id } : null;
}
