import type { NamedSql } from '../db/named-sql.ts';

const identityTables = ['auth_credentials', 'auth_sessions', 'auth_recovery', 'auth_tenant_keys', 'auth_quarantine'];

/** What is known of tenants outside of them: that they exist, who belongs to them, how much they use. */
const metadata: Readonly<Record<string, readonly string[]>> = {
  tenants: ['id', 'tenant_id', 'name', 'subdomain', 'owner_id', 'sector', 'plan', 'deployment', 'is_active', 'country_code', 'created_at', 'deleted_at'],
  memberships: ['tenant_id', 'user_id', 'is_active', 'joined_at', 'deleted_at'],
  tenant_usage: ['tenant_id', 'date', 'active_users', 'api_requests', 'storage_used', 'cases_created', 'call_minutes', 'deleted_at'],
};

/** A table whose rows decide about access. */
export interface Watched {
  readonly table: string;
  readonly tenant: string;
  /** The column of the one user whom a change concerns; null where it may concern every member. */
  readonly user: string | null;
  /** The columns that decide about access; changes of others are nobody's news. */
  readonly columns: readonly string[];
}

/** Every table whose committed changes are told as changes of access. */
export const watched: readonly Watched[] = [
  { table: 'tenants', tenant: 'id', user: null, columns: ['is_active', 'settings', 'name', 'time_zone', 'deleted_at'] },
  { table: 'memberships', tenant: 'tenant_id', user: 'user_id', columns: ['role_id', 'is_active', 'display_name', 'deleted_at'] },
  { table: 'roles', tenant: 'tenant_id', user: null, columns: ['is_active', 'is_external', 'display_name', 'deleted_at'] },
  { table: 'role_grants', tenant: 'tenant_id', user: null, columns: ['role_id', 'capability', 'scope', 'deleted_at'] },
  { table: 'teams', tenant: 'tenant_id', user: null, columns: ['is_active', 'kind', 'deleted_at'] },
  { table: 'team_members', tenant: 'tenant_id', user: 'user_id', columns: ['team_id', 'user_id', 'deleted_at'] },
  { table: 'role_assignments', tenant: 'tenant_id', user: 'user_id', columns: ['user_id', 'role_id', 'team_id', 'starts_at', 'expires_at', 'deleted_at'] },
  { table: 'case_participants', tenant: 'tenant_id', user: 'user_id', columns: ['user_id', 'permissions', 'is_active', 'deleted_at'] },
  { table: 'devices', tenant: 'tenant_id', user: 'user_id', columns: ['status', 'deleted_at'] },
  { table: 'auth_sessions', tenant: 'tenant_id', user: 'user_id', columns: ['tenant_id', 'user_id', 'device_id'] },
  { table: 'sessions', tenant: 'tenant_id', user: 'user_id', columns: ['user_id', 'device_id', 'is_active', 'revoked_at', 'deleted_at'] },
];

/** A new session has nothing open yet that could have to be ended. */
const begins: ReadonlySet<string> = new Set(['auth_sessions', 'sessions']);

function trigger({ table, tenant, user, columns }: Watched): NamedSql {
  const who = user ? `'${user}'` : `'*'`;
  const row = (version: 'new' | 'old') => `row(${columns.map((column) => `${version}.${column}`).join(', ')})`;
  const on = `on "${table}" for each row`;
  const run = `execute function holdfast_access_changed('${tenant}', ${who})`;
  return {
    name: `access_${table}`,
    sql:
      [
        `drop trigger if exists access_written on "${table}"`,
        `create trigger access_written after ${begins.has(table) ? 'delete' : 'insert or delete'} ${on} ${run}`,
        `drop trigger if exists access_changed on "${table}"`,
        `create trigger access_changed after update ${on} when (${row('old')} is distinct from ${row('new')}) ${run}`,
      ].join(';\n') + ';',
  };
}

/** Who may read what about identity, and the news of every change of access (`NOTIFY holdfast_access, '<tenant>/<user or *>'`). */
export const accessExtras: readonly NamedSql[] = [
  {
    name: 'identity_grants',
    sql:
      [
        ...identityTables.map((table) => `revoke all on "${table}" from public`),
        `grant select, insert, update, delete on ${identityTables.map((table) => `"${table}"`).join(', ')} to holdfast_identity`,
        `grant select, insert, update on "users" to holdfast_identity`,
        ...['auth_factors', 'domains', 'platform_roles', 'system_health'].map((table) => `grant select, insert, update on "${table}" to holdfast_identity`),
        `grant select, insert, delete on "system_health" to holdfast_serve`,
        // A token is known before its tenant is.
        `grant select, insert, update on "sessions" to holdfast_identity`,
        `drop policy if exists identity_resolves on "sessions"`,
        `create policy identity_resolves on "sessions" to holdfast_identity using (true) with check (true)`,
        `grant select on "hub_state" to holdfast_identity, holdfast_serve`,
        // A subdomain is typed before any tenant is known, and operators of the platform see what tenants there are, never what is in them.
        ...Object.entries(metadata).flatMap(([table, columns]) => [
          `grant select (${columns.map((column) => `"${column}"`).join(', ')}) on "${table}" to holdfast_identity`,
          `drop policy if exists identity_finds on "${table}"`,
          `create policy identity_finds on "${table}" for select to holdfast_identity using (true)`,
        ]),
      ].join(';\n') + ';',
  },
  {
    // Names this history of the database; a restore gives it another, and desks offer again what they had settled.
    name: 'hub_generation',
    sql: `insert into hub_state (name, value) values ('generation', gen_random_uuid()::text) on conflict do nothing;`,
  },
  {
    name: 'access_changed',
    sql: `create or replace function holdfast_access_changed() returns trigger language plpgsql as $$
declare
  changed jsonb;
begin
  foreach changed in array array[case when tg_op <> 'INSERT' then to_jsonb(old) end, case when tg_op <> 'DELETE' then to_jsonb(new) end] loop
    if changed is not null and (tg_argv[1] = '*' or changed ->> tg_argv[1] is not null) then
      perform pg_notify('holdfast_access', (changed ->> tg_argv[0]) || '/' || case when tg_argv[1] = '*' then '*' else changed ->> tg_argv[1] end);
    end if;
  end loop;
  return null;
end $$;`,
  },
  ...watched.map(trigger),
  {
    name: 'access_users',
    sql: `create or replace function holdfast_user_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('holdfast_access', '*/' || new.id);
  return null;
end $$;
drop trigger if exists access_changed on "users";
create trigger access_changed after update on "users" for each row when (row(old.status, old.deleted_at) is distinct from row(new.status, new.deleted_at)) execute function holdfast_user_changed();`,
  },
];
