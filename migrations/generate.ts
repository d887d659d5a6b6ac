/**
 * Writes the next migration of both databases: what the declarations say now, less what the last snapshot says.
 * `npm run migrations [-- NAME]`; `--check` only says whether there is anything to write; `--fresh` starts again at 0001,
 * which is right only while nothing has been released.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { generateDrizzleJson, generateMigration, generateSQLiteDrizzleJson, generateSQLiteMigration } from 'drizzle-kit/api';
import type { Defaulted, Field } from '#domain/kernel/field.ts';
import { camel, snake } from '#domain/kernel/names.ts';
import { allEntities } from '#domain/registry.ts';
import { encode } from '#domain/sync/codec.ts';
import { sqliteSchema } from '../main/replica/schema.ts';
import type { NamedSql } from '../sync-server/db/named-sql.ts';
import { postgresSchema } from '../sync-server/db/schema.ts';

interface Side {
  readonly tables: Awaited<ReturnType<typeof generateDrizzleJson>>;
  readonly extras: Readonly<Record<string, string>>;
}
interface Snapshot {
  readonly postgres: Side;
  readonly sqlite: { readonly tables: Awaited<ReturnType<typeof generateSQLiteDrizzleJson>>; readonly extras: Side['extras'] };
}

const folder = import.meta.dirname;
const snapshotFile = path.join(folder, 'snapshot.json');
const options = process.argv.slice(2);
const fresh = options.includes('--fresh');
const name = options.find((option) => !option.startsWith('--')) ?? 'change';

const before: Snapshot = fs.existsSync(snapshotFile) && !fresh ? JSON.parse(fs.readFileSync(snapshotFile, 'utf8')) : await blank();
const postgres = postgresSchema();
const sqlite = sqliteSchema();
const after: Snapshot = {
  postgres: { tables: await generateDrizzleJson({ ...postgres.tables }, before.postgres.tables.id), extras: byName(postgres.extras) },
  sqlite: { tables: await generateSQLiteDrizzleJson({ ...sqlite.tables }, before.sqlite.tables.id), extras: byName(sqlite.extras) },
};
const statements = {
  postgres: [...(await generateMigration(before.postgres.tables, after.postgres.tables)).map(withFallback), ...changed(before.postgres.extras, after.postgres.extras)],
  sqlite: [...(await generateSQLiteMigration(before.sqlite.tables, after.sqlite.tables)), ...changed(before.sqlite.extras, after.sqlite.extras)],
};

if (statements.postgres.length + statements.sqlite.length === 0) console.log('Nothing has changed.');
else if (options.includes('--check')) {
  console.log(`The declarations have changed since the last migration; run npm run migrations -- NAME.\n${[...statements.postgres, ...statements.sqlite].join('\n')}`);
  process.exitCode = 1;
} else write();

function write(): void {
  const sides = ['postgres', 'sqlite'] as const;
  if (fresh) for (const side of sides) fs.rmSync(path.join(folder, side), { recursive: true, force: true });
  for (const side of sides) fs.mkdirSync(path.join(folder, side), { recursive: true });
  const number = String(fs.readdirSync(path.join(folder, 'postgres')).length + 1).padStart(4, '0');
  const file = `${number}_${number === '0001' ? 'initial' : name}.sql`;
  for (const side of sides) {
    const lines = statements[side].map((statement) => statement.trim().replace(/;?$/, ';'));
    fs.writeFileSync(path.join(folder, side, file), lines.length > 0 ? `${lines.join('\n\n')}\n` : '-- This side has not changed.\n');
  }
  fs.writeFileSync(snapshotFile, `${JSON.stringify(after)}\n`);
  console.log(`Wrote migrations/{postgres,sqlite}/${file}: read both before you commit them.`);
}

/** A required column of a table that has rows already is filled with its fallback. */
function withFallback(statement: string): string {
  const [, table, column] = /^ALTER TABLE "(\w+)" ADD COLUMN "(\w+)" .* NOT NULL;?$/.exec(statement.trim()) ?? [];
  if (!table || !column) return statement;
  const entity = allEntities.find(({ name: each }) => snake(each) === table);
  const field: (Field & Partial<Defaulted<unknown>>) | undefined = entity?.fields[camel(column)];
  if (field?.fallback === undefined) throw new Error(`${table}.${column} is required and has no fallback for the rows that are there.`);
  const literal = String(encode(field.kind, field.fallback)).replaceAll("'", "''");
  return `${statement.trim().replace(/;$/, '')} DEFAULT '${literal}';\nALTER TABLE "${table}" ALTER COLUMN "${column}" DROP DEFAULT;`;
}

async function blank(): Promise<Snapshot> {
  return { postgres: { tables: await generateDrizzleJson({}), extras: {} }, sqlite: { tables: await generateSQLiteDrizzleJson({}), extras: {} } };
}

function changed(old: Side['extras'], now: Side['extras']): readonly string[] {
  const gone = Object.keys(old).filter((key) => !(key in now));
  const written = Object.entries(now).filter(([key, sql]) => old[key] !== sql);
  return [...gone.map((key) => `-- ${key} is no longer declared: drop it here by hand`), ...written.map(([key, sql]) => `-- ${key}\n${sql}`)];
}

function byName(extras: readonly NamedSql[]): Side['extras'] {
  return Object.fromEntries(extras.map(({ name: key, sql }) => [key, sql]));
}
