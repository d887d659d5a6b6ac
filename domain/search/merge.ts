import { entityNames, type EntityName } from '#domain/kernel/names.ts';
import type { SearchHit } from '#domain/records/queries.ts';
import * as z from 'zod';

/** What a hub found, as its API says it. */
export const hubHits = z.object({ data: z.array(z.object({ entity: z.string(), id: z.uuid(), title: z.string(), snippet: z.string(), score: z.number() })) });

/** A hit, and whether the hub alone has the record. */
export interface MergedHit extends SearchHit {
  readonly isOnHub: boolean;
}

const isKnown = (name: string): name is EntityName => entityNames.some((known) => known === name);

/** Hits of a desk and of its hub as one list, the best first: of one record the higher score counts, and the desk's own words are shown. */
export function mergeHits(own: readonly SearchHit[], ofHub: z.output<typeof hubHits>['data']): readonly MergedHit[] {
  const merged = new Map<string, MergedHit>(own.map((hit) => [`${hit.entity} ${hit.id}`, { ...hit, isOnHub: false }]));
  for (const hit of ofHub) {
    const { entity } = hit;
    // A newer hub may know of more than this desk.
    if (!isKnown(entity)) continue;
    const known = merged.get(`${entity} ${hit.id}`);
    merged.set(`${entity} ${hit.id}`, known ? { ...known, score: Math.max(known.score, hit.score) } : { ...hit, entity, isOnHub: true });
  }
  return [...merged.values()].toSorted((one, other) => other.score - one.score);
}
