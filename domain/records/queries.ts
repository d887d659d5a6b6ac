import type { AnyRow } from '#domain/kernel/entity.ts';
import { entityNames, type EntityName } from '#domain/kernel/names.ts';
import { exactly, many, one, query } from '#domain/kernel/query.ts';
import { page, pageArgs, type Recorded } from '#domain/records/page.ts';
import * as z from 'zod';

const entity = z.enum(entityNames);

/** One record of any entity, with where it stands; `deleted` also finds one that was deleted. */
export const getRecord = query('records.get', { args: z.strictObject({ entity, id: z.uuid(), deleted: z.boolean().optional() }), reads: 'all', returns: one<AnyRow & Recorded>() });

/** A page of any entity in the order of its title unless told; `where` is equality on fields, `deleted` asks for those that were deleted. */
export const listRecords = query('records.list', {
  args: z.strictObject({
    ...pageArgs,
    entity,
    where: z.record(z.string(), z.union([z.string(), z.boolean(), z.null()])).optional(),
    text: z.string().max(200).optional(),
    sort: z.string().max(60).optional(),
    descending: z.boolean().optional(),
    deleted: z.boolean().optional(),
  }),
  reads: 'all',
  returns: page<AnyRow & Recorded>(),
});

/** What a search found: where, and the words around it with the match between ‹ and ›. */
export interface SearchHit {
  readonly entity: EntityName;
  readonly id: string;
  readonly title: string;
  readonly snippet: string;
  readonly score: number;
}

/** Full-text search over the replica, the best first. */
export const searchRecords = query('records.search', {
  args: z.strictObject({ text: z.string().max(200), entities: z.array(entity).optional(), limit: z.int().min(1).max(100).default(20) }),
  reads: 'all',
  returns: many<SearchHit>(),
});

/** How many rows of each entity the replica holds. */
export const countRecords = query('records.count', { args: z.strictObject({}), reads: 'all', returns: exactly<Readonly<Record<string, number>>>() });
