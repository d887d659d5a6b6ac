import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createCatalog } from '../../sync-server/engine/catalog.ts';
import { openChangeLog } from '../../sync-server/engine/change-log.ts';
import { silentLog as log } from '../../sync-server/engine/log.ts';
import { readSlot } from '../../sync-server/engine/replication.ts';
import { startSession } from '../../sync-server/engine/session.ts';
import { freshDatabase } from '../support/postgres.ts';
import { itemsSql, makeBed, until } from './harness.ts';

test('Postgres may forget a transaction only when a power cut cannot take it from the log any more', async () => {
  const database = await freshDatabase();
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-confirm-'));
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(itemsSql);
  const slot = `slot_${path.basename(database.url)}`;
  const file = openChangeLog(path.join(directory, 'engine.db'));
  const disk = Promise.withResolvers<void>();
  const changeLog = { ...file, sync: () => disk.promise.then(file.sync) };
  let stored = 0;
  const session = await startSession({
    databaseUrl: database.url,
    publication: 'holdfast',
    slot,
    log,
    changeLog,
    catalog: createCatalog({ database: file.database, publication: 'holdfast', log, now: Date.now, onReplaced: () => {} }),
    now: Date.now,
    lastLsn: () => file.state()?.lastLsn ?? 0,
    onNewGeneration: async (state) => file.reset(state),
    onStored: (transactions) => (stored = transactions.at(-1)?.lsn ?? stored),
    onEnd: () => {},
  });
  onTestFinished(async () => {
    await session.stop();
    file.close();
    await client.end();
    await database.drop();
    fs.rmSync(directory, { recursive: true, force: true });
  });
  const confirmed = async () => (await readSlot(client, slot))?.confirmed ?? 0;

  await client.query(`insert into items (id, tenant_id) values (1, 'a')`);
  await until('the row is stored and told', () => stored > 0);
  await new Promise((resolve) => setTimeout(resolve, 4_500));
  expect(await confirmed()).toBeLessThan(stored);
  disk.resolve();
  const deadline = Date.now() + 10_000;
  while ((await confirmed()) < stored && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await confirmed()).toBeGreaterThan(stored);
});

test('a restart while Postgres has yet to take in the last confirmation keeps the generation', async () => {
  const bed = await makeBed();
  onTestFinished(bed.close);
  const before = bed.engine().generation();
  const [sender] = await bed.sql(`select active_pid as pid from pg_replication_slots where slot_name = $1`, [`slot_${path.basename(bed.databaseUrl)}`]);
  const at = bed.engine().lastLsn();
  await bed.sql(`insert into items (id, tenant_id) values (1, 'a')`);
  await until('the row is stored', () => bed.engine().lastLsn() > at);
  process.kill(Number(sender?.['pid']), 'SIGSTOP');
  await new Promise((resolve) => setTimeout(resolve, 3_500));
  await bed.stopEngine();
  const restarted = bed.restart();
  await new Promise((resolve) => setTimeout(resolve, 300));
  process.kill(Number(sender?.['pid']), 'SIGCONT');
  await restarted;
  const from = bed.engine().lastLsn();
  await bed.sql(`insert into items (id, tenant_id) values (2, 'a')`);
  await until('the next row is stored', () => bed.engine().lastLsn() > from);
  expect(bed.engine().generation()).toBe(before);
});
