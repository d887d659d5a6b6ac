import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { HubConfig } from '../config.ts';
import { migrate, readMigrations } from '../db/migrate.ts';
import { createLog } from '../http/log.ts';
import { readArchive, type Manifest, type Piece, type TableHead } from './archive.ts';
import { keepPresent, mergePresent } from './present.ts';
import { storedTables } from './stored-tables.ts';
import { openForUpkeep } from './upkeep.ts';

/** Puts a backup in the place of what the database holds, wholly or not at all; answers what to tell the person. */
export async function restore(config: HubConfig, file: string): Promise<string> {
  const source = path.resolve(file);
  const log = createLog(config.logLevel);
  // Read to its end before anything is touched.
  const { madeAt } = await check(source);
  const upkeep = await openForUpkeep(config, log);
  try {
    if (upkeep.claim === null) throw new Error('A hub works on this database. Stop it before restoring a backup.');
    await migrate(upkeep.url, log);
    await replaceAll(upkeep.url, source);
    return `restored ${source} of ${madeAt}; start the hub, and its desks bring back what the backup lacks`;
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

async function replaceAll(url: string, file: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'holdfast restore', options: '-c row_security=off' });
  await client.connect();
  try {
    await client.query('begin');
    await withoutTriggers(client);
    const tables = await storedTables(client);
    await keepPresent(client);
    await client.query(`truncate ${tables.map(({ table }) => pg.escapeIdentifier(table)).join(', ')}`);
    await load(client, file, new Map(tables.map((head) => [head.table, head])));
    await mergePresent(client);
    await client.query(`insert into hub_state (name, value) values ('generation', $1) on conflict (name) do update set value = excluded.value`, [randomUUID()]);
    await client.query('commit');
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

async function load(client: pg.Client, file: string, tables: ReadonlyMap<string, TableHead>): Promise<void> {
  const pieces = readArchive(file)[Symbol.asyncIterator]();
  let piece = await pieces.next();
  while (!piece.done) {
    if (piece.value.kind !== 'table') {
      piece = await pieces.next();
      continue;
    }
    const { table, columns } = piece.value.head;
    const missing = columns.find((column) => !tables.get(table)?.columns.includes(column));
    if (missing !== undefined) throw new Error(`The backup is older than this version: there is no ${table}.${missing} any more. Restore it with the version that made it.`);
    let next = await pieces.next();
    const rows = async function* (): AsyncIterable<Buffer> {
      while (!next.done && next.value.kind === 'rows') {
        yield next.value.bytes;
        next = await pieces.next();
      }
    };
    const sql = `copy ${pg.escapeIdentifier(table)} (${columns.map((column) => pg.escapeIdentifier(column)).join(', ')}) from stdin`;
    await pipeline(Readable.from(rows(), { objectMode: false }), client.query(copyFrom(sql)));
    piece = next satisfies IteratorResult<Piece>;
  }
}
