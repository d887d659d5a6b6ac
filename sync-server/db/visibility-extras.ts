import { hasKeys, type AnyEntity, type Members, type Visibility } from '#domain/kernel/entity.ts';
import { everyone } from '#domain/kernel/permission.ts';
import { snake, type EntityName } from '#domain/kernel/names.ts';
import { allEntities } from '#domain/registry.ts';
import type { NamedSql } from './named-sql.ts';
import { conditionOf } from './table.ts';

/** Children are moved with their parent in its transaction up to this many; more of them are hidden in it, and shown by a job. */
export const cascadeLimit = 2000;

type Keyed = Extract<Visibility, { readonly kind: 'keys' | 'parent' }>;

/** Rows whose audience is that of a parent, by the column that names it. */
export interface Follower {
  readonly table: string;
  /** The condition that names the parent by an expression for its id. */
  readonly names: (id: string) => string;
  /** The columns that, when set, name a nearer parent. */
  readonly nearer: readonly string[];
  /** Its rows have keys of their own beside the parent's, and are computed anew instead of copied. */
  readonly computed: boolean;
}

/** Which rows follow the audience of an entity's rows. */
export function followersOf(parent: EntityName): readonly Follower[] {
  return allEntities.flatMap((entity) => {
    const { name, fields, visibility } = entity;
    if (visibility.kind !== 'parent') return [];
    return visibility.of.flatMap((key, place) => {
      const { target, typedBy } = fields[key] ?? {};
      const isTyped = typedBy !== undefined && fields[typedBy]?.entities?.includes(parent);
      if (target !== parent && !isTyped) return [];
      const names = (id: string) => `${isTyped ? `${snake(typedBy)} = '${parent}' AND ` : ''}${snake(key)} = ${id}`;
      return [{ table: snake(name), names, nearer: visibility.of.slice(0, place).map(snake), computed: isComputed(visibility) }];
    });
  });
}

const isComputed = ({ users = [], teams = [], leads = [], members, open, closed }: Keyed): boolean =>
  users.length + teams.length + leads.length > 0 || [members, open, closed].some((one) => one !== undefined);

/** The rows of a follower that stand under one parent, as a condition on `tenant` and `id` expressions. */
export const under = ({ names, nearer }: Follower, tenant: string, id: string): string =>
  [`tenant_id = ${tenant}`, names(id), ...nearer.map((name) => `${name} IS NULL`)].join(' AND ');

/** The columns of a member that decide, with the keys that they come to. */
const memberKeys = ({ user, team, audience }: Members) => [
  ...(user ? [{ column: snake(user), key: `'user:' || m.${snake(user)}` }] : []),
  ...(team ? [{ column: snake(team), key: `'team:' || m.${snake(team)}` }] : []),
  ...(audience ? [{ column: 'visible_to', key: 'unnest(m.visible_to)' }] : []),
];

const memberRows = ({ entity, by, active }: Members, row: string): string =>
  `${snake(entity)} m WHERE m.tenant_id = ${row}.tenant_id AND m.${snake(by)} = ${row}.id AND m.deleted_at IS NULL${active ? ` AND m.${snake(active)}` : ''}`;

/** The triggers that keep `visible_to` as `domain/kernel/visible-to.ts` computes it. */
export const visibilityExtras: readonly NamedSql[] = [
  keysOfAny(),
  ...allEntities.flatMap((entity) => {
    const { name, visibility } = entity;
    if (visibility.kind !== 'keys' && visibility.kind !== 'parent') return [];
    return [keysOf(entity, visibility), ...(visibility.members ? [ofMembers(name, visibility.members)] : []), ...(followersOf(name).length > 0 ? [cascade(name)] : [])];
  }),
];

