import type { EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import { useQuery } from '../bridge/use-query.ts';

/** How a person names the record behind a reference; null while it is not known or not in sight. */
export function useTitle(entity: EntityName, id: string | null): string | null {
  // Users live on the server only; what a desk knows of them are the members.
  const isUser = entity === 'users';
  const members = useQuery('people.members', isUser && id ? {} : null);
  const record = useQuery('records.get', !isUser && id ? { entity, id } : null);
  if (isUser) return members.data?.find(({ userId }) => userId === id)?.displayName ?? null;
  const { title, fields } = entityOf[entity];
  const value = record.data?.[title];
  const target = fields[title]?.target;
  const inner = useTitleOf(target, typeof value === 'string' ? value : null);
  if (target) return inner;
  return typeof value === 'string' ? (fields[title]?.choices?.[value] ?? value) : null;
}

function useTitleOf(target: EntityName | undefined, id: string | null): string | null {
  const members = useQuery('people.members', target === 'users' && id ? {} : null);
  return members.data?.find(({ userId }) => userId === id)?.displayName ?? null;
}
