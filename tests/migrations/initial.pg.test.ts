import { execFile } from 'node:child_process';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasKeys, syncOf } from '#domain/kernel/entity.ts';
import type { Kind } from '#domain/kernel/field.ts';
import { snake } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import { readMigrations } from '../../sync-server/db/migrate.ts';
import { storedFields } from '../../sync-server/db/table.ts';
import { idIn, openOffice, type Office } from '../support/office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const typeOf: Readonly<Record<Kind, string>> = {
  boolean: 'boolean',
  date: 'date',
  id: 'uuid',
  instant: 'timestamp(3) with time zone',
  integer: 'integer',
  json: 'jsonb',
  long: 'bigint',
  number: 'double precision',
  tags: 'text[]',
  text: 'text',
};

test('both sides have the same migrations, numbered without a gap, and the declarations ask for no other', { timeout: 180_000 }, async () => {
  const folder = path.join(import.meta.dirname, '../../migrations');
  const [postgres, sqlite] = [readMigrations(path.join(folder, 'postgres')), readMigrations(path.join(folder, 'sqlite'))];
  expect(sqlite.map(({ number, name }) => [number, name])).toEqual(postgres.map(({ number, name }) => [number, name]));
  expect(postgres.map(({ number }) => number)).toEqual(postgres.map((_, place) => place + 1));
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(folder, 'generate.ts'), '--check']).catch((error: { readonly stdout: string }) => error);
  expect(stdout).toBe('Nothing has changed.\n');
});

