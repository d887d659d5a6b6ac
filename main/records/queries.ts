import { hasKeys, type AnyEntity, type AnyRow } from '#domain/kernel/entity.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { snake, type EntityName } from '#domain/kernel/names.ts';
import { maySee, viewScope } from '#domain/kernel/permission.ts';
import { isListedByTitle, sortsOf } from '#domain/records/order.ts';
import type { Recorded } from '#domain/records/page.ts';
import { identifiersOf, over, ownerOf, rankOf, stateOf } from '#domain/search/rank.ts';
import { countRecords, getRecord, listRecords, searchRecords, type SearchHit } from '#domain/records/queries.ts';
import { entityOf } from '#domain/registry.ts';
import { contactsReachedAt } from '../contacts/parts/reached.ts';
import { searchIndexOf } from '../replica/search.ts';
import { isSynced, syncedEntities } from '../replica/synced.ts';
import { answer } from './parts/answer.ts';
import { both, inOrder, noWhere, pageOfIds, type Where } from './parts/pages.ts';
import type { Read, Reader, Stored } from './parts/read.ts';
import { toRow, wholeRow } from './parts/rows.ts';
import { holding, matchOf, tailOf } from './parts/text.ts';

/** A word that more rows than this hold tells none of them apart: then only the newest are ranked. */
const rankable = 5000;
const newest = 300;
/** So many are ranked for an answer, so that of those called the same the newest are among them. */
const ranked = 500;

export const recordAnswers = [
  answer(getRecord, (db, { entity, id, deleted = false }, reader) => rowsOf(db, held(entity), [id], reader, deleted)[0] ?? null, ['outbox']),
  answer(
    listRecords,
    (db, { entity: name, where = {}, text = '', sort, descending, deleted = false, after, limit }, reader) => {
      const entity = held(name);
      const order = sort ?? (isListedByTitle(entity) ? entity.title : 'id');
      if (!sortsOf(entity).includes(order)) throw new Refusal('args.invalid', 'sort', `${entity.plural} are put in order by ${sortsOf(entity).join(', ')}.`);
      const found = text === '' ? noWhere : textIn(db, entity, text);
      const stretch = { order: snake(order), where: both(equal(entity, where), found), branches: [noWhere] };
      // By age the newest come first unless told: ids count up with time.
      const page = pageOfIds(db, { table: snake(name), stretches: [stretch], descending: descending ?? order === 'id', deleted, after, limit });
      return { rows: rowsOf(db, entity, page.rows, reader, deleted), next: page.next };
    },
    ['outbox'],
  ),
  answer(searchRecords, (db, { text, entities, limit }, reader) => search(db, text, (entities ?? syncedEntities.map(({ name }) => name)).filter(isSynced), limit, reader)),
  answer(countRecords, (db) =>
    Object.fromEntries(syncedEntities.map(({ name }) => [name, Number(db.first(`SELECT count(*) AS held FROM ${snake(name)} WHERE deleted_at IS NULL`)?.['held'])])),
  ),
];

/** An entity that replicas hold. */
function held(name: EntityName): AnyEntity {
  const entity = entityOf[name];
  if (!isSynced(name)) throw new Refusal('online.required', 'entity', `${entity.plural} are kept on the server only.`);
  return entity;
}

/** Rows whose text holds what a person typed: by the index where there is one, else in the title. */
function textIn(db: Read, entity: AnyEntity, text: string): Where {
  if (searchIndexOf(entity)) return holding(db, entity, text).where;
  return { sql: [`instr(lower(${snake(entity.title)}), lower(?)) > 0`], values: [text] };
}

function rowsOf(db: Read, entity: AnyEntity, ids: readonly string[], reader: Reader, deleted = false): readonly (AnyRow & Recorded)[] {
  const alive = deleted ? '' : ' AND t.deleted_at IS NULL';
  const rows = inOrder(ids, (marks) =>
    db.all(`SELECT ${wholeRow(entity, 't')} FROM ${snake(entity.name)} t WHERE t.id IN (${marks})${alive}`, ...ids).map((stored) => toRow(entity, stored)),
  );
  return rows.filter((row) => maySee(reader, entity, row));
}

function equal({ fields }: AnyEntity, where: Readonly<Record<string, boolean | string | null>>): Where {
  const entries = Object.entries(where);
  const unknown = entries.find(([key]) => !fields[key]);
  if (unknown) throw new Refusal('args.invalid', `where.${unknown[0]}`, `There is no field “${unknown[0]}” to filter by.`);
  return {
    sql: entries.map(([key, value]) => (value === null ? `${snake(key)} IS NULL` : `${snake(key)} = ?`)),
    values: entries.flatMap(([key, value]): readonly Stored[] => {
      if (value === null) return [];
      if (typeof value === 'boolean') return [Number(value)];
      return [fields[key]?.kind === 'integer' ? Number(value) : value];
    }),
  };
}

function search(db: Read, text: string, names: readonly EntityName[], limit: number, reader: Reader): readonly SearchHit[] {
  const match = matchOf(text);
  if (!match || !reader.grants['search.use']) return [];
  const standing = standingOf(db, text, reader);
  const found = names
    .map((name) => entityOf[name])
    .filter((entity) => viewScope(entity, reader.grants))
    .flatMap((entity) => hitsOf(db, entity, match, reader, standing));
  const reached =
    names.includes('contacts') && (tailOf(text) || text.includes('@'))
      ? contactsReachedAt(db, text).map(({ id, fullName, value }): SearchHit => ({ entity: 'contacts', id, title: fullName, snippet: `‹${value}›`, score: 100 }))
      : [];
  const seen = new Set<string>();
  const hits = newestFirst([...reached, ...found].toSorted((one, other) => other.score - one.score))
    .filter(({ entity, id }) => !seen.has(`${entity} ${id}`) && seen.add(`${entity} ${id}`))
    .slice(0, limit);
  const snippets = snippetsOf(db, match, hits);
  return hits.map(({ entity, id, title, snippet, score }) => ({ entity, id, title, snippet: snippets.get(id) ?? snippet, score }));
}

