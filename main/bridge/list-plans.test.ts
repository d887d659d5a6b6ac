import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { snake } from '#domain/kernel/names.ts';
import { sortsOf } from '#domain/records/order.ts';
import { listRecords } from '#domain/records/queries.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openReader, type ReadDb } from '../replica/open.ts';
import { syncedEntities } from '../replica/synced.ts';
import { createQueryReader, type QueryReader } from './reader.ts';
import { createSeededReplica, seedId, seedReader, type SeededReplica } from './seeded-replica.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-lists-'));
const cursor = Buffer.from(JSON.stringify([0, 'x', seedId(5, 0)])).toString('base64url');
let replica: SeededReplica;
let reader: QueryReader;
let db: ReadDb;
const asked = new Set<string>();

beforeAll(() => {
  replica = createSeededReplica(join(folder, 'replica.db'));
  reader = createQueryReader((where, cause) => expect.fail(`${where}: ${String(cause)}`));
  db = openReader(replica.place);
  const noted = Object.assign(Object.create(db), { close: () => {}, prepare: (sql: string) => (asked.add(sql), db.prepare(sql)) });
  reader.open(noted as ReadDb, seedReader());
});
afterAll(() => {
  reader.close();
  db.close();
  replica.db.close();
  rmSync(folder, { recursive: true });
});

test.each(syncedEntities.map((entity) => [entity.name, entity] as const))('the list of %s walks an index in each of its orders, and sorts no table', (name, entity) => {
  const whole = new RegExp(`^SCAN ${snake(name)}$|TEMP B-TREE FOR ORDER BY`);
  for (const sort of sortsOf(entity))
    for (const descending of [false, true])
      for (const after of [null, cursor]) {
        asked.clear();
        expect(reader.run('records.list', listRecords.args.parse({ entity: name, sort, descending, after }))).toMatchObject({ ok: true });
        const steps = [...asked].flatMap(
          (sql) => db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...Array<string>(sql.split('?').length - 1).fill('1')) as readonly { readonly detail: string }[],
        );
        expect(steps.length).toBeGreaterThan(0);
        expect([sort, descending, steps.filter(({ detail }) => whole.test(detail)).map(({ detail }) => detail)]).toEqual([sort, descending, []]);
      }
});
