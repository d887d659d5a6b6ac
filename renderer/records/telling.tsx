import type { EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import { useQuery } from '../bridge/use-query.ts';

/** What tells two records of one name apart: the first other text that their list shows. */
export function Telling({ entity, id }: { readonly entity: EntityName; readonly id: string }) {
  const row = useQuery('records.get', entity === 'users' ? null : { entity, id }).data;
  const { title, fields, columns } = entityOf[entity];
  const telling = columns.filter((name) => name !== title && fields[name]?.kind === 'text' && !fields[name]?.choices);
  const value = telling.map((name) => row?.[name]).find((each) => typeof each === 'string' && each !== '');
  return typeof value === 'string' ? value : null;
}