/** What a ranking knows of the person who searches. */
interface Standing {
  readonly text: string;
  /** The beginning of the day: one search has one answer all day. */
  readonly now: number;
  readonly favourites: ReadonlySet<unknown>;
  readonly opened: ReadonlySet<unknown>;
}

const day = 86_400_000;

function standingOf(db: Read, text: string, { userId }: Reader): Standing {
  const favourites = db.all('SELECT target_id AS id FROM favourites WHERE user_id = ? AND target_id IS NOT NULL AND deleted_at IS NULL LIMIT 500', userId);
  const opened = db.all('SELECT opened_id AS id FROM search_history WHERE user_id = ? AND opened_id IS NOT NULL AND deleted_at IS NULL ORDER BY at DESC LIMIT 100', userId);
  return {
    text: text.trim().toLowerCase(),
    now: Math.floor(Date.now() / day) * day,
    favourites: new Set(favourites.map(({ id }) => id)),
    opened: new Set(opened.map(({ id }) => id)),
  };
}

/** A hit, with its place in the index where it was found there. */
type Hit = SearchHit & { readonly rowid?: number };

/** The hits as they were ranked, but among those of one title the newest first: ids count up with time. */
function newestFirst(hits: readonly Hit[]): readonly Hit[] {
  const groups = Map.groupBy(hits, ({ entity, title }) => `${entity} ${title}`);
  for (const group of groups.values()) group.sort((one, other) => (one.id < other.id ? 1 : -1));
  return hits.flatMap(({ entity, title }) => groups.get(`${entity} ${title}`)?.shift() ?? []);
}

/** What matches of an entity, the best first; the words around a match are read for those that are answered only. */
function hitsOf(db: Read, entity: AnyEntity, match: string, reader: Reader, { text, now, favourites, opened }: Standing): readonly Hit[] {
  const index = searchIndexOf(entity);
  if (!index) return [];
  const { table } = index;
  const beyond = (count: number) => db.first(`SELECT rowid FROM ${table} WHERE ${table} MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?`, match, count)?.['rowid'] ?? null;
  const isCommon = beyond(rankable) !== null;
  // FTS5 ranks all matches when it is asked to order by rank itself; by an expression it ranks those within the bound.
  const order = `${table}.rank${isCommon ? ' + 0' : ''}`;
  const keys = hasKeys(entity) ? ', t.visible_to AS visibleTo' : '';
  const [owner, state, identifiers] = [ownerOf(entity), stateOf(entity), identifiersOf(entity)];
  const ranking = [
    't.updated_at AS at',
    `${owner ? `t.${snake(owner)}` : 'NULL'} AS owner`,
    `${state ? `t.${snake(state)}` : 'NULL'} AS state`,
    ...identifiers.map((key, place) => `t.${snake(key)} AS identifier${place}`),
  ].join(', ');
  const sql = `SELECT t.id AS id, t.rowid AS rowid, substr(t.${snake(entity.title)}, 1, 200) AS title, ${table}.rank AS rank, ${ranking}${keys}
    FROM ${table} JOIN ${snake(entity.name)} t ON t.rowid = ${table}.rowid WHERE ${table} MATCH ? AND ${table}.rowid >= ? AND t.deleted_at IS NULL ORDER BY ${order} LIMIT ?`;
  return db
    .all(sql, match, isCommon ? beyond(newest) : 0, ranked)
    .filter((stored) => maySee(reader, entity, toRow(entity, stored)))
    .map((stored) => {
      const [id, title] = [String(stored['id']), String(stored['title'])];
      const said = identifiers.map((_, place) => String(stored[`identifier${place}`] ?? '').toLowerCase());
      const hit = {
        entity: entity.name,
        title,
        words: -Number(stored['rank']),
        at: String(stored['at']),
        isExact: said.includes(text),
        isMine: stored['owner'] === reader.userId,
        isFavourite: favourites.has(id),
        wasOpened: opened.has(id),
        isOver: over.includes(String(stored['state'])),
      };
      return { entity: entity.name, id, rowid: Number(stored['rowid']), title, snippet: '', score: rankOf(text, hit, now) };
    });
}

/** The words around each match, by id: one walk over the matches of each entity. */
function snippetsOf(db: Read, match: string, hits: readonly Hit[]): ReadonlyMap<string, string> {
  const groups = Map.groupBy(hits, ({ entity }) => entity);
  const pairs = [...groups].flatMap(([entity, group]) => {
    const table = searchIndexOf(entityOf[entity])?.table;
    const rowids = group.flatMap(({ rowid }) => rowid ?? []);
    if (!table || rowids.length === 0) return [];
    const sql = `SELECT rowid, snippet(${table}, -1, '‹', '›', '…', 12) AS snippet FROM ${table}
      WHERE ${table} MATCH ? AND rowid BETWEEN ? AND ? AND +rowid IN (SELECT value FROM json_each(?))`;
    const found = new Map(db.all(sql, match, Math.min(...rowids), Math.max(...rowids), JSON.stringify(rowids)).map(({ rowid, snippet }) => [rowid, String(snippet)]));
    return group.flatMap(({ id, rowid }) => (rowid === undefined ? [] : [[id, found.get(rowid) ?? ''] as const]));
  });
  return new Map(pairs);
}
