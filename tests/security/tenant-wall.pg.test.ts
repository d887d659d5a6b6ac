import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { syncOf } from '#domain/kernel/entity.ts';
import { snake } from '#domain/kernel/names.ts';
import { keptForGood } from '#domain/platform/rules.ts';
import { entityOf } from '#domain/registry.ts';
import { roleUrl } from '../../sync-server/db/roles.ts';
import { searchedFields } from '../../sync-server/db/search-extras.ts';
import { sqlStateOf } from '../../sync-server/db/transaction.ts';
import { buildWorld, type WorldTenant } from '../support/build-world.ts';
import { migratedDatabase, type FreshDatabase } from '../support/postgres.ts';
import { pbxRole, pbxSchema, viewsOf } from '../../sync-server/telephony/realtime/views.ts';

let database: FreshDatabase;
let admin: pg.Client;
let serve: pg.Client;
let alpha: WorldTenant;
let beta: WorldTenant;

beforeAll(async () => {
  database = await migratedDatabase();
  ({ alpha, beta } = await buildWorld(database.url));
  admin = new pg.Client({ connectionString: database.url });
  serve = new pg.Client({ connectionString: roleUrl(database.url, 'serve') });
  await Promise.all([admin.connect(), serve.connect()]);
  for (const { id } of [alpha, beta]) {
    await admin.query(`INSERT INTO command_log (tenant_id, id, user_id, name, status, outcome, accepted_at) VALUES ($1, $1, $1, 'x', 'refused', '{}', now())`, [id]);
    await admin.query(`INSERT INTO number_counters (tenant_id, series, period, last_seq) VALUES ($1, 'C', '', 7)`, [id]);
    await admin.query(`INSERT INTO audit_seals (tenant_id, sealed, hash) VALUES ($1, 0, '')`, [id]);
    await admin.query(`INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES ($1, 'cases', $1)`, [id]);
    await admin.query(`INSERT INTO audit_events (id, tenant_id, created_at, updated_at, version, action, success, at) VALUES ($1, $1, now(), now(), 1, 'x', true, now())`, [id]);
  }
});
afterAll(async () => {
  await Promise.all([admin.end(), serve.end()]);
  await database.drop();
});

/** Every table with a tenant, as Postgres knows them: one that nobody thought of is in it too. */
const tenantTables = async (): Promise<readonly string[]> => {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
};

async function inside<Result>(tenantId: string | null, work: () => Promise<Result>): Promise<Result> {
  await serve.query('BEGIN');
  try {
    if (tenantId !== null) await serve.query(`SELECT set_config('app.tenant', $1, true)`, [tenantId]);
    return await work();
  } finally {
    await serve.query('ROLLBACK');
  }
}

test('row-level security is enabled and forced on every table that has a tenant, or the serving role cannot touch it', async () => {
  for (const table of await tenantTables()) {
    const { rows } = await admin.query(
      `SELECT (c.relrowsecurity AND c.relforcerowsecurity) AS walled, has_any_column_privilege('holdfast_serve', c.oid, 'SELECT, INSERT, UPDATE') OR has_table_privilege('holdfast_serve', c.oid, 'DELETE') AS reachable FROM pg_class c WHERE c.oid = $1::regclass`,
      [table],
    );
    expect({ table, safe: rows[0].walled || !rows[0].reachable }).toEqual({ table, safe: true });
  }
});

test('every declared entity of a tenant is behind the wall with rows of both tenants to tell apart', async () => {
  const tables = await tenantTables();
  for (const entity of Object.values(entityOf).filter(({ global }) => !global)) {
    expect(tables).toContain(snake(entity.name));
    const { rows } = await admin.query(`SELECT count(DISTINCT tenant_id)::int AS n FROM ${snake(entity.name)}`);
    expect({ table: entity.name, tenants: rows[0].n }).toEqual({ table: entity.name, tenants: 2 });
  }
});

