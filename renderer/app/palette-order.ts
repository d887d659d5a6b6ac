import type { SearchHit } from '#domain/records/queries.ts';

/** The hits as they were ranked, but among those of one title the newest first: ids count up with time. */
export function newestFirst(hits: readonly SearchHit[]): readonly SearchHit[] {
  const groups = Map.groupBy(hits, ({ entity, title }) => `${entity} ${title}`);
  for (const [key, group] of groups)
    groups.set(
      key,
      group.toSorted((one, other) => (one.id < other.id ? 1 : -1)),
    );
  return hits.flatMap(({ entity, title }) => groups.get(`${entity} ${title}`)?.shift() ?? []);
}
