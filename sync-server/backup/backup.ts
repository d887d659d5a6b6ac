import * as path from 'node:path';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { createLog } from '../http/log.ts';
import type { HubConfig } from '../config.ts';
import { keyMarkOf } from '../storage/parts/store.ts';
import { filePieces, missingLine, type FileCount } from './files.ts';
import { openForUpkeep } from './upkeep.ts';
import { writeArchive, type Piece } from './archive.ts';
import { storedTables } from './stored-tables.ts';

const chunk = 1024 * 1024;

/** Writes one snapshot of the whole database, and the files that it names, to one file, also while a hub works on it; answers what to tell the person. */
export async function backUp(config: HubConfig, file: string): Promise<string> {
  const target = path.resolve(file);
  const upkeep = await openForUpkeep(config, createLog(config.logLevel));
  const client = new pg.Client({ connectionString: upkeep.url, application_name: 'holdfast backup', options: '-c row_security=off' });
  try {
    await client.connect();
    await client.query('begin isolation level repeatable read read only');
    const storage = path.join(config.home, 'storage');
    let rows = 0;
    let files: FileCount = { found: 0, missing: 0, examples: [] };
    async function* pieces(): AsyncIterable<Piece> {
      yield* rowPieces(client, keyMarkOf(storage), (count) => (rows += count));
      yield* filePieces(client, storage, (count) => (files = count));
    }
    await writeArchive(target, pieces());
    await client.query('commit');
    return [`backup ready ${target} (${rows} rows, ${files.found} files)`, missingLine(files, storage)].filter((line) => line !== null).join('; ');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '42501') {
      throw new Error('The user of DATABASE_URL may not read every tenant; give it BYPASSRLS, or back the database up with pg_dump.', { cause: error });
    }
    if (error instanceof Error && 'code' in error && error.code === '42P01')
      throw new Error('No hub has worked on this database yet: there is nothing to back up.', { cause: error });
    throw error;
  } finally {
    await client.end().catch(() => {});
    await upkeep.close();
  }
}

async function* rowPieces(client: pg.Client, filesKey: string | null, counted: (rows: number) => void): AsyncIterable<Piece> {
  const { rows: migrations } = await client.query<{ number: number; name: string; checksum: string }>('select number, name, checksum from schema_migrations order by number');
  yield { kind: 'manifest', manifest: { format: 1, madeAt: new Date().toISOString(), migrations, ...(filesKey && { filesKey }) } };
  for (const { table, columns } of await storedTables(client)) {
    yield { kind: 'table', head: { table, columns } };
    const copy = client.query(copyTo(`copy ${pg.escapeIdentifier(table)} (${columns.map((column) => pg.escapeIdentifier(column)).join(', ')}) to stdout`));
    let pending: Buffer[] = [];
    let size = 0;
    for await (const part of copy) {
      pending.push(part);
      size += part.length;
      if (size < chunk) continue;
      yield { kind: 'rows', bytes: Buffer.concat(pending) };
      pending = [];
      size = 0;
    }
    if (size > 0) yield { kind: 'rows', bytes: Buffer.concat(pending) };
    counted(copy.rowCount);
  }
}
