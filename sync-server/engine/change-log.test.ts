import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openChangeLog, readSql } from './change-log.ts';
import { everyOp } from './lsn.ts';

test('what a table has after a position is found without walking what came before', () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-log-'));
  const log = openChangeLog(path.join(directory, 'engine.db'));
  onTestFinished(() => {
    log.close();
    fs.rmSync(directory, { recursive: true });
  });
  log.reset({ generation: 'g', systemId: 's', timeline: 1, position: 0, lastLsn: 0, trimmedLsn: 0 });
  const entry = (table: number, lsn: number, firstOp: number) => ({ table, lsn, xid: lsn, firstOp, body: Buffer.from('x') });
  log.append([entry(1, 10, 0), entry(2, 10, 2), entry(1, 10, 8), entry(1, 20, 0), entry(1, 30, 0)], 31, 30, 0);
  const after = (lsn: number, op: number, limit = 10) => log.read(1, { lsn, op }, 20, limit).map(({ lsn: at, firstOp }) => [at, firstOp]);
  expect(after(0, 0)).toEqual([
    [10, 0],
    [10, 8],
    [20, 0],
  ]);
  expect(after(10, 0, 1)).toEqual([[10, 8]]);
  expect(after(10, everyOp)).toEqual([[20, 0]]);
  expect(after(20, 0)).toEqual([]);
  const plan = log.database.prepare<unknown[], { readonly detail: string }>(`explain query plan ${readSql}`).all(1, 0, 0, 0, 1);
  expect(plan.map(({ detail }) => detail)).toEqual([expect.stringContaining('(lsn,op)>(?,?)')]);
});
