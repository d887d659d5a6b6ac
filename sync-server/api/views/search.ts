import { normalizeName, normalizePoint } from '#domain/contacts/rules.ts';
import type { AnyEntity } from '#domain/kernel/entity.ts';
import { snake, type EntityName } from '#domain/kernel/names.ts';
import { allEntities } from '#domain/registry.ts';
import * as z from 'zod';
import { sqlStateOf, type Transaction } from '../../db/transaction.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { ApiCaller } from '../caller.ts';
import { createParameters, sightOf, type Parameters } from '../conditions.ts';
import { denied } from '../problem.ts';
import type { ShownRow } from '../read.ts';
import { readBlock } from './blocks.ts';
import { limit, moment, view } from './view.ts';

/** One thing that a search found. */
export interface Found {
  readonly entity: EntityName;
  readonly id: string;
  readonly title: string;
  readonly snippet: string;
  readonly score: number;
  readonly at: string;
}

/** What a ranking looks at beside the text (6.9). */
interface Ranked {
  readonly title: string;
  readonly rank: number;
  readonly at: Date;
  readonly mine: boolean;
  readonly done: boolean;
  readonly exact: boolean;
}

const day = 86_400_000;

/** How high a hit stands: exact identifiers first, then titles, words, what is new, one's own and open. */
export function scoreOf(text: string, { title, rank, at, mine, done, exact }: Ranked, now: number): number {
  const [wanted, own] = [normalizeName(text), normalizeName(title)];
  const titled = own === wanted ? 40 : own.startsWith(wanted) ? 20 : 0;
  const recency = Math.max(0.3, 1 / (1 + Math.max(0, now - at.getTime()) / day / 90));
  const score = (exact ? 100 : 0) + titled + rank * recency + (mine ? 10 : 0);
  return done ? score * 0.6 : score;
}

/** An entity with text, and how its rows are searched. */
interface Searched {
  readonly entity: AnyEntity;
  readonly vector: string;
  readonly words: string;
  readonly states: readonly string[];
  readonly owner: string | null;
  readonly identifier: string | null;
}

// Postgres refuses a vector of more than 1 MB: of each long text the beginning is searched.
const searchedOf = (column: string) => `left(coalesce(${column}, ''), 50000)`;
const fold = (expression: string) => `regexp_replace(normalize(${expression}, NFKD), '[\\u0300-\\u036f]', '', 'g')`;
/** States in which a row is over, whatever it is. */
const over = ['archived', 'cancelled', 'closed', 'completed', 'converted', 'disqualified', 'lost', 'resolved', 'won'];

const searched: readonly Searched[] = allEntities.flatMap((entity): readonly Searched[] => {
  const texts = Object.entries(entity.fields).filter(([, { search, kind, sensitivity }]) => search && kind === 'text' && sensitivity !== 'secret');
  if (texts.length === 0 || entity.global || entity.visibility.kind === 'server') return [];
  const { fields, transitions = {} } = entity;
  return [
    {
      entity,
      vector: texts.map(([key, { search = 'D' }]) => `setweight(to_tsvector('simple', ${fold(searchedOf(snake(key)))}), '${search}')`).join(' || '),
      words: texts.map(([key]) => searchedOf(snake(key))).join(` || ' ' || `),
      states: Object.keys(transitions),
      owner: ['assignedTo', 'ownerId', 'userId'].find((key) => fields[key]?.target === 'users') ?? null,
      identifier: Object.keys(fields).find((key) => key.endsWith('Number') && fields[key]?.kind === 'text') ?? null,
    },
  ];
});

function tooSlow(error: unknown): never {
  if (sqlStateOf(error) !== '57014') throw error;
  throw new HttpProblem(503, 'search.tooSlow', 'The search takes too long. Look for more words, or in fewer types.', 'text');
}

/** The words of a text as a query: all of them, the beginnings of words too. */
function queryOf(text: string): string {
  const words =
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words)].map((word) => `${word}:*`).join(' & ');
}

// Postgres takes weights up to 1: a title counts five, points and notes four, the rest one.
const weights = `'{0.2, 0.2, 0.8, 1}'`;
const patience = '3s';

interface Row {
  readonly id: string;
  readonly title: string | null;
  readonly snippet: string;
  readonly rank: number;
  readonly at: Date;
  readonly mine: boolean | null;
  readonly state: string | null;
  readonly exact: boolean | null;
}

