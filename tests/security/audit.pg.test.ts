import { execFile } from 'node:child_process';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AuditVerdict } from '#domain/platform/wire.ts';
import { verifyAudit } from '../../sync-server/audit/chain.ts';
import { sealAudit } from '../../sync-server/audit/seal.ts';
import { inTenant } from '../../sync-server/db/transaction.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { createKeeper } from '../../sync-server/jobs/keeper.ts';
import { openOffice, type Office } from '../support/office.ts';

let office: Office;
let ids: readonly string[];

beforeAll(async () => {
  office = await openOffice();
  await Promise.all(Array.from({ length: 30 }, (_, n) => office.openCase(n % 2 ? 'agent' : 'manager', 'North')));
});
afterAll(() => office.close());
beforeEach(async () => {
  await sealAudit(office.pool, office.world.tenantId);
  ids = await chain();
});

const verify = () => verifyAudit(office.pool, office.world.tenantId);
/** The ids of the sealed rows in the order of the chain. */
const chain = async (): Promise<readonly string[]> => {
  const rows = await office.rows(
    `WITH RECURSIVE walk AS (SELECT id, hash, 1 AS n FROM audit_events WHERE prev_hash = '' UNION ALL SELECT a.id, a.hash, n + 1 FROM audit_events a JOIN walk w ON a.prev_hash = w.hash) SELECT id FROM walk ORDER BY n`,
  );
  return rows.map(({ id }) => String(id));
};

/** Tampers as somebody with every right on the database, looks, and puts it back. */
async function after(...statements: readonly string[]): Promise<AuditVerdict> {
  const client = await office.admin.connect();
  try {
    await client.query('CREATE TABLE kept AS SELECT * FROM audit_events');
    for (const sql of statements) await client.query(sql);
    return await verify();
  } finally {
    await client.query('DELETE FROM audit_events');
    await client.query('INSERT INTO audit_events SELECT * FROM kept');
    await client.query('DROP TABLE kept');
    client.release();
  }
}

/** A case that is opened is told of in two rows: the case, and its clock. */
const rowsOfCase = 2;

test('a chain that nobody touched is whole, and grows with every command', async () => {
  expect(ids.length).toBeGreaterThanOrEqual(30);
  expect(await verify()).toEqual({ ok: true, rows: ids.length });
  await office.openCase('agent', 'North');
  expect(await verify()).toEqual({ ok: true, rows: ids.length });
  await sealAudit(office.pool, office.world.tenantId);
  expect(await verify()).toEqual({ ok: true, rows: ids.length + rowsOfCase });
});

test('a changed row is found, whatever was changed', async () => {
  for (const change of [`action = 'x'`, `at = at + interval '1 ms'`, `after = after || '{"title":"y"}'`, 'actor_id = NULL', 'success = false', `case_id = NULL`])
    expect(await after(`UPDATE audit_events SET ${change} WHERE id = '${ids[4]}'`)).toEqual({ ok: false, reason: 'changed', id: ids[4] });
});

test('a removed row is found and its place named, also the first and the last', async () => {
  const end = ids.length - 1;
  for (const place of [0, 7, end]) {
    const verdict = await after(`DELETE FROM audit_events WHERE id = '${ids[place]}'`);
    expect(verdict).toEqual({ ok: false, reason: 'missing', place: place + 1, after: ids[place - 1] ?? null, before: ids[place + 1] ?? null });
  }
  expect(await after(`DELETE FROM audit_events WHERE id IN ('${ids[3]}', '${ids[4]}')`)).toMatchObject({ place: 4, after: ids[2], before: ids[5] });
});

test('rows in another order are found', async () => {
  const swapped = await after(
    `UPDATE audit_events a SET prev_hash = b.prev_hash, hash = b.hash FROM kept b WHERE (a.id = '${ids[2]}' AND b.id = '${ids[3]}') OR (a.id = '${ids[3]}' AND b.id = '${ids[2]}')`,
  );
  expect(swapped).toEqual({ ok: false, reason: 'changed', id: [ids[2], ids[3]].toSorted()[0] });
});

test('a row slipped in is found', async () => {
  const slipped = await after(
    `INSERT INTO audit_events SELECT (json_populate_record(NULL::audit_events, (to_jsonb(k) || jsonb_build_object('id', gen_random_uuid()))::json)).* FROM kept k WHERE id = '${ids[5]}'`,
  );
  expect(slipped).toMatchObject({ ok: false });
});

