import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { HubConfig } from '../config.ts';
import { migrate, readMigrations } from '../db/migrate.ts';
import { createLog } from '../http/log.ts';
import { readArchive, type Manifest, type TableHead } from './archive.ts';
import { checkKey, countFiles, missingLine, putBack, type FileCount } from './files.ts';
import { keepPresent, mergePresent } from './present.ts';
import { storedTables } from './stored-tables.ts';
import { openForUpkeep } from './upkeep.ts';

/** Puts a backup in the place of what the database holds, wholly or not at all, and its files beside those that are here; answers what to tell the person. */
export async function restore(config: HubConfig, file: string): Promise<string> {
  const source = path.resolve(file);
  const log = createLog(config.logLevel);
  // Read to its end before anything is touched.
  const manifest = await check(source);
  const storage = path.join(config.home, 'storage');
  const aboutKey = checkKey(storage, manifest);
  const upkeep = await openForUpkeep(config, log);
  try {
    if (upkeep.claim === null) throw new Error('A hub works on this database. Stop it before restoring a backup.');
    await migrate(upkeep.url, log);
    const files = await replaceAll(upkeep.url, source, storage);
    const restored = `restored ${source} of ${manifest.madeAt} with ${files.found} files`;
    return [restored, missingLine(files, storage), aboutKey, 'start the hub, and its desks bring back what the backup lacks'].filter((line) => line !== null).join('; ');
  } finally {
    await upkeep.close();
  }
}

async function check(file: string): Promise<Manifest> {
  let found: Manifest | null = null;
  for await (const piece of readArchive(file)) if (piece.kind === 'manifest') found = piece.manifest;
  if (found === null) throw new Error(`${file} is not a backup of a Holdfast hub.`);
  const known = readMigrations();
  for (const [place, { number, name, checksum }] of found.migrations.entries()) {
    const own = known[place];
    if (!own) throw new Error(`${file} was made by a newer version (migration ${number}); update the hub.`);
    if (own.number !== number || own.checksum !== checksum) throw new Error(`${file} was made with another migration ${number} (${name}) than this version has.`);
  }
  return found;
}

async function replaceAll(url: string, file: string, storage: string): Promise<FileCount> {
  const client = new pg.Client({ connectionString: url, application_name: 'holdfast restore', options: '-c row_security=off' });
  await client.connect();
  try {
    await client.query('begin');
    await withoutTriggers(client);
    const tables = await storedTables(client);
    await keepPresent(client);
    await client.query(`truncate ${tables.map(({ table }) => pg.escapeIdentifier(table)).join(', ')}`);
    await load(client, file, new Map(tables.map((head) => [head.table, head])), storage);
    await mergePresent(client);
    await client.query(`insert into hub_state (name, value) values ('generation', $1) on conflict (name) do update set value = excluded.value`, [randomUUID()]);
    const files = await countFiles(client, storage);
    await client.query('commit');
    return files;
  } finally {
    // A connection that ends before its commit has changed nothing.
    await client.end();
  }
}

/** Keys and triggers hold in the snapshot that the backup is; run again row by row they would fail and count twice. */
async function withoutTriggers(client: pg.Client): Promise<void> {
  try {
    await client.query(`set local session_replication_role = 'replica'`);
  } catch (error) {
    throw new Error('The user of DATABASE_URL may not restore: it must be a superuser, or be granted SET on session_replication_role.', { cause: error });
  }
}

async function load(client: pg.Client, file: string, tables: ReadonlyMap<string, TableHead>, storage: string): Promise<void> {
  const pieces = readArchive(file)[Symbol.asyncIterator]();
  let piece = await pieces.next();
  /** The bytes that belong to the piece before. */
  async function* following(kind: 'bytes' | 'rows'): AsyncIterable<Buffer> {
    while (!piece.done && piece.value.kind === kind) {
      yield piece.value.bytes;
      piece = await pieces.next();
    }
  }
  while (!piece.done) {
    const { value } = piece;
    piece = await pieces.next();
    if (value.kind === 'file') await putBack(storage, value.file, following('bytes'));
    if (value.kind === 'table') await loadTable(client, value.head, tables, following('rows'));
  }
}

async function loadTable(client: pg.Client, { table, columns }: TableHead, tables: ReadonlyMap<string, TableHead>, rows: AsyncIterable<Buffer>): Promise<void> {
  const missing = columns.find((column) => !tables.get(table)?.columns.includes(column));
  if (missing !== undefined) throw new Error(`The backup is older than this version: there is no ${table}.${missing} any more. Restore it with the version that made it.`);
  const sql = `copy ${pg.escapeIdentifier(table)} (${columns.map((column) => pg.escapeIdentifier(column)).join(', ')}) from stdin`;
  await pipeline(Readable.from(rows, { objectMode: false }), client.query(copyFrom(sql)));
}
