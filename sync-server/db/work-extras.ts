import { snake } from '#domain/kernel/names.ts';
import { keptForGood } from '#domain/platform/rules.ts';
import { allEntities } from '#domain/registry.ts';
import type { NamedSql } from './named-sql.ts';

const purged = allEntities.filter((entity) => !entity.global && !keptForGood(entity)).map(({ name }) => snake(name));

/** What background work takes beside the tables: which tenants have any before it may look into one, and the one way to delete a row for good. */
export const workExtras: readonly NamedSql[] = [
  {
    name: 'tenants_with_work',
    sql: `${['audit_events', 'visibility_jobs'].map(ownerLists).join('\n')}
CREATE OR REPLACE FUNCTION holdfast_tenants_with_work() RETURNS TABLE (tenant_id uuid, unsealed boolean, hidden boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT w.tenant_id, bool_or(w.unsealed), bool_or(NOT w.unsealed) FROM (
    SELECT DISTINCT a.tenant_id, true AS unsealed FROM audit_events a WHERE a.hash IS NULL
    UNION ALL SELECT DISTINCT v.tenant_id, false FROM visibility_jobs v) w GROUP BY w.tenant_id
$$;
REVOKE ALL ON FUNCTION holdfast_tenants_with_work() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION holdfast_tenants_with_work() TO holdfast_serve;`,
  },
  {
    name: 'tenants_with_events',
    sql: `${ownerLists('outbox_events')}
CREATE INDEX IF NOT EXISTS outbox_events_due_idx ON outbox_events (tenant_id, created_at) WHERE status IN ('pending', 'failed') AND deleted_at IS NULL;
CREATE OR REPLACE FUNCTION holdfast_tenants_with_events(with_mail boolean) RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT DISTINCT e.tenant_id FROM outbox_events e WHERE e.status IN ('pending', 'failed') AND e.deleted_at IS NULL
    AND (e.next_attempt_at IS NULL OR e.next_attempt_at <= now()) AND (with_mail OR NOT starts_with(e.topic, 'mail.'))
$$;
REVOKE ALL ON FUNCTION holdfast_tenants_with_events(boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION holdfast_tenants_with_events(boolean) TO holdfast_serve;`,
  },
  {
    // Those who serve cannot delete a row: this does, inside the tenant they act for, and never from the audit.
    name: 'purge',
    sql: `CREATE OR REPLACE FUNCTION holdfast_purge(wanted text, ids uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  gone integer;
BEGIN
  IF NOT wanted = ANY (ARRAY[${purged.map((table) => `'${table}'`).join(', ')}]) THEN RAISE 'nothing is purged from %', wanted; END IF;
  EXECUTE format('DELETE FROM %I WHERE tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid AND id = ANY ($1)', wanted) USING ids;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END
$$;
REVOKE ALL ON FUNCTION holdfast_purge(text, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION holdfast_purge(text, uuid[]) TO holdfast_serve;`,
  },
];

function ownerLists(table: string): string {
  return `DROP POLICY IF EXISTS owner_lists ON ${table};\nCREATE POLICY owner_lists ON ${table} FOR SELECT TO holdfast_migrate USING (true);`;
}
