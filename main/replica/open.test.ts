import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { describe, expect, test } from 'vitest';
import { migrateReplica } from './migrate.ts';
import { isDamage, openReader, openWriter } from './open.ts';

const makePlace = () => ({ file: path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-open-')), 'replica.db'), key: randomBytes(32).toString('hex') });
const secret = 'Zebedee Quartermaine';

function makeReplica() {
  const place = makePlace();
  const db = openWriter(place);
  migrateReplica(db);
  const insert = db.prepare('INSERT INTO contacts (id, full_name) VALUES (?, ?)');
  for (let n = 0; n < 200; n++) insert.run(`c${n}`, `${secret} ${n}`);
  return { place, db };
}

describe('a replica', () => {
  test('holds nothing that can be read without its key, in any of its files', () => {
    const { place, db } = makeReplica();
    for (const name of fs.readdirSync(path.dirname(place.file))) {
      const bytes = fs.readFileSync(path.join(path.dirname(place.file), name));
      expect([name, bytes.includes('Zebedee'), bytes.includes('SQLite format')]).toEqual([name, false, false]);
    }
    expect(fs.statSync(place.file).mode & 0o077).toBe(0);
    db.close();
  });

  test('opens with its key only, and says when it is another', () => {
    const { place, db } = makeReplica();
    db.close();
    expect(() => openWriter({ ...place, key: randomBytes(32).toString('hex') })).toThrow(expect.objectContaining({ code: 'replica.wrongKey' }));
    expect(() => openWriter({ ...place, key: 'short' })).toThrow();
    expect(openReader(place).prepare<[], number>('SELECT count(*) FROM contacts').pluck().get()).toBe(200);
  });

  test('notices a single changed byte in any page', () => {
    const { place, db } = makeReplica();
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    const page = 8192;
    const bytes = fs.readFileSync(place.file);
    for (let at = 0; at < bytes.length; at += page * 7) {
      const spoilt = Buffer.from(bytes);
      spoilt.writeUInt8(spoilt.readUInt8(at + 1000) ^ 1, at + 1000);
      fs.writeFileSync(place.file, spoilt);
      expect(readsWhole(place)).toBe(false);
    }
    fs.writeFileSync(place.file, bytes);
    expect(readsWhole(place)).toBe(true);
  });

  test('gives readers the last commit while a transaction is open, and lets none of them write', () => {
    const { place, db } = makeReplica();
    const reader = openReader(place);
    const count = reader.prepare<[], number>('SELECT count(*) FROM contacts').pluck();
    db.exec('BEGIN IMMEDIATE');
    db.prepare('DELETE FROM contacts').run();
    expect(count.get()).toBe(200);
    db.exec('COMMIT');
    expect(count.get()).toBe(0);
    expect(() => reader.prepare('DELETE FROM contacts').run()).toThrow(/readonly/);
    reader.close();
    db.close();
  });

  test('finds words without their accents, and only what is there now', () => {
    const { db } = makeReplica();
    const found = (words: string) =>
      db.prepare<[string], string>('SELECT c.id FROM contacts_search s JOIN contacts c ON c.rowid = s.rowid WHERE contacts_search MATCH ? ORDER BY rank').pluck().all(words);
    db.prepare(`INSERT INTO contacts (id, full_name, job_title) VALUES ('z', 'Zoë Ångström', 'Müller')`).run();
    expect([found('zoe angstrom'), found('muller')]).toEqual([['z'], ['z']]);
    db.prepare(`UPDATE contacts SET full_name = 'Somebody else' WHERE id = 'z'`).run();
    expect([found('zoe'), found('else')]).toEqual([[], ['z']]);
    db.prepare(`DELETE FROM contacts WHERE id = 'z'`).run();
    expect(found('else')).toEqual([]);
    db.close();
  });
});

/** Reads every page; damage shows as an error of its own. */
function readsWhole(place: { readonly file: string; readonly key: string }): boolean {
  try {
    const reader = openReader(place);
    const answer = reader.prepare<[], string>('PRAGMA integrity_check').pluck().all();
    reader.close();
    return answer.join() === 'ok';
  } catch (error) {
    expect(isDamage(error)).toBe(true);
    return false;
  }
}