test.each(Object.values(entityOf).map((entity) => [entity.name, entity] as const))('the table of %s is what is declared', async (name, entity) => {
  const columns = await office.rows(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type, NOT attnotnull AS optional FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attname`,
    [snake(name)],
  );
  const declared = storedFields(entity).map(([key, { kind, optional }]) => ({ name: snake(key), type: typeOf[kind], optional }));
  expect(columns).toEqual(declared.toSorted((one, other) => (one.name < other.name ? -1 : 1)));

  const [facts] = await office.rows(
    `SELECT relreplident AS identity, relrowsecurity AND relforcerowsecurity AS walled, pg_get_userbyid(relowner) AS owner,
       EXISTS (SELECT 1 FROM pg_publication_tables p WHERE p.pubname = 'holdfast' AND p.tablename = relname) AS published,
       EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'visible_to') AS keyed
     FROM pg_class c WHERE oid = $1::regclass`,
    [snake(name)],
  );
  const isSynced = syncOf(entity) !== 'never';
  expect(facts).toEqual({ identity: isSynced ? 'f' : 'd', walled: !entity.global, owner: 'holdfast_migrate', published: isSynced, keyed: hasKeys(entity) });
});

const keys = (sql: string) => sql.replace(/ +/g, ' ').trim();
const plans: readonly (readonly [string, string])[] = [
  ['cases of a state, newest first', `SELECT id FROM cases WHERE tenant_id = $1 AND status = 'open' ORDER BY opened_at DESC LIMIT 50`],
  ['all cases, newest first', `SELECT id FROM cases WHERE tenant_id = $1 ORDER BY opened_at DESC LIMIT 50`],
  ['my open cases', `SELECT id FROM cases WHERE tenant_id = $1 AND assigned_to = $2 AND status = 'open'`],
  ['a team’s open cases by due date', `SELECT id FROM cases WHERE tenant_id = $1 AND team_id = $2 AND status = 'open' ORDER BY due_at LIMIT 50`],
  ['a case', `SELECT title FROM cases WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE`],
  ['a case by number', `SELECT id FROM cases WHERE tenant_id = $1 AND case_number = 'MAT-1' AND deleted_at IS NULL`],
  ['notes of a case', `SELECT body FROM notes WHERE tenant_id = $1 AND case_id = $2 ORDER BY created_at DESC LIMIT 50`],
  ['notes of a record', `SELECT body FROM notes WHERE tenant_id = $1 AND subject_type = 'contacts' AND subject_id = $2`],
  ['changes of a case', `SELECT field_name FROM case_history WHERE tenant_id = $1 AND case_id = $2 ORDER BY changed_at DESC LIMIT 50`],
  ['activity of a case', `SELECT type FROM activity_events WHERE tenant_id = $1 AND case_id = $2 ORDER BY happened_at DESC LIMIT 50`],
  ['participants of a case', `SELECT id FROM case_participants WHERE tenant_id = $1 AND case_id = $2 ORDER BY id`],
  ['contacts by name', `SELECT id FROM contacts WHERE tenant_id = $1 ORDER BY normalized_name LIMIT 50`],
  ['a contact by number', `SELECT contact_id FROM contact_points WHERE tenant_id = $1 AND kind = 'phone' AND normalized = '+254' ORDER BY id`],
  ['points of a contact', `SELECT id FROM contact_points WHERE tenant_id = $1 AND contact_id = $2 AND deleted_at IS NULL`],
  ['a command that was here before', `SELECT status FROM command_log WHERE tenant_id = $1 AND id = $2`],
  ['audit of a record', `SELECT action FROM audit_events WHERE tenant_id = $1 AND subject_type = 'cases' AND subject_id = $2 ORDER BY at DESC LIMIT 50`],
  ['audit that is not sealed', `SELECT id FROM audit_events WHERE tenant_id = $1 AND hash IS NULL ORDER BY at, id LIMIT 1000`],
];

test('queries of lists and records find their rows by index in a table that has grown', { timeout: 120_000 }, async () => {
  await fill();
  const { userId } = await office.as('agent');
  const slow: string[] = [];
  for (const [what, sql] of plans) {
    const plan = JSON.stringify(await office.rows(`EXPLAIN (FORMAT JSON) ${keys(sql).replaceAll('$1', `'${office.world.tenantId}'`).replaceAll('$2', `'${userId}'`)}`));
    if (/"Node Type":"Seq Scan"/.test(plan) || !/Index Cond|"Index Name":"[a-z_]+_(idx|key)"/.test(plan)) slow.push(`${what}: ${plan}`);
  }
  expect(slow).toEqual([]);
});

/** Grows every table that the plans are about, half of each in another tenant. */
async function fill(): Promise<void> {
  const contactId = idIn(await office.run('manager', 'contacts.create', { firstName: 'Ada', points: [{ kind: 'phone', value: '+254700000000' }] }), 'contacts');
  const caseId = await office.openCase('manager', 'North', { contactId });
  await office.run('manager', 'notes.add', { subject: { caseId }, body: 'x' });
  await office.run('manager', 'cases.update', { id: caseId, patch: { title: 'y' }, base: {} });
  const client = await office.admin.connect();
  try {
    await client.query(`SET session_replication_role = 'replica'`);
    for (const table of ['cases', 'notes', 'case_history', 'activity_events', 'case_participants', 'contacts', 'contact_points', 'audit_events', 'command_log']) {
      const own: Readonly<Record<string, string>> = {
        cases: `, 'case_number', 'N' || n, 'opened_at', now() - n * interval '1 minute', 'status', CASE WHEN n % 3 = 0 THEN 'open' ELSE 'closed' END`,
        contacts: `, 'normalized_name', 'name ' || n`,
        contact_points: `, 'normalized', '+' || n, 'contact_id', gen_random_uuid()`,
        audit_events: `, 'hash', CASE WHEN n % 50 > 0 THEN 'x' END, 'subject_id', gen_random_uuid()`,
      };
      const parent = ['notes', 'case_history', 'activity_events', 'case_participants'].includes(table) ? `, 'case_id', gen_random_uuid(), 'subject_id', gen_random_uuid()` : '';
      await client.query(
        `INSERT INTO ${table} SELECT r.* FROM (SELECT * FROM ${table} WHERE tenant_id = $1 LIMIT 1) t, generate_series(1, 6000) n,
         LATERAL json_populate_record(NULL::${table}, (to_jsonb(t) || jsonb_build_object('id', gen_random_uuid(), 'tenant_id', CASE WHEN n % 2 = 0 THEN t.tenant_id ELSE '00000000-0000-0000-0000-000000000009' END${own[table] ?? ''}${parent}))::json) r`,
        [office.world.tenantId],
      );
      await client.query(`ANALYZE ${table}`);
    }
  } finally {
    await client.query(`SET session_replication_role = 'origin'`);
    client.release();
  }
}
