import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type pg from 'pg';
import { keyMarkOf, placeIn } from '../storage/parts/store.ts';
import type { FileHead, Manifest, Piece } from './archive.ts';

const chunk = 1024 * 1024;
const listed = 1000;

/** What a backup or a restoration found of the files that rows name. */
export interface FileCount {
  readonly found: number;
  /** The first of those that are not on the disk, and how many they are. */
  readonly missing: number;
  readonly examples: readonly string[];
}

/** Every stored file by its row, a page at a time. */
async function* namedFiles(client: pg.Client): AsyncIterable<FileHead> {
  let [tenant, last] = ['00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000'];
  for (;;) {
    const { rows } = await client.query<FileHead>(
      `select tenant_id::text as "tenantId", id::text from blobs where upload_state = 'stored' and (tenant_id, id) > ($1, $2) order by tenant_id, id limit ${listed}`,
      [tenant, last],
    );
    yield* rows;
    const end = rows.at(-1);
    if (!end) return;
    [tenant, last] = [end.tenantId, end.id];
  }
}

/** The pieces of all stored files, as they lie on the disk; what is not there is counted. */
export async function* filePieces(client: pg.Client, storage: string, counted: (count: FileCount) => void): AsyncIterable<Piece> {
  const count = createCount();
  for await (const file of namedFiles(client)) {
    const handle = await fs.promises.open(placeIn(storage, file.tenantId, file.id)).catch(ifThere);
    if (!count(file, handle !== null) || !handle) continue;
    yield { kind: 'file', file };
    for await (const bytes of handle.createReadStream({ highWaterMark: chunk })) yield { kind: 'bytes', bytes: bytes as Buffer };
  }
  counted(count.result());
}

/** How many of the files that rows name are on the disk. */
export async function countFiles(client: pg.Client, storage: string): Promise<FileCount> {
  const count = createCount();
  for await (const file of namedFiles(client)) count(file, fs.existsSync(placeIn(storage, file.tenantId, file.id)));
  return count.result();
}

/** Puts a file back as it was, unless it is there; a half-written one never has its name. */
export async function putBack(storage: string, { tenantId, id }: FileHead, bytes: AsyncIterable<Buffer>): Promise<void> {
  const target = placeIn(storage, tenantId, id);
  const unfinished = path.join(storage, 'incoming', randomUUID());
  fs.mkdirSync(path.dirname(unfinished), { recursive: true, mode: 0o700 });
  fs.mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
  await fs.promises.writeFile(unfinished, bytes, { mode: 0o600, flush: true });
  // Of two with one name the one that is here may have been sealed anew, and is whole.
  if (fs.existsSync(target)) await fs.promises.rm(unfinished);
  else await fs.promises.rename(unfinished, target);
}

/** Refuses files that this hub could never read; answers what a person must still do about the key. */
export function checkKey(storage: string, { filesKey }: Manifest): string | null {
  const own = keyMarkOf(storage);
  const key = path.join(storage, 'key');
  if (filesKey === undefined || filesKey === own) return null;
  if (own === null) return `its files are sealed: copy the key of the hub that made the backup, storage/key of its home, to ${key} before you start`;
  throw new Error(`The files of this backup are sealed with another key than ${key}. Put the key of the hub that made it there, or move ${storage} away.`);
}

/** What to tell of files that are not there; null where all are. */
export const missingLine = ({ missing, examples }: FileCount, storage: string): string | null =>
  missing === 0 ? null : `${missing} files that rows name are not in ${storage}: ${examples.join(', ')}${missing > examples.length ? ', …' : ''}`;

function createCount(): ((file: FileHead, isThere: boolean) => boolean) & { readonly result: () => FileCount } {
  const examples: string[] = [];
  let [found, missing] = [0, 0];
  const count = ({ id }: FileHead, isThere: boolean) => {
    if (isThere) found += 1;
    else missing += 1;
    if (!isThere && examples.length < 3) examples.push(id);
    return isThere;
  };
  return Object.assign(count, { result: () => ({ found, missing, examples }) });
}

function ifThere(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}
