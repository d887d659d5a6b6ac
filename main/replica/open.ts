import Database from 'better-sqlite3';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';

declare const access: unique symbol;
/** A connection that can only read; it sees the last commit and never waits for the writer. */
export type ReadDb = Pick<Database.Database, 'close' | 'inTransaction' | 'prepare'> & { readonly [access]: 'read' };
/** The one connection that writes. */
export type WriteDb = Database.Database & { readonly [access]: 'write' };

/** Where a replica lies and what opens it: 32 random bytes, hex. */
export interface Place {
  readonly file: string;
  readonly key: string;
}

/** What is wrong with a replica, in a form that a person can be told. */
export class ReplicaFault extends Error {
  override readonly name = 'ReplicaFault';
  readonly code: 'replica.corrupted' | 'replica.newer' | 'replica.wrongKey';

  constructor(code: ReplicaFault['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** Opens the replica for reading; several readers may be open beside the writer. */
export function openReader(place: Place): ReadDb {
  const db = new Database(place.file, { readonly: true, fileMustExist: true });
  unlock(db, place);
  db.pragma('query_only = 1');
  db.pragma('cache_size = -32768');
  // The brand exists in types only.
  return db as unknown as ReadDb;
}

/** Opens or makes the replica for writing. A wrong key and a damaged file are told apart. */
export function openWriter(place: Place): WriteDb {
  const isNew = !fs.existsSync(place.file) || fs.statSync(place.file).size === 0;
  if (!checkKey(place)) throw new ReplicaFault('replica.wrongKey', 'This key does not open the replica.');
  const db = new Database(place.file);
  try {
    unlock(db, place);
    // Larger pages than SQLite's own cost fewer seals and less journal while a first sync writes.
    db.pragma('page_size = 8192');
    db.pragma('journal_mode = WAL');
    db.pragma('journal_size_limit = 67108864');
    db.pragma('cache_size = -65536');
    db.pragma('temp_store = MEMORY');
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
  } catch (error) {
    db.close();
    if (isDamage(error)) throw new ReplicaFault('replica.corrupted', 'The replica is damaged.', error);
    throw error;
  }
  if (isNew) fs.chmodSync(place.file, 0o600);
  return db as unknown as WriteDb;
}

/** Whether an error of SQLite says that the file is damaged. */
export function isDamage(error: unknown): boolean {
  const code = codeOf(error);
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB' || code === 'SQLITE_IOERR_SHORT_READ';
}

/** Whether an error says that the disk is full. */
export function isFull(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_IOERR_WRITE';
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

function unlock(db: Database.Database, { key }: Place): void {
  if (!/^[0-9a-f]{64}$/.test(key)) throw new ReplicaFault('replica.wrongKey', 'A replica’s key is 32 bytes in hex.');
  // AEGIS-256 seals every page (a changed byte is an error, not a wrong value) and costs a fifth of what SQLCipher's AES with HMAC does.
  db.pragma(`cipher = 'aegis'`);
  db.pragma(`key = "raw:${key}"`);
}

/**
 * A small sealed file beside the replica: SQLite cannot tell a wrong key from a damaged first page, this can.
 * It is written when the replica is made and says nothing but that the key is right.
 */
function checkKey({ file, key }: Place): boolean {
  const check = `${file}.check`;
  const secret = Buffer.from(key, 'hex');
  if (!fs.existsSync(check)) {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', secret, nonce);
    fs.writeFileSync(check, Buffer.concat([nonce, cipher.update('holdfast'), cipher.final(), cipher.getAuthTag()]), { mode: 0o600 });
    return true;
  }
  const sealed = fs.readFileSync(check);
  // A check that lost bytes says nothing about the key; the replica itself will.
  if (sealed.length !== 36) return true;
  try {
    const decipher = createDecipheriv('aes-256-gcm', secret, sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(20));
    return decipher.update(sealed.subarray(12, 20), undefined, 'utf8') + decipher.final('utf8') === 'holdfast';
  } catch {
    return false;
  }
}