function statementOf(
  { entity, vector, words, states, owner, identifier }: Searched,
  text: string,
  query: string,
  within: readonly string[],
  caller: ApiCaller,
  most: number,
  parameters: Parameters,
): string {
  const mark = parameters.add(query, 'tsquery');
  const exact = identifier ? `${snake(identifier)} = ${parameters.add(text.trim(), 'text')}` : 'false';
  return `SELECT id, ${snake(entity.title)}::text AS title, updated_at AS at, 5 * ts_rank_cd(${weights}, ${vector}, ${mark}) AS rank,
    ts_headline('simple', ${words}, ${mark}, 'StartSel=‹, StopSel=›, MaxWords=14, MinWords=4, MaxFragments=1') AS snippet,
    ${owner ? `${snake(owner)} = ${parameters.add(caller.userId, 'uuid')}` : 'false'} AS mine, ${states[0] ? snake(states[0]) : 'NULL::text'} AS state, ${exact} AS exact
    FROM ${snake(entity.name)} WHERE ${within.join(' AND ')} AND deleted_at IS NULL AND (${vector} @@ ${mark} OR ${exact}) ORDER BY exact DESC, rank DESC, id DESC LIMIT ${most}`;
}

async function find(
  tx: Transaction,
  one: Searched,
  text: string,
  query: string,
  range: readonly [from: string | undefined, to: string | undefined],
  caller: ApiCaller,
  most: number,
  now: number,
) {
  const parameters = createParameters();
  const sight = sightOf(one.entity, caller, parameters);
  if (!sight) return [];
  const [from, to] = range;
  const within = [...sight, ...(from ? [`updated_at >= ${parameters.add(from, 'timestamptz')}`] : []), ...(to ? [`updated_at < ${parameters.add(to, 'timestamptz')}`] : [])];
  const sql = statementOf(one, text, query, within, caller, most, parameters);
  const { rows } = await tx.query<Row>(sql, [...parameters.values]);
  return rows.map(({ id, title, snippet, rank, at, mine, state, exact }): Found => {
    const ranked = { title: title ?? '', rank, at, mine: mine ?? false, done: state !== null && over.includes(state), exact: exact ?? false };
    return { entity: one.entity.name, id, title: title ?? '', snippet, score: scoreOf(text, ranked, now), at: at.toISOString() };
  });
}

/** Contacts that are reached at exactly this number or address. */
async function reachedAt(tx: Transaction, text: string, caller: ApiCaller): Promise<readonly ShownRow[]> {
  const forms = [...new Set(['phone', 'email'].map((kind) => normalizePoint(kind, text)))].filter((form) => form.length > 1);
  const points = await readBlock(tx, caller, {
    entity: 'contactPoints',
    asked: { fields: 'contactId' },
    within: (parameters) => [`normalized = ANY(${parameters.add(forms, 'text[]')})`],
  });
  const ids = points?.data.map((point) => point['contactId']) ?? [];
  if (ids.length === 0) return [];
  const contacts = await readBlock(tx, caller, {
    entity: 'contacts',
    asked: { fields: 'fullName,updatedAt' },
    within: (parameters) => [`id = ANY(${parameters.add(ids, 'uuid[]')})`],
  });
  return contacts?.data ?? [];
}

/** Everything that holds a text, the best first (6.9); it obeys the sight of each row. */
const search = view('/search', {
  summary: 'Find everything that holds a text, the best first',
  args: z.strictObject({
    text: z.string().min(1).max(200).describe('What is looked for.'),
    types: z.string().max(1000).optional().describe('Entities with commas between; all of them unless told.'),
    from: moment('Changed not before this moment.'),
    to: moment('Changed before this moment.'),
    limit,
  }),
  read: async ({ tx, call: { caller }, args: { text, types, from, to, limit: most = '20' }, now }) => {
    if (!caller.grants['search.use']) throw denied('searching');
    const wanted = types?.split(',');
    const query = queryOf(text);
    const chosen = searched.filter(({ entity }) => (!wanted || wanted.includes(entity.name)) && query !== '');
    await tx.query(`SET LOCAL statement_timeout = '${patience}'`);
    const found: Found[] = [];
    for (const one of chosen) found.push(...(await find(tx, one, text, query, [from, to], caller, Number(most), now).catch(tooSlow)));
    const reached = !wanted || wanted.includes('contacts') ? await reachedAt(tx, text, caller) : [];
    const byPlace = new Map(found.map((hit) => [`${hit.entity} ${hit.id}`, hit]));
    for (const contact of reached) {
      const place = `contacts ${String(contact['id'])}`;
      const known = byPlace.get(place);
      const fresh = { entity: 'contacts' as const, id: String(contact['id']), title: String(contact['fullName']), snippet: `‹${text}›`, at: String(contact['updatedAt']) };
      byPlace.set(place, { ...(known ?? fresh), score: (known?.score ?? 0) + 100 });
    }
    return { data: [...byPlace.values()].toSorted((one, other) => other.score - one.score || (one.id < other.id ? 1 : -1)).slice(0, Number(most)) };
  },
});

/** The search as an operation. */
export const searchViews = [search];
