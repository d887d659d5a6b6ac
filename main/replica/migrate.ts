import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ReplicaFault, type WriteDb } from './open.ts';

/** Where the numbered SQL files lie. */
export const migrationsDirectory = fileURLToPath(new URL('../../migrations/sqlite', import.meta.url));

/** Brings a replica to the newest form, one file a transaction; refuses one that is newer than this program. */
export function migrateReplica(db: WriteDb, directory: string = migrationsDirectory): void {
  const files = fs
    .readdirSync(directory)
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .toSorted();
  const newest = Number(files.at(-1)?.slice(0, 4) ?? 0);
  const applied = Number(db.pragma('user_version', { simple: true }));
  if (applied > newest) throw new ReplicaFault('replica.newer', `This replica was made by a newer version of Holdfast (${applied}, this one knows ${newest}). Update Holdfast.`);
  for (const name of files.filter((file) => Number(file.slice(0, 4)) > applied)) {
    const sql = fs.readFileSync(path.join(directory, name), 'utf8');
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${Number(name.slice(0, 4))}`);
    }).immediate();
  }
}
