import { syncOf, type AnyEntity } from '#domain/kernel/entity.ts';
import { snake } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import type { NamedSql } from './named-sql.ts';
import { searchExtras } from './search-extras.ts';
import { visibilityExtras } from './visibility-extras.ts';
import { workExtras } from './work-extras.ts';

/** The server's own tables that belong to a tenant; `command_log` and the like. */
const serverTables = ['command_log', 'number_counters', 'audit_seals', 'visibility_jobs'];

const all = Object.values(entityOf);
const ofTenants = all.filter(({ global }) => !global);
const synced = all.filter((entity) => syncOf(entity) !== 'never');

/** Everything about Postgres that follows from the declarations beside tables, keys and indexes. */
export const extras: readonly NamedSql[] = [
  ...[...ofTenants.map(({ name }) => snake(name)), ...serverTables].map(tenantWall),
  ...ofTenants.map(grants),
  {
    name: 'grants_server_tables',
    sql: [
      ...[...serverTables, 'sync_beats'].map((table) => `GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO holdfast_serve;`),
      'GRANT SELECT ON sync_beats TO holdfast_replicate;',
      'INSERT INTO sync_beats (id, beat_at, count) VALUES (1, now(), 0) ON CONFLICT DO NOTHING;',
    ].join('\n'),
  },
  ...[...synced.map(({ name }) => snake(name)), 'sync_beats'].map((table) => ({ name: `replica_identity_${table}`, sql: `ALTER TABLE ${table} REPLICA IDENTITY FULL;` })),
  {
    name: 'publication',
    sql: `DO $$ BEGIN CREATE PUBLICATION holdfast; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
ALTER PUBLICATION holdfast SET TABLE ${[...synced.map(({ name }) => snake(name)), 'sync_beats'].join(', ')};`,
  },
  ...visibilityExtras,
  {
    // A row gets its place in the chain once; after that nobody who serves can write it.
    name: 'audit_unsealed',
    sql: `CREATE INDEX IF NOT EXISTS audit_events_unsealed_idx ON audit_events (tenant_id, at, id) WHERE hash IS NULL;
DROP POLICY IF EXISTS sealed_once ON audit_events;
CREATE POLICY sealed_once ON audit_events AS RESTRICTIVE FOR UPDATE USING (hash IS NULL) WITH CHECK (true);`,
  },
  ...workExtras,
  ...searchExtras,
];

/** Row-level security as the tenant wall; after any SET LOCAL an unset value is '' and not null. */
function tenantWall(table: string): NamedSql {
  const inside = `tenant_id = nullif(current_setting('app.tenant', true), '')::uuid`;
  return {
    name: `tenant_wall_${table}`,
    sql: `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON ${table};
CREATE POLICY tenant_wall ON ${table} USING (${inside}) WITH CHECK (${inside});`,
  };
}

/** What serve and replicate may do; rows written once can only be moved in sight, archived, or sealed. */
function grants(entity: AnyEntity): NamedSql {
  const table = snake(entity.name);
  const once = entity.fields['prevHash'] ? 'prev_hash, hash' : 'visible_to, archived_at';
  const write = entity.appendOnly ? `SELECT, INSERT, UPDATE (${once})` : 'SELECT, INSERT, UPDATE';
  return {
    name: `grants_${table}`,
    sql: [`GRANT ${write} ON ${table} TO holdfast_serve;`, ...(syncOf(entity) === 'never' ? [] : [`GRANT SELECT ON ${table} TO holdfast_replicate;`])].join('\n'),
  };
}
