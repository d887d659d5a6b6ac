import type { CommandName } from '#domain/bridge.ts';
import type { AnyEntity } from '#domain/kernel/entity.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { makerOf } from './questions.ts';

/** Entities whose screens are made by hand, with the address of a record; all others are under `/records`. */
const handMade: ReadonlySet<string> = new Set(['cases', 'contacts']);

/** Forms of new records that are made by hand, with the command that they end in. */
const handMadeForms: Readonly<Partial<Record<EntityName, { readonly path: string; readonly command: CommandName }>>> = {
  apiKeys: { path: '/admin/api-key', command: 'apiKeys.create' },
  invitations: { path: '/admin/invite', command: 'invitations.send' },
};

/** Where a new record of an entity is made, and by which command; null where nobody makes one. */
export function makingOf(entity: AnyEntity): { readonly path: string; readonly command: CommandName } | null {
  const maker = makerOf(entity);
  // Every command of the registry has a name of the registry.
  return handMadeForms[entity.name] ?? (maker && { path: `/records/${entity.name}/new`, command: maker.name as CommandName });
}

/** The address of a record's screen. */
export const pathOf = (entity: EntityName, id: string): string => (handMade.has(entity) ? `/${entity}/${id}` : `/records/${entity}/${id}`);

/** The record that an address shows; null where it shows none. */
export function recordAt(path: string): { readonly entity: string; readonly id: string } | null {
  const match = /^(?:\/records)?\/([A-Za-z]+)\/([0-9a-f-]{36})$/.exec(path);
  const [, entity, id] = match ?? [];
  return entity && id && entity !== 'review' ? { entity, id } : null;
}
