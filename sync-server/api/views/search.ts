import { normalizePoint } from '#domain/contacts/rules.ts';
import { hasKeys, type AnyEntity } from '#domain/kernel/entity.ts';
import { snake, type EntityName } from '#domain/kernel/names.ts';
import { audienceOf } from '#domain/kernel/permission.ts';
import { allEntities } from '#domain/registry.ts';
import { identifiersOf, over, ownerOf, rankOf, stateOf } from '#domain/search/rank.ts';
import * as z from 'zod';
import { searchedFields, vectorOf, wordsOf } from '../../db/search-extras.ts';
import { sqlStateOf, type Transaction } from '../../db/transaction.ts';
import { HttpProblem } from '../../http/problem.ts';
import { auditView } from '../audit.ts';
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

const searched = allEntities.filter((entity) => searchedFields(entity).length > 0);
/** Of so many matches, the newest, the best are taken. */
const rankable = 5000;

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
  readonly favourite: boolean;
  readonly opened: boolean;
}

/** What is asked of every kind of record. */
interface Wanted {
  readonly text: string;
  readonly query: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly caller: ApiCaller;
  readonly most: number;
  readonly now: number;
}

/** The rows of one kind that hold the words, the best first; the index finds them, and the wall and the caller's sight decide about each. */
function statementOf(entity: AnyEntity, sight: readonly string[], { text, query, from, to, caller, most }: Wanted, parameters: Parameters): string {
  const words = parameters.add(query, 'tsquery');
  const keys = hasKeys(entity) ? (audienceOf(entity, caller) ?? null) : null;
  const me = parameters.add(caller.userId, 'uuid');
  const [owner, state] = [ownerOf(entity), stateOf(entity)];
  const exact = identifiersOf(entity).map((key) => `lower(${snake(key)}) = ${parameters.add(text.trim().toLowerCase(), 'text')}`);
  const isExact = exact.length > 0 ? `coalesce(${exact.join(' OR ')}, false)` : 'false';
  const range = [...(from ? [`updated_at >= ${parameters.add(from, 'timestamptz')}`] : []), ...(to ? [`updated_at < ${parameters.add(to, 'timestamptz')}`] : [])];
  const found = `id IN (SELECT f.id FROM holdfast_found('${snake(entity.name)}', ${words}, ${parameters.add(keys, 'text[]')}, ${rankable}) f)`;
  const known = (table: string, column: string) =>
    `EXISTS (SELECT 1 FROM ${table} k WHERE k.tenant_id = t.tenant_id AND k.user_id = ${me} AND k.${column}_type = '${entity.name}' AND k.${column}_id = t.id AND k.deleted_at IS NULL)`;
  return `SELECT t.id, ${snake(entity.title)}::text AS title, updated_at AS at, best.rank, best.exact,
    ts_headline('simple', ${wordsOf(entity)}, ${words}, 'StartSel=‹, StopSel=›, MaxWords=14, MinWords=4, MaxFragments=1') AS snippet,
    ${owner ? `${snake(owner)} = ${me}` : 'false'} AS mine, ${state ? snake(state) : 'NULL::text'} AS state, ${known('favourites', 'target')} AS favourite, ${known('search_history', 'opened')} AS opened
    FROM ${snake(entity.name)} t JOIN (
      SELECT id, ${isExact} AS exact, 5 * ts_rank_cd(${weights}, ${vectorOf(entity)}, ${words}) AS rank FROM ${snake(entity.name)}
      WHERE ${[...sight, ...range, 'deleted_at IS NULL', found].join(' AND ')} ORDER BY 2 DESC, 3 DESC, id DESC LIMIT ${most}) best ON best.id = t.id AND t.tenant_id = ${parameters.add(caller.tenantId, 'uuid')}`;
}

async function find(tx: Transaction, entity: AnyEntity, wanted: Wanted): Promise<readonly Found[]> {
  const parameters = createParameters();
  const sight = sightOf(entity, wanted.caller, parameters);
  if (!sight) return [];
  const sql = statementOf(entity, sight, wanted, parameters);
  const { rows } = await tx.query<Row>(sql, [...parameters.values]);
  return rows.map(({ id, title, snippet, rank, at, mine, state, exact, favourite, opened }): Found => {
    const hit = { isExact: exact ?? false, isMine: mine ?? false, isFavourite: favourite, wasOpened: opened, isOver: state !== null && over.includes(state) };
    const score = rankOf(wanted.text, { ...hit, entity: entity.name, title: title ?? '', words: rank, at: at.toISOString() }, wanted.now);
    return { entity: entity.name, id, title: title ?? '', snippet, score, at: at.toISOString() };
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
  read: async ({ tx, call, args: { text, types, from, to, limit: most = '20' }, now }) => {
    const { caller } = call;
    if (!caller.grants['search.use']) throw denied('searching');
    const wanted = types?.split(',');
    const query = queryOf(text);
    const chosen = searched.filter(({ name }) => (!wanted || wanted.includes(name)) && query !== '');
    await tx.query(`SET LOCAL statement_timeout = '${patience}'`);
    const found: Found[] = [];
    for (const entity of chosen) found.push(...(await find(tx, entity, { text, query, from, to, caller, most: Number(most), now }).catch(tooSlow)));
    const reached = !wanted || wanted.includes('contacts') ? await reachedAt(tx, text, caller) : [];
    const byPlace = new Map(found.map((hit) => [`${hit.entity} ${hit.id}`, hit]));
    for (const contact of reached) {
      const place = `contacts ${String(contact['id'])}`;
      const known = byPlace.get(place);
      const fresh = { entity: 'contacts' as const, id: String(contact['id']), title: String(contact['fullName']), snippet: `‹${text}›`, at: String(contact['updatedAt']) };
      byPlace.set(place, { ...(known ?? fresh), score: (known?.score ?? 0) + 100 });
    }
    const data = [...byPlace.values()].toSorted((one, other) => other.score - one.score || (one.id < other.id ? 1 : -1)).slice(0, Number(most));
    await auditView(
      tx,
      'search.view',
      data.map(({ entity }) => entity),
      call,
      now,
    );
    return { data };
  },
});

/** The search as an operation. */
export const searchViews = [search];
