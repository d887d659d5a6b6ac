import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { migrateReplica } from '../replica/migrate.ts';
import { openWriter, type WriteDb } from '../replica/open.ts';
import { draw, remainingNumbers } from './draw.ts';

const who = { deviceId: '0190a000-0000-7000-8000-00000000beef', timeZone: 'Africa/Nairobi', at: '2026-06-01T12:00:00.000Z' };
let db: WriteDb;

beforeEach(() => {
  db = openWriter({ file: path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-draw-')), 'r.db'), key: randomBytes(32).toString('hex') });
  migrateReplica(db);
  db.exec(`INSERT INTO case_kinds (id, number_prefix, number_pattern, is_active) VALUES ('kind', 'MAT', '{prefix}-{yyyy}-{seq:6}', 1)`);
});
const lease = (id: string, from: number, to: number, period = '2026', device = who.deviceId, status = 'active') =>
  db.prepare(`INSERT INTO number_blocks (id, series, period, device_id, from_seq, to_seq, status) VALUES (?, 'MAT', ?, ?, ?, ?, ?)`).run(id, period, device, from, to, status);
const open = (at = who.at) => draw(db, 'cases.open', { kindId: 'kind' }, { ...who, at });

describe('a case number', () => {
  test('is the lowest free one of this device’s blocks, each once', () => {
    lease('b', 51, 52);
    lease('a', 7, 8);
    lease('other device', 1, 6, '2026', 'another');
    lease('voided', 3, 4, '2026', who.deviceId, 'voided');
    expect([open(), open(), open(), open()].map(({ caseNumber }) => caseNumber)).toEqual(['MAT-2026-000007', 'MAT-2026-000008', 'MAT-2026-000051', 'MAT-2026-000052']);
    expect(open()).toEqual({ provisionalNumber: 'T-beef-1' });
    expect(open()).toEqual({ provisionalNumber: 'T-beef-2' });
  });

  test('is not given again by a replica that has forgotten it', () => {
    lease('a', 7, 9);
    db.exec(`INSERT INTO cases (id, case_number) VALUES ('c', 'MAT-2026-000007')`);
    expect(open()).toEqual({ caseNumber: 'MAT-2026-000008' });
  });

  test('follows the tenant’s calendar over the new year', () => {
    lease('a', 1, 5, '2026');
    lease('b', 1, 5, '2027');
    expect(open('2026-12-31T20:59:00.000Z')).toEqual({ caseNumber: 'MAT-2026-000001' });
    expect(open('2026-12-31T21:01:00.000Z')).toEqual({ caseNumber: 'MAT-2027-000001' });
  });

  test('is counted, so that new ones are leased in time', () => {
    expect(remainingNumbers(db, who)).toEqual({ MAT: 0 });
    lease('a', 1, 5);
    open();
    open();
    expect(remainingNumbers(db, who)).toEqual({ MAT: 3 });
  });
});
