import { hasKeys, type AnyEntity } from '#domain/kernel/entity.ts';
import type { Field } from '#domain/kernel/field.ts';
import { snake } from '#domain/kernel/names.ts';
import { allEntities } from '#domain/registry.ts';
import type { NamedSql } from './named-sql.ts';

/** The fields of an entity that a search on the hub looks into; empty where nothing of it is found. */
export function searchedFields({ fields, global, visibility }: AnyEntity): readonly (readonly [key: string, field: Field])[] {
  if (global || visibility.kind === 'server') return [];
  return Object.entries(fields).filter(([, { search, kind, sensitivity }]) => search && kind === 'text' && sensitivity !== 'secret');
}

// Postgres refuses a vector of more than 1 MB: of each long text the beginning is searched.
const begin = (key: string) => `left(coalesce(${snake(key)}, ''), 50000)`;
/** Without accents, and with words ending where the words of a question end: what Postgres takes for addresses and numbers are words here. */
const fold = (expression: string) => `regexp_replace(regexp_replace(normalize(${expression}, NFKD), '[\\u0300-\\u036f]', '', 'g'), '[!-/:-@[-\`{-~]+', ' ', 'g')`;

/** The words of a row by their weights, as its index has them. */
export const vectorOf = (entity: AnyEntity): string =>
  searchedFields(entity)
    .map(([key, { search = 'D' }]) => `setweight(to_tsvector('simple'::regconfig, ${fold(begin(key))}), '${search}')`)
    .join(' || ');

/** The text of a row in which its words are shown. */
export const wordsOf = (entity: AnyEntity): string =>
  searchedFields(entity)
    .map(([key]) => begin(key))
    .join(` || ' ' || `);

const searched = allEntities.filter((entity) => searchedFields(entity).length > 0);
/** Tables of people and of work grow with a tenant; lists that administrators write are read whole. */
const grows = (entity: AnyEntity) => hasKeys(entity) || searchedFields(entity).some(([, { sensitivity }]) => sensitivity === 'personal');

/** What searching takes beside the tables: an index for each that grows, and a way past the wall, for `@@` is not leakproof and behind it no index would serve. */
export const searchExtras: readonly NamedSql[] = [
  ...searched.filter(grows).map((entity) => ({
    name: `search_index_${snake(entity.name)}`,
    sql: `DROP INDEX IF EXISTS ${snake(entity.name)}_search_idx;
CREATE INDEX ${snake(entity.name)}_search_idx ON ${snake(entity.name)} USING gin ((${vectorOf(entity)}));`,
  })),
  {
    name: 'search_found',
    sql: `${searched.map(({ name }) => `DROP POLICY IF EXISTS owner_searches ON ${snake(name)};\nCREATE POLICY owner_searches ON ${snake(name)} FOR SELECT TO holdfast_migrate USING (true);`).join('\n')}
CREATE OR REPLACE FUNCTION holdfast_found(wanted text, words tsquery, keys text[], most integer) RETURNS TABLE (id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE
  tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
  vector text := CASE wanted
${searched.map((entity) => `    WHEN '${snake(entity.name)}' THEN $v$${vectorOf(entity)}$v$`).join('\n')}
  END;
BEGIN
  IF vector IS NULL THEN RAISE 'nothing is searched in %', wanted; END IF;
  RETURN QUERY EXECUTE format('SELECT t.id FROM %I t WHERE tenant_id = $1 AND deleted_at IS NULL AND ($3 IS NULL OR visible_to && $3) AND (%s) @@ $2 ORDER BY t.id DESC LIMIT $4', wanted, vector)
    USING tenant, words, keys, most;
END
$$;
REVOKE ALL ON FUNCTION holdfast_found(text, tsquery, text[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION holdfast_found(text, tsquery, text[], integer) TO holdfast_serve;`,
  },
];
