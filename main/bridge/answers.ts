import { entityNames, type EntityName } from '#domain/kernel/names.ts';
import type { LocalSource } from '#domain/kernel/query.ts';
import { callAnswers } from '../calls/queries.ts';
import { storageAnswers } from '../storage/queries.ts';
import { caseAnswers } from '../cases/queries.ts';
import { contactAnswers } from '../contacts/queries.ts';
import { deskAnswers } from '../desk/queries.ts';
import { inboxAnswers } from '../inbox/queries.ts';
import { peopleAnswers } from '../people/queries.ts';
import { telephonyAnswers } from '../telephony/queries.ts';
import type { Answering } from '../records/parts/answer.ts';
import { recordAnswers } from '../records/queries.ts';
import type { Dependence } from './live-queries.ts';
import * as z from 'zod';

/** Every answer from the replica, by the name of its query. */
export const answerOf: ReadonlyMap<string, Answering> = new Map(
  [...deskAnswers, ...recordAnswers, ...peopleAnswers, ...contactAnswers, ...inboxAnswers, ...caseAnswers, ...callAnswers, ...storageAnswers, ...telephonyAnswers].map(
    (answering) => [answering.contract.name, answering],
  ),
);

const localSources = new Set<string>(['desk', 'drafts', 'outbox', 'review'] satisfies readonly LocalSource[]);
const naming = z.object({ entity: z.enum(entityNames).optional(), entities: z.array(z.enum(entityNames)).optional(), id: z.uuid().optional() });

/** What the answer of a query depends on. */
export function dependenceOf(name: string, args: unknown): Dependence {
  const answering = answerOf.get(name);
  // The core answers `desk.status` from what it is told.
  if (!answering) return { entities: new Set(), sources: new Set(['desk']), row: null };
  const { contract, also } = answering;
  if (contract.reads === 'all') {
    const { entity, entities, id } = naming.parse(args);
    const named = entity ? [entity] : entities;
    return { entities: named ? new Set(named) : null, sources: new Set(also), row: entity && id ? id : null };
  }
  const reads = contract.reads.filter((each): each is EntityName => !localSources.has(each));
  const sources = contract.reads.filter((each): each is LocalSource => localSources.has(each));
  return { entities: new Set(reads), sources: new Set([...sources, ...also]), row: null };
}
