import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { verifyAudit, type AuditVerdict } from '../../sync-server/audit/chain.ts';
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

test('a chain that nobody touched is whole, and grows with every command', async () => {
  expect(ids.length).toBeGreaterThanOrEqual(30);
  expect(await verify()).toEqual({ ok: true, rows: ids.length });
  await office.openCase('agent', 'North');
  expect(await verify()).toEqual({ ok: true, rows: ids.length });
  await sealAudit(office.pool, office.world.tenantId);
  expect(await verify()).toEqual({ ok: true, rows: ids.length + 1 });
});

test('a changed row is found, whatever was changed', async () => {
  for (const change of [`action = 'x'`, `at = at + interval '1 ms'`, `after = after || '{"title":"y"}'`, 'actor_id = NULL', 'success = false', `case_id = NULL`])
    expect(await after(`UPDATE audit_events SET ${change} WHERE id = '${ids[4]}'`)).toEqual({ ok: false, reason: 'changed', id: ids[4] });
});

test('a removed row is found, also the first and the last', async () => {
  for (const id of [ids[0], ids[7], ids.at(-1)]) expect(await after(`DELETE FROM audit_events WHERE id = '${id}'`)).toMatchObject({ ok: false, reason: 'missing' });
});

test('rows in another order are found', async () => {
  const swapped = await after(
    `UPDATE audit_events a SET prev_hash = b.prev_hash, hash = b.hash FROM kept b WHERE (a.id = '${ids[2]}' AND b.id = '${ids[3]}') OR (a.id = '${ids[3]}' AND b.id = '${ids[2]}')`,
  );
  expect(swapped).toMatchObject({ ok: false, reason: 'changed' });
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
  expect(await verify()).toEqual({ ok: true, rows: ids.length + 40 });
});

test('the background seals by itself', async () => {
  const keeper = createKeeper({ pool: office.pool, log: silentLog });
  await office.openCase('agent', 'North');
  await expect.poll(() => office.rows('SELECT 1 FROM audit_events WHERE hash IS NULL'), { timeout: 10_000 }).toEqual([]);
  await keeper.stop();
});