/** The keys that a row of any entity hands to the rows under it; it locks the row, so that a move of it meets them or waits for them. */
function keysOfAny(): NamedSql {
  const subjects = new Set(
    allEntities.flatMap(({ fields, visibility }) => (visibility.kind === 'parent' ? visibility.of.flatMap((key) => fields[fields[key]?.typedBy ?? '']?.entities ?? []) : [])),
  );
  const keyed = allEntities.filter((entity) => subjects.has(entity.name) && hasKeys(entity));
  const open = allEntities.filter(({ name, visibility }) => subjects.has(name) && visibility.kind === 'tenant').map(({ name }) => name);
  return {
    name: 'holdfast_keys_of',
    sql: `CREATE OR REPLACE FUNCTION holdfast_keys_of(tenant uuid, entity text, row_id uuid) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
  keys text[];
BEGIN
  CASE entity
${keyed.map(({ name }) => `  WHEN '${name}' THEN SELECT visible_to INTO keys FROM ${snake(name)} WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;`).join('\n')}
  ELSE keys := CASE WHEN entity = ANY ('{${open.join(',')}}') THEN '{${everyone}}' END;
  END CASE;
  RETURN coalesce(keys, '{}');
END $$;`,
  };
}

/** Computes the audience of a row from its parent, its own users and teams, and its members; writing `visible_to` computes it anew. */
function keysOf({ name, fields }: AnyEntity, visibility: Keyed): NamedSql {
  const table = snake(name);
  const { users = [], teams = [], leads = [], members, open, closed } = visibility;
  const computed = isComputed(visibility);
  const named = [...users.map((key) => ({ key, prefix: 'user' })), ...teams.map((key) => ({ key, prefix: 'team' })), ...leads.map((key) => ({ key, prefix: 'lead' }))];
  const isMany = ({ key }: { readonly key: string }) => fields[key]?.kind === 'tags';
  const single = named.filter((one) => !isMany(one)).map(({ key, prefix }) => `('${prefix}:' || NEW.${snake(key)})`);
  const sources = [
    ...(single.length > 0 ? [`(VALUES ${single.join(', ')})`] : []),
    ...named.filter(isMany).map(({ key, prefix }) => `SELECT '${prefix}:' || each FROM unnest(NEW.${snake(key)}) AS each`),
    ...(members ? memberKeys(members).map(({ key }) => `SELECT ${key} FROM ${memberRows(members, 'NEW')}`) : []),
  ];
  const gathered = (more: string) => {
    const all = [...(more ? [`SELECT unnest(${more})`] : []), ...sources];
    return all.length === 0 ? `'{}'` : `ARRAY(SELECT k FROM (${all.join(' UNION ')}) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C")`;
  };
  const parents = visibility.kind === 'parent' ? visibility.of : [];
  const branches = [
    ...(open ? [[conditionOf(open, 'NEW.'), `NEW.visible_to := '{${everyone}}';`]] : []),
    ...(closed ? [[conditionOf(closed, 'NEW.'), `NEW.visible_to := ${gathered('')};`]] : []),
    ...parents.map((key) => {
      const { target, typedBy } = fields[key] ?? {};
      const id = `NEW.${snake(key)}`;
      const read = target
        ? `SELECT visible_to INTO NEW.visible_to FROM ${snake(target)} WHERE tenant_id = NEW.tenant_id AND id = ${id} FOR NO KEY UPDATE;`
        : `NEW.visible_to := holdfast_keys_of(NEW.tenant_id, NEW.${snake(typedBy ?? '')}, ${id});`;
      const after = sources.length > 0 ? gathered(`coalesce(NEW.visible_to, '{}')`) : `coalesce(NEW.visible_to, '{}')`;
      return [`${id} IS NOT NULL`, `${read}\n    NEW.visible_to := ${after};`];
    }),
  ];
  const last = `NEW.visible_to := ${visibility.kind === 'keys' || sources.length > 0 ? gathered('') : `'{${everyone}}'`};`;
  const body = branches.length === 0 ? `  ${last}` : `  ${branches.map(([condition, then]) => `IF ${condition} THEN\n    ${then}\n  `).join('ELS')}ELSE\n    ${last}\n  END IF;`;
  const typed = parents.flatMap((key) => fields[key]?.typedBy ?? []);
  const watched = [
    ...new Set([...parents, ...typed, ...named.map(({ key }) => key), ...(open ? [open.field] : []), ...(closed ? [closed.field] : [])].map(snake)),
    ...(computed ? ['visible_to'] : []),
  ];
  return {
    name: `visible_to_${table}`,
    sql: `CREATE OR REPLACE FUNCTION ${table}_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
${body}
  RETURN NEW;
END $$;
${trigger(table, 'visible_to', `BEFORE INSERT OR UPDATE OF ${watched.join(', ')}`, `${table}_visible_to`)}`,
  };
}

