import type { AnyEntity, Visibility } from '#domain/kernel/entity.ts';
import { everyone } from '#domain/kernel/permission.ts';
import { snake, type EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import type { NamedSql } from './named-sql.ts';

/** Children are moved with their parent in its transaction up to this many; more of them are hidden in it, and shown by a job. */
export const cascadeLimit = 2000;

type Of<Kind extends Visibility['kind']> = Extract<Visibility, { readonly kind: Kind }>;

/** Rows whose audience is that of a parent, by the column that names it. */
export interface Follower {
  readonly table: string;
  readonly column: string;
  /** The columns that, when set, name a nearer parent. */
  readonly nearer: readonly string[];
}

const all = Object.values(entityOf);

/** Which rows follow the audience of an entity's rows. */
export function followersOf(parent: EntityName): readonly Follower[] {
  return all.flatMap(({ name, fields, visibility }) => {
    if (visibility.kind !== 'parent') return [];
    return visibility.of.flatMap((field, place) =>
      fields[field]?.target === parent ? [{ table: snake(name), column: snake(field), nearer: visibility.of.slice(0, place).map(snake) }] : [],
    );
  });
}

/** The rows of a follower that stand under one parent, as a condition on `tenant` and `id` expressions. */
export const under = ({ column, nearer }: Follower, tenant: string, id: string): string =>
  [`tenant_id = ${tenant}`, `${column} = ${id}`, ...nearer.map((name) => `${name} IS NULL`)].join(' AND ');

/** The triggers that keep `visible_to` as `domain/kernel/visible-to.ts` computes it. */
export const visibilityExtras: readonly NamedSql[] = all.flatMap((entity) => {
  const { name, visibility } = entity;
  const own = visibility.kind === 'keys' ? keysOf(entity, visibility) : visibility.kind === 'parent' ? keysOfParent(entity, visibility) : [];
  return [...own, ...(followersOf(name).length > 0 ? [cascade(name)] : [])];
});

/** A row that names its users and teams itself; writing `visible_to` computes it anew, whatever was written. */
function keysOf({ name }: AnyEntity, { members, teams = [], users }: Of<'keys'>): readonly NamedSql[] {
  const table = snake(name);
  const named = [...users.map((key) => [snake(key), `'user:' || NEW.${snake(key)}`]), ...teams.map((key) => [snake(key), `'team:' || NEW.${snake(key)}`])] as const;
  const member = members && {
    table: snake(members.entity),
    by: snake(members.by),
    user: snake(members.user),
    active: snake(members.active),
  };
  const ofMembers = member
    ? `\n    UNION SELECT 'user:' || m.${member.user} FROM ${member.table} m WHERE m.tenant_id = NEW.tenant_id AND m.${member.by} = NEW.id AND m.${member.active} AND m.deleted_at IS NULL`
    : '';
  const keys: NamedSql = {
    name: `visible_to_${table}`,
    sql: `CREATE OR REPLACE FUNCTION ${table}_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.visible_to := ARRAY(SELECT k FROM (
    VALUES ${named.map(([, key]) => `(${key})`).join(', ')}${ofMembers}) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  RETURN NEW;
END $$;
${trigger(table, 'visible_to', `BEFORE INSERT OR UPDATE OF ${[...new Set(named.map(([column]) => column))].join(', ')}, visible_to`, `${table}_visible_to`)}`,
  };
  if (!member) return [keys];
  const { by, user, active } = member;
  const row = (version: string) => [by, user, active, 'deleted_at'].map((column) => `${version}.${column}`).join(', ');
  const recompute = `${table}_of_${member.table}`;
  return [
    keys,
    {
      name: `visible_to_${table}_members`,
      sql: `CREATE OR REPLACE FUNCTION ${recompute}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE ${table} SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND id = NEW.${by};
  IF TG_OP = 'UPDATE' AND OLD.${by} <> NEW.${by} THEN
    UPDATE ${table} SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND id = OLD.${by};
  END IF;
  RETURN NULL;
END $$;
${trigger(member.table, 'member_added', 'AFTER INSERT', recompute, `NEW.${user} IS NOT NULL`)}
${trigger(member.table, 'member_changed', 'AFTER UPDATE', recompute, `ROW(${row('OLD')}) IS DISTINCT FROM ROW(${row('NEW')}) AND coalesce(OLD.${user}, NEW.${user}) IS NOT NULL`)}`,
    },
  ];
}

/** A row that follows its nearest parent; it locks the parent, so that a move of the parent meets it or waits for it. */
function keysOfParent({ name, fields }: AnyEntity, { of }: Of<'parent'>): readonly NamedSql[] {
  const table = snake(name);
  const branches = of.map((field) => {
    const target = fields[field]?.target;
    if (!target) throw new Error(`${name}.${field} names no entity`);
    return `IF NEW.${snake(field)} IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM ${snake(target)} WHERE tenant_id = NEW.tenant_id AND id = NEW.${snake(field)} FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  `;
  });
  return [
    {
      name: `visible_to_${table}`,
      sql: `CREATE OR REPLACE FUNCTION ${table}_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  ${branches.join('ELS')}ELSE
    NEW.visible_to := '{${everyone}}';
  END IF;
  RETURN NEW;
END $$;
${trigger(table, 'visible_to', `BEFORE INSERT OR UPDATE OF ${of.map(snake).join(', ')}`, `${table}_visible_to`)}`,
    },
  ];
}

/** Hands a parent's new audience to the rows under it. */
function cascade(parent: EntityName): NamedSql {
  const table = snake(parent);
  const followers = followersOf(parent).map((follower) => ({ table: follower.table, where: under(follower, 'NEW.tenant_id', 'NEW.id') }));
  const each = (keys: string) =>
    followers.map((follower) => `    UPDATE ${follower.table} SET visible_to = ${keys} WHERE ${follower.where} AND visible_to IS DISTINCT FROM ${keys};`).join('\n');
  return {
    name: `cascade_${table}`,
    sql: `CREATE OR REPLACE FUNCTION ${table}_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) FROM (${followers.map((follower) => `(SELECT 1 FROM ${follower.table} WHERE ${follower.where} LIMIT ${cascadeLimit + 1})`).join(' UNION ALL ')}) AS children) <= ${cascadeLimit} THEN
${each('NEW.visible_to')}
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
${each(`'{}'::text[]`)}
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, '${parent}', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
${trigger(table, 'cascade', 'AFTER UPDATE', `${table}_cascade`, 'OLD.visible_to IS DISTINCT FROM NEW.visible_to')}`,
  };
}

function trigger(table: string, name: string, when: string, run: string, condition?: string): string {
  return `DROP TRIGGER IF EXISTS ${name} ON ${table};
CREATE TRIGGER ${name} ${when} ON ${table} FOR EACH ROW ${condition ? `WHEN (${condition}) ` : ''}EXECUTE FUNCTION ${run}();`;
}
