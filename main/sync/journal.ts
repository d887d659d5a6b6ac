import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import type { Place } from '../replica/open.ts';

/** A pending command as the journal keeps it. */
export interface JournalEntry {
  readonly id: string;
  readonly name: string;
  readonly args: string;
  readonly at: string;
  readonly drawn: string;
  readonly after: readonly string[];
  readonly entity: string | null;
  readonly rowId: string | null;
}

/** Pending work in a sealed file of its own, so that it survives a destroyed database. */
export interface Journal {
  readonly append: (entry: JournalEntry) => void;
  readonly drop: (ids: readonly string[]) => void;
  readonly entries: () => readonly JournalEntry[];
  readonly close: () => void;
}

type Line = { readonly put: JournalEntry } | { readonly drop: readonly string[] };

/** Lines of dropped entries after which the file is written anew. */
const slack = 500;

/** Opens the journal beside a replica; lines that were torn off or damaged are passed over. */
export function openJournal({ file, key }: Place): Journal {
  const path = `${file}.journal`;
  const secret = Buffer.from(hkdfSync('sha256', Buffer.from(key, 'hex'), '', 'holdfast outbox journal', 32));
  const live = new Map<string, JournalEntry>();
  let dead = 0;
  for (const line of readLines(path)) {
    const entry = unseal(secret, line);
    if (!entry) dead += 1;
    else if ('put' in entry) live.set(entry.put.id, entry.put);
    else for (const id of entry.drop) dead += live.delete(id) ? 1 : 0;
  }
  const rewrite = () => {
    const lines = [...live.values()].map((entry) => seal(secret, { put: entry }));
    // Flushed before it takes the old one's place: a power cut leaves one of the two whole.
    fs.writeFileSync(`${path}.new`, lines.join(''), { mode: 0o600, flush: true });
    fs.renameSync(`${path}.new`, path);
    dead = 0;
  };
  if (dead > 0 || !fs.existsSync(path)) rewrite();
  let handle = fs.openSync(path, 'a', 0o600);
  const write = (line: Line) => fs.writeFileSync(handle, seal(secret, line));
  return {
    append: (entry) => {
      write({ put: entry });
      live.set(entry.id, entry);
    },
    drop: (ids) => {
      const known = ids.filter((id) => live.delete(id));
      if (known.length === 0) return;
      dead += known.length;
      if (dead < slack) return write({ drop: known });
      fs.closeSync(handle);
      rewrite();
      handle = fs.openSync(path, 'a', 0o600);
    },
    entries: () => [...live.values()],
    close: () => fs.closeSync(handle),
  };
}

function readLines(path: string): readonly string[] {
  return fs.existsSync(path) ? fs.readFileSync(path, 'latin1').split('\n').filter(Boolean) : [];
}

function seal(secret: Buffer, line: Line): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', secret, nonce);
  const sealed = [nonce, cipher.update(JSON.stringify(line), 'utf8'), cipher.final(), cipher.getAuthTag()];
  // A line begins by ending the one before: what a full disk tore off spoils nothing that follows.
  return `\n${Buffer.concat(sealed).toString('base64')}\n`;
}

function unseal(secret: Buffer, line: string): Line | null {
  const sealed = Buffer.from(line, 'base64');
  if (sealed.length < 28) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', secret, sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(-16));
    return JSON.parse(Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString('utf8'));
  } catch {
    return null;
  }
}
