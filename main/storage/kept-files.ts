import { createHash, type Hash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blobId, filePart } from '#domain/storage/rules.ts';
import type { Id } from '#domain/kernel/names.ts';
import * as z from 'zod';
import { replaceFile } from '../vault/files.ts';
import { derive, openSealed, seal } from '../vault/seal.ts';

/** A file that somebody added here and that the hub does not have yet. */
const keptFile = z.object({ blobId: z.uuid(), sha256: z.string(), size: z.int().min(0), name: z.string(), mimeType: z.string(), addedAt: z.int() });
type KeptFile = z.output<typeof keptFile>;

/** Why the hub does not take a file, and since when. */
const refusal = z.object({ code: z.string(), message: z.string(), at: z.string() });
type Refusal = z.output<typeof refusal>;

/** A file that is kept whole; `refusal` is null while it may yet go. */
export interface Kept extends KeptFile {
  readonly file: string;
  readonly refusal: Refusal | null;
}

/** Files beside the replica, sealed by its key, part by part. */
export interface KeptFiles {
  /** Takes the next part in; the last one tells what the file is. */
  readonly add: (
    part: { readonly file: string; readonly at: number; readonly bytes: Buffer; readonly isLast: boolean } & Pick<KeptFile, 'mimeType' | 'name'>,
  ) => KeptFile | { readonly size: number };
  readonly list: () => readonly Kept[];
  readonly read: (file: string, at: number) => Buffer;
  /** Writes down that the hub does not take a file, or that it is spoilt: it stays here. */
  readonly refuse: (file: string, why: Pick<Refusal, 'code' | 'message'>) => void;
  /** Takes that back. */
  readonly accept: (file: string) => void;
  readonly drop: (file: string) => void;
}

/** What a desk adds is an attachment; what else a file may be, others say. */
export const keptKind = 'attachment';

interface Place {
  /** The replica beside which they lie, and its key (hex). */
  readonly file: string;
  readonly key: string;
}

interface Deps {
  readonly tenantId: string;
  readonly now: () => number;
  readonly warn: (line: string) => void;
}

/** A kept file that somebody else changed, or that the disk spoilt. */
export class SpoiltFile extends Error {
  override readonly name = 'SpoiltFile';
}

/** The files of one vault; those whose last part never came are thrown away, and one that cannot be read any more is told of and left where it is. */
export function openKeptFiles({ file: replica, key: secret }: Place, { tenantId, now, warn }: Deps): KeptFiles {
  const folder = join(replica, '..', 'files');
  const key = derive(Buffer.from(secret, 'hex'), 'kept files');
  const coming = new Map<string, { readonly hash: Hash; size: number }>();
  const metaOf = (file: string) => join(folder, file, 'file');
  const partOf = (file: string, at: number) => join(folder, file, String(at / filePart));
  const refusalOf = (file: string) => join(folder, file, 'refused');
  const read = (place: string, purpose: string): Buffer => {
    const plain = openSealed(key, purpose, readFileSync(place));
    if (!plain) throw new SpoiltFile(`A file that waits for the hub was changed on this computer: ${place}`);
    return plain;
  };
  const metaIn = (file: string): KeptFile | null => {
    const plain = openSealed(key, file, Buffer.from(readFileSync(metaOf(file), 'utf8'), 'base64'));
    return plain && keptFile.parse(JSON.parse(plain.toString('utf8')));
  };
  const refusalIn = (file: string): Refusal | null => {
    if (!existsSync(refusalOf(file))) return null;
    const plain = openSealed(key, `${file} refused`, Buffer.from(readFileSync(refusalOf(file), 'utf8'), 'base64'));
    return plain && refusal.parse(JSON.parse(plain.toString('utf8')));
  };
  const drop = (file: string) => rmSync(join(folder, file), { recursive: true, force: true });
  const files = () => {
    try {
      return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
    } catch {
      return [];
    }
  };
  const isWhole = (file: string) => readdirSync(join(folder, file)).includes('file');
  for (const file of files()) {
    if (!isWhole(file)) drop(file);
    else if (!metaIn(file)) warn(`a file that waits for the hub was changed on this computer; it is left where it is: ${metaOf(file)}`);
  }

  return {
    add: ({ file, at, bytes, isLast, name, mimeType }) => {
      if (at === 0) {
        drop(file);
        mkdirSync(join(folder, file), { recursive: true, mode: 0o700 });
        coming.set(file, { hash: createHash('sha256'), size: 0 });
      }
      const state = coming.get(file);
      if (!state || state.size !== at || (!isLast && bytes.length !== filePart)) throw new Error('A part of a file came out of turn.');
      state.hash.update(bytes);
      state.size += bytes.length;
      writeFileSync(partOf(file, at), seal(key, `${file} ${at}`, bytes), { mode: 0o600, flush: true });
      if (!isLast) return { size: state.size };
      coming.delete(file);
      const found = { sha256: state.hash.digest('hex'), size: state.size };
      const kept = { ...found, blobId: blobId({ tenantId: tenantId as Id<'tenants'> }, { ...found, evidenceKind: keptKind }), name, mimeType, addedAt: now() };
      replaceFile(metaOf(file), seal(key, file, Buffer.from(JSON.stringify(kept))).toString('base64'));
      return kept;
    },
    list: () =>
      files().flatMap((file) => {
        const kept = isWhole(file) ? metaIn(file) : null;
        return kept ? [{ ...kept, file, refusal: refusalIn(file) }] : [];
      }),
    refuse: (file, { code, message }) =>
      replaceFile(refusalOf(file), seal(key, `${file} refused`, Buffer.from(JSON.stringify({ code, message, at: new Date(now()).toISOString() }))).toString('base64')),
    accept: (file) => rmSync(refusalOf(file), { force: true }),
    read: (file, at) => read(partOf(file, at), `${file} ${at}`),
    drop,
  };
}