test('a tenant reads its own rows and none of another; without a tenant nothing is read', async () => {
  for (const table of await tenantTables()) {
    const read = (tenantId: string | null) =>
      inside(tenantId, async () => (await serve.query<{ tenant_id: string }>(`SELECT DISTINCT tenant_id FROM ${table}`)).rows.map((row) => row.tenant_id)).catch((error: unknown) =>
        sqlStateOf(error),
      );
    const answers = { table, alpha: await read(alpha.id), beta: await read(beta.id), nobody: await read(null) };
    if (answers.alpha === '42501') expect(answers).toEqual({ table, alpha: '42501', beta: '42501', nobody: '42501' });
    else expect(answers).toEqual({ table, alpha: [alpha.id], beta: [beta.id], nobody: [] });
  }
});

test('a tenant writes no row of another: not by update, not by delete, not by moving or inserting one', async () => {
  for (const table of await tenantTables()) {
    const attempt = (sql: string, values: readonly unknown[] = []) =>
      inside(alpha.id, async () => (await serve.query(sql, [...values])).rowCount).catch((error: unknown) => sqlStateOf(error) ?? 'failed');
    const { rows: columns } = await admin.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'tenant_id' AND has_column_privilege('holdfast_serve', attrelid, attnum, 'UPDATE') LIMIT 1`,
      [table],
    );
    const column = columns[0]?.name;
    if (column) expect([table, 'update', await attempt(`UPDATE ${table} SET ${column} = ${column} WHERE tenant_id = $1`, [beta.id])]).toEqual([table, 'update', 0]);
    expect([0, '42501']).toContain(await attempt(`DELETE FROM ${table} WHERE tenant_id = $1`, [beta.id]));
    expect([table, 'move', await attempt(`UPDATE ${table} SET tenant_id = $1`, [beta.id])]).toEqual([table, 'move', '42501']);
    const { rows } = await admin.query(`SELECT to_json(t) AS row FROM ${table} t WHERE tenant_id = $1 LIMIT 1`, [beta.id]);
    if (rows.length > 0)
      expect([table, 'insert', await attempt(`INSERT INTO ${table} SELECT * FROM json_populate_record(NULL::${table}, $1)`, [JSON.stringify(rows[0].row)])]).toEqual([
        table,
        'insert',
        '42501',
      ]);
  }
});

describe('what runs as the owner of the tables, who is above the wall,', () => {
  type Answer = readonly Readonly<Record<string, unknown>>[];
  /** Runs as the serving role in the tenant's session; what it did is undone. */
  const ask = (tenantId: string | null, sql: string, values: readonly unknown[] = []): Promise<Answer> => inside(tenantId, async () => (await serve.query(sql, [...values])).rows);
  const everything = `to_tsquery('simple', '!zzzz')`;
  const idsOf = async (table: string, tenantId: string) => (await admin.query<{ id: string }>(`SELECT id FROM ${table} WHERE tenant_id = $1`, [tenantId])).rows.map(({ id }) => id);

  /** Every function that runs so, and what proves that it stays inside the tenant of whoever calls it. */
  const proofs: Readonly<Record<string, () => Promise<void>>> = {
    holdfast_found: async () => {
      let found = 0;
      for (const entity of Object.values(entityOf).filter((each) => searchedFields(each).length > 0)) {
        const table = snake(entity.name);
        const own = new Set(await idsOf(table, alpha.id));
        const hits = await ask(alpha.id, `SELECT id FROM holdfast_found($1, ${everything}, NULL, 1000)`, [table]);
        expect([table, hits.filter(({ id }) => !own.has(String(id)))]).toEqual([table, []]);
        expect([table, await ask(null, `SELECT id FROM holdfast_found($1, ${everything}, NULL, 1000)`, [table])]).toEqual([table, []]);
        found += hits.length;
      }
      expect(found).toBeGreaterThan(20);
      await expect(ask(alpha.id, `SELECT id FROM holdfast_found('auth_credentials', ${everything}, NULL, 1)`)).rejects.toThrow('nothing is searched');
    },
    holdfast_purge: async () => {
      for (const entity of Object.values(entityOf).filter((each) => !each.global && !keptForGood(each))) {
        const table = snake(entity.name);
        const foreign = await idsOf(table, beta.id);
        for (const tenantId of [alpha.id, null]) expect([table, await ask(tenantId, 'SELECT holdfast_purge($1, $2) AS gone', [table, foreign])]).toEqual([table, [{ gone: 0 }]]);
      }
      const own = await idsOf('search_history', alpha.id);
      expect(await ask(alpha.id, `SELECT holdfast_purge('search_history', $1) AS gone`, [own])).toEqual([{ gone: own.length }]);
      await expect(ask(alpha.id, `SELECT holdfast_purge('audit_events', $1)`, [own])).rejects.toThrow('nothing is purged');
    },
    // Whoever works off what waits must know for which tenants: that they exist is all that is told.
    holdfast_tenants_with_work: async () => {
      expect(new Set((await ask(null, 'SELECT * FROM holdfast_tenants_with_work()')).flatMap(Object.keys))).toEqual(new Set(['tenant_id', 'unsealed', 'hidden']));
    },
    holdfast_tenants_with_events: async () => {
      await admin.query(`UPDATE outbox_events SET status = 'pending', next_attempt_at = NULL`);
      expect(new Set((await ask(null, 'SELECT * FROM holdfast_tenants_with_events(true)')).flatMap(Object.keys))).toEqual(new Set(['tenant_id']));
    },
  };

  test('is in each function bound to a tenant, callable by few, and looks names up in one place', async () => {
    const { rows } = await admin.query<{ name: string; config: readonly string[] | null; open: boolean }>(
      `SELECT p.proname AS name, p.proconfig AS config, EXISTS (SELECT 1 FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee = 0) AS open
       FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
    );
    expect(rows).toEqual(
      Object.keys(proofs)
        .toSorted()
        .map((name) => ({ name, config: ['search_path=public'], open: false })),
    );
    for (const { name } of rows) await proofs[name]?.();
  });

  test('shows in each view what its reader would see behind the wall, and nothing without a tenant', async () => {
    await admin.query('BEGIN');
    try {
      await admin.query('SET LOCAL ROLE holdfast_migrate');
      await admin.query(`DROP SCHEMA IF EXISTS ${pbxSchema} CASCADE; CREATE SCHEMA ${pbxSchema}; GRANT USAGE ON SCHEMA ${pbxSchema} TO holdfast_serve`);
      for (const [name, query] of Object.entries(viewsOf(alpha.id))) await admin.query(`CREATE VIEW ${pbxSchema}.${name} AS ${query}`);
      await admin.query(`GRANT SELECT ON ALL TABLES IN SCHEMA ${pbxSchema} TO holdfast_serve; SET LOCAL ROLE holdfast_serve`);
      const { rows: views } = await admin.query<{ name: string; definition: string }>(
        `SELECT format('%I.%I', n.nspname, c.relname) AS name, rtrim(pg_get_viewdef(c.oid), ';') AS definition FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
      );
      expect(views.length).toBeGreaterThanOrEqual(Object.keys(viewsOf(alpha.id)).length);
      const shown = async (from: string) => (await admin.query<{ row: string }>(`SELECT v::text AS row FROM ${from} v ORDER BY 1`)).rows.map(({ row }) => row);
      let lines = 0;
      for (const { name, definition } of views) {
        const seen: Record<string, readonly string[]> = {};
        for (const [who, tenantId] of [
          ['alpha', alpha.id],
          ['beta', beta.id],
          ['nobody', ''],
        ] as const) {
          await admin.query(`SELECT set_config('app.tenant', $1, true)`, [tenantId]);
          seen[who] = await shown(name);
          expect([name, who, seen[who]]).toEqual([name, who, await shown(`(${definition})`)]);
        }
        expect([name, seen['nobody']]).toEqual([name, []]);
        lines += seen['alpha']?.length ?? 0;
      }
      expect(lines).toBeGreaterThan(0);
    } finally {
      await admin.query('ROLLBACK');
    }
  });

  test('is nobody who signs in to serve', async () => {
    const { rows } = await admin.query(
      `SELECT rolname FROM pg_roles WHERE rolname LIKE 'holdfast_%' AND rolname <> 'holdfast_migrate' AND pg_has_role(oid, 'holdfast_migrate', 'MEMBER')`,
    );
    expect(rows).toEqual([]);
  });
});

test('keys cannot cross tenants even for whoever is above the wall', async () => {
  const foreign = await admin.query<{ table: string; columns: number }>(
    `SELECT conrelid::regclass::text AS table, array_length(conkey, 1) AS columns FROM pg_constraint
     WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = conrelid AND attname = 'tenant_id')`,
  );
  // A membership's own user is the one global row that a tenant's row names.
  expect(foreign.rows.filter(({ columns }) => columns < 2).map(({ table }) => table)).toEqual(['memberships']);
  await expect(admin.query('UPDATE cases SET team_id = $2 WHERE id = $1', [alpha.north.caseId, beta.north.id])).rejects.toMatchObject({ code: '23503' });
  await expect(admin.query('UPDATE cases SET assigned_to = $2 WHERE id = $1', [alpha.north.caseId, beta.admin.userId])).rejects.toMatchObject({ code: '23503' });
});

test('a setting left over from another transaction opens nothing', async () => {
  await inside(alpha.id, () => serve.query('SELECT 1'));
  // After SET LOCAL the setting is the empty string, which is no tenant.
  expect((await serve.query(`SELECT current_setting('app.tenant', true) AS tenant`)).rows[0].tenant).toBe('');
  expect((await serve.query('SELECT id FROM cases')).rows).toEqual([]);
});

test('each role may do its duty and no more', async () => {
  const can = async (role: string, table: string, right: string) => (await admin.query('SELECT has_table_privilege($1, $2, $3) AS yes', [role, table, right])).rows[0].yes;
  for (const entity of Object.values(entityOf)) {
    const table = snake(entity.name);
    // Old readings of the installation's health, which are nobody's, are the one thing that is thrown away.
    expect([table, await can('holdfast_serve', table, 'DELETE'), await can('holdfast_serve', table, 'TRUNCATE')]).toEqual([table, table === 'system_health', false]);
    expect([table, await can('holdfast_replicate', table, 'SELECT')]).toEqual([table, syncOf(entity) !== 'never']);
    expect([table, await can('holdfast_replicate', table, 'INSERT, UPDATE, DELETE')]).toEqual([table, false]);
    if (entity.appendOnly) expect([table, await can('holdfast_serve', table, 'UPDATE')]).toEqual([table, false]);
  }
  expect(await can('holdfast_serve', 'users', 'SELECT')).toBe(false);
  expect(await can('holdfast_serve', 'auth_credentials', 'SELECT')).toBe(false);
  expect(await can('holdfast_identity', 'cases', 'SELECT')).toBe(false);
  const { rows } = await admin.query(`SELECT rolname, rolsuper, rolbypassrls, rolreplication, rolcanlogin FROM pg_roles WHERE rolname LIKE 'holdfast_%' ORDER BY 1`);
  expect(rows).toEqual([
    { rolname: 'holdfast_identity', rolsuper: false, rolbypassrls: false, rolreplication: false, rolcanlogin: true },
    { rolname: 'holdfast_migrate', rolsuper: false, rolbypassrls: false, rolreplication: false, rolcanlogin: false },
    // Made in a cluster once a PBX reads one of its databases.
    ...(rows.some(({ rolname }) => rolname === pbxRole) ? [{ rolname: pbxRole, rolsuper: false, rolbypassrls: false, rolreplication: false, rolcanlogin: true }] : []),
    { rolname: 'holdfast_replicate', rolsuper: false, rolbypassrls: true, rolreplication: true, rolcanlogin: true },
    { rolname: 'holdfast_serve', rolsuper: false, rolbypassrls: false, rolreplication: false, rolcanlogin: true },
  ]);
});
