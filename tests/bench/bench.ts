import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '../../sync-server/db/embedded.ts';
import { silentLog } from '../../sync-server/engine/log.ts';
import { createDatabase, type FreshDatabase } from '../support/database.ts';

/** One measured figure beside its yardstick from the same run; `ratio` is value ÷ yardstick. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly yardstick: number | null;
  readonly ratio: number | null;
  readonly rows: number | null;
  /** What the yardstick is, or what else there is to know; on screen only. */
  readonly note?: string;
}

/** What a bench may use. */
export interface BenchContext {
  readonly rows: number;
  readonly directory: string;
  /** A new, empty database in a cluster with the settings of a real hub. */
  readonly database: () => Promise<FreshDatabase>;
  readonly say: (text: string) => void;
}

/** A bench: the figures it makes, and how. Files in this folder export `benches`. */
export interface Bench {
  readonly names: readonly string[];
  readonly run: (context: BenchContext) => Promise<readonly Figure[]>;
}

/** Makes a figure. */
export const figure = (name: string, value: number, unit: string, yardstick: number | null, rows: number | null, note = ''): Figure => ({
  name,
  value: round(value),
  unit,
  yardstick: yardstick === null ? null : round(yardstick),
  ratio: yardstick === null || yardstick === 0 ? null : round(value / yardstick),
  rows,
  note,
});

/** The value below which a share of the samples lies. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

const round = (value: number) => Number(value.toPrecision(4));

// Not awaited: the benches import this module, which must be done by then.
if (import.meta.main) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { rows: { type: 'string', default: '1000000' }, json: { type: 'string' } } });
  const benches = await loadBenches();
  const known = benches.flatMap((bench) => bench.names);
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`No such bench: ${unknown.join(', ')}. There are: ${known.join(', ')}.`);

  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-bench-'));
  fs.chmodSync(directory, 0o755);
  const cluster: { started?: ReturnType<typeof startEmbeddedPostgres> } = {};
  const context: BenchContext = {
    rows: Number(values.rows),
    directory,
    database: async () => {
      cluster.started ??= startEmbeddedPostgres({ directory: path.join(directory, 'postgres'), log: silentLog, settings: { max_wal_size: '4GB', shared_buffers: '512MB' } });
      return createDatabase((await cluster.started).url);
    },
    say: (text) => process.stderr.write(`  ${text}\n`),
  };
  const figures: Figure[] = [];
  try {
    for (const bench of benches) {
      if (positionals.length > 0 && !bench.names.some((name) => positionals.includes(name))) continue;
      process.stderr.write(`${bench.names.join(', ')}\n`);
      const made = await bench.run(context);
      figures.push(...made.filter(({ name }) => positionals.length === 0 || positionals.includes(name) || !known.includes(name)));
    }
  } finally {
    await (await cluster.started)?.stop();
    fs.rmSync(directory, { recursive: true, force: true });
  }
  print(figures);
  if (values.json !== undefined)
    fs.writeFileSync(
      values.json,
      `${JSON.stringify(
        figures.map(({ note: _note, ...rest }) => rest),
        null,
        2,
      )}\n`,
    );
}

async function loadBenches(): Promise<readonly Bench[]> {
  const files = fs
    .readdirSync(import.meta.dirname)
    .filter((name) => /^(engine|desk)-.*\.ts$/.test(name))
    .toSorted();
  const modules = await Promise.all(files.map(async (name) => (await import(`./${name}`)) as { readonly benches?: readonly Bench[] }));
  return modules.flatMap(({ benches }) => benches ?? []);
}

function print(figures: readonly Figure[]): void {
  const lines = [
    ['name', 'value', 'unit', 'yardstick', 'ratio', 'rows', 'note'],
    ...figures.map((item) => [item.name, item.value, item.unit, item.yardstick ?? '', item.ratio ?? '', item.rows ?? '', item.note ?? ''].map(String)),
  ];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  for (const line of lines)
    process.stdout.write(
      `${line
        .map((cell, column) => (column === 1 || column === 3 || column === 4 || column === 5 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
        .join('  ')
        .trimEnd()}\n`,
    );
}