/** Computes a row's audience anew when its members change. */
function ofMembers(name: EntityName, members: Members): NamedSql {
  const table = snake(name);
  const member = snake(members.entity);
  const by = snake(members.by);
  const recompute = `${table}_of_${member}`;
  const keys = memberKeys(members).map(({ column }) => column);
  const row = (version: string) => [by, ...keys, ...(members.active ? [snake(members.active)] : []), 'deleted_at'].map((column) => `${version}.${column}`).join(', ');
  const some = (versions: readonly string[]) => `coalesce(${versions.flatMap((version) => keys.map((column) => `${version}.${column}`)).join(', ')}) IS NOT NULL`;
  return {
    name: `visible_to_${table}_members`,
    sql: `CREATE OR REPLACE FUNCTION ${recompute}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE ${table} SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND id = NEW.${by};
  IF TG_OP = 'UPDATE' AND OLD.${by} <> NEW.${by} THEN
    UPDATE ${table} SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND id = OLD.${by};
  END IF;
  RETURN NULL;
END $$;
${trigger(member, 'member_added', 'AFTER INSERT', recompute, some(['NEW']))}
${trigger(member, 'member_changed', 'AFTER UPDATE', recompute, `ROW(${row('OLD')}) IS DISTINCT FROM ROW(${row('NEW')}) AND ${some(['OLD', 'NEW'])}`)}`,
  };
}

/** Hands a parent's new audience to the rows under it; those with keys of their own compute theirs anew. */
function cascade(parent: EntityName): NamedSql {
  const table = snake(parent);
  const all = followersOf(parent).map((follower) => ({ ...follower, where: under(follower, 'NEW.tenant_id', 'NEW.id') }));
  const [computed, copied] = [all.filter((follower) => follower.computed), all.filter((follower) => !follower.computed)];
  const each = (keys: string) =>
    copied.map((follower) => `    UPDATE ${follower.table} SET visible_to = ${keys} WHERE ${follower.where} AND visible_to IS DISTINCT FROM ${keys};`).join('\n');
  const copying =
    copied.length === 0
      ? ''
      : `  IF (SELECT count(*) FROM (${copied.map((follower) => `(SELECT 1 FROM ${follower.table} WHERE ${follower.where} LIMIT ${cascadeLimit + 1})`).join(' UNION ALL ')}) AS children) <= ${cascadeLimit} THEN
${each('NEW.visible_to')}
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
${each(`'{}'::text[]`)}
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, '${parent}', NEW.id) ON CONFLICT DO NOTHING;
  END IF;\n`;
  return {
    name: `cascade_${table}`,
    sql: `CREATE OR REPLACE FUNCTION ${table}_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
${computed.map((follower) => `  UPDATE ${follower.table} SET visible_to = NULL WHERE ${follower.where};\n`).join('')}${copying}  RETURN NULL;
END $$;
${trigger(table, 'cascade', 'AFTER UPDATE', `${table}_cascade`, 'OLD.visible_to IS DISTINCT FROM NEW.visible_to')}`,
  };
}

function trigger(table: string, name: string, when: string, run: string, condition?: string): string {
  return `DROP TRIGGER IF EXISTS ${name} ON ${table};
CREATE TRIGGER ${name} ${when} ON ${table} FOR EACH ROW ${condition ? `WHEN (${condition}) ` : ''}EXECUTE FUNCTION ${run}();`;
}