test('whoever serves can neither change nor remove a sealed row, nor seal it again', async () => {
  const attempt = (sql: string) =>
    inTenant(office.pool, office.world.tenantId, async (tx) => (await tx.query(sql)).rowCount).catch((error: { readonly code: string }) => error.code);
  expect(await attempt(`UPDATE audit_events SET action = 'x' WHERE id = '${ids[1]}'`)).toBe('42501');
  expect(await attempt(`DELETE FROM audit_events WHERE id = '${ids[1]}'`)).toBe('42501');
  expect(await attempt(`UPDATE audit_events SET hash = 'x' WHERE id = '${ids[1]}'`)).toBe(0);
});

test('several hubs seal while commands run, and the chain is one', async () => {
  const keepers = [1, 2, 3].map(() => createKeeper({ pool: office.pool, log: silentLog }));
  await Promise.all(Array.from({ length: 40 }, () => office.openCase('agent', 'North')));
  const sealing = [1, 2, 3, 4].map(() => sealAudit(office.pool, office.world.tenantId));
  await Promise.all(sealing);
  await Promise.all(keepers.map((keeper) => keeper.stop()));
  await sealAudit(office.pool, office.world.tenantId);
  expect(await office.rows('SELECT 1 FROM audit_events WHERE hash IS NULL')).toEqual([]);
  expect(await verify()).toEqual({ ok: true, rows: ids.length + 40 * rowsOfCase });
});

test('what was done offline is recorded when it was done, and sealed when it came', async () => {
  const at = new Date(Date.now() - 5 * 3_600_000).toISOString();
  const answer = await office.run('agent', 'contacts.create', { firstName: 'Ada' }, { at });
  expect(answer.status).toBe('accepted');
  await sealAudit(office.pool, office.world.tenantId);
  const [row] = await office.rows(`SELECT at, accepted_at, hash FROM audit_events WHERE command_id = $1`, [answer.id]);
  expect(row).toMatchObject({ at: new Date(at), hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(Number(row?.['accepted_at']) - Date.parse(at)).toBeGreaterThan(4 * 3_600_000);
  expect(await verify()).toMatchObject({ ok: true });
});

test('what a role does not allow is recorded with who tried', async () => {
  const id = await office.openCase('manager', 'North');
  const answer = await office.run('viewer', 'cases.close', { id });
  const { userId } = await office.as('viewer');
  expect(await office.rows('SELECT action, success, actor_id, before, after FROM audit_events WHERE command_id = $1', [answer.id])).toEqual([
    { action: 'cases.close', success: false, actor_id: userId, before: null, after: null },
  ]);
});

test('the command line verifies all tenants, and names the row that was tampered with', { timeout: 120_000 }, async () => {
  const run = () =>
    promisify(execFile)(process.execPath, [path.join(import.meta.dirname, '../../sync-server/main.ts'), 'audit'], { env: { ...process.env, DATABASE_URL: office.url } }).then(
      ({ stdout }) => [0, stdout],
      (error: { readonly code: number; readonly stderr: string }) => [error.code, error.stderr],
    );
  expect(await run()).toEqual([0, expect.stringContaining(`${office.world.subdomain}: ${ids.length} rows, chain whole\n`)]);
  await office.admin.query(`UPDATE audit_events SET action = action || '!' WHERE id = $1`, [ids[9]]);
  expect(await run()).toEqual([
    1,
    expect.stringMatching(new RegExp(`^holdfast: the audit was tampered with: .*${office.world.subdomain}: row ${ids[9]} was changed or moved\\n$`)),
  ]);
  await office.admin.query(`UPDATE audit_events SET action = rtrim(action, '!') WHERE id = $1`, [ids[9]]);
});

test('the background seals by itself, whatever else it cannot do', async () => {
  await office.rows(`INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES ($1, 'nothingOfOurs', $1)`, [office.world.tenantId]);
  const keeper = createKeeper({ pool: office.pool, log: silentLog });
  await office.openCase('agent', 'North');
  await expect.poll(() => office.rows('SELECT 1 FROM audit_events WHERE hash IS NULL'), { timeout: 10_000 }).toEqual([]);
  await keeper.stop();
  await office.rows('DELETE FROM visibility_jobs');
});
