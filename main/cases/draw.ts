import { formatNumber, periodOf } from '#domain/cases/rules.ts';
import type { Drawn } from '#domain/kernel/context.ts';
import { commandOf } from '#domain/registry.ts';
import type { WriteDb } from '../replica/open.ts';

/** Who draws a number, and when. */
export interface Drawer {
  readonly deviceId: string;
  readonly timeZone: string;
  readonly at: string;
}

/**
 * What a command draws before it first runs. A case takes the lowest free number of a block leased to this device,
 * for good; without a block it is called by a provisional number until the server gives one.
 */
export function draw(db: WriteDb, command: string, args: unknown, drawer: Drawer): Drawn {
  if (commandOf.get(command)?.draws !== 'caseNumber' || typeof args !== 'object' || args === null || !('kindId' in args)) return {};
  const kind = db.prepare('SELECT number_prefix, number_pattern FROM case_kinds WHERE id = ? AND deleted_at IS NULL').get(args.kindId) as
    | { number_prefix: string; number_pattern: string }
    | undefined;
  if (!kind) return {};
  const period = periodOf(kind.number_pattern, drawer.at, drawer.timeZone);
  const seq = lowestFree(db, kind.number_prefix, period, drawer.deviceId, (candidate) => formatNumber(kind.number_pattern, kind.number_prefix, period, candidate));
  if (seq === null) return { provisionalNumber: provisional(db, drawer.deviceId) };
  db.prepare('INSERT INTO numbers_used (series, period, seq) VALUES (?, ?, ?)').run(kind.number_prefix, period, seq);
  return { caseNumber: formatNumber(kind.number_pattern, kind.number_prefix, period, seq) };
}

/** How many numbers this device has left of each series, in the period that a moment falls in. */
export function remainingNumbers(db: WriteDb, { deviceId, timeZone, at }: Drawer): Readonly<Record<string, number>> {
  const kinds = db.prepare('SELECT number_prefix, number_pattern FROM case_kinds WHERE is_active = 1 AND deleted_at IS NULL').all() as readonly {
    number_prefix: string;
    number_pattern: string;
  }[];
  return Object.fromEntries(
    kinds.map(({ number_prefix: series, number_pattern }) => {
      const period = periodOf(number_pattern, at, timeZone);
      const held = blocksOf(db, series, period, deviceId).reduce((sum, { from_seq, to_seq }) => sum + to_seq - from_seq + 1, 0);
      const used = db
        .prepare<[string, string, string], number>(
          `SELECT count(*) FROM numbers_used u JOIN number_blocks b ON b.series = u.series AND b.period = u.period AND u.seq BETWEEN b.from_seq AND b.to_seq
           WHERE u.series = ? AND u.period = ? AND b.device_id = ? AND b.status = 'active' AND b.deleted_at IS NULL`,
        )
        .pluck()
        .get(series, period, deviceId);
      return [series, Math.max(0, held - (used ?? 0))];
    }),
  );
}

function lowestFree(db: WriteDb, series: string, period: string, deviceId: string, print: (seq: number) => string): number | null {
  const used = db.prepare<[string, string, number, number], number>('SELECT seq FROM numbers_used WHERE series = ? AND period = ? AND seq BETWEEN ? AND ?').pluck();
  // A rebuilt replica has forgotten what it gave out; the cases themselves have not.
  const taken = db.prepare('SELECT 1 FROM cases WHERE case_number = ? AND deleted_at IS NULL');
  for (const { from_seq, to_seq } of blocksOf(db, series, period, deviceId)) {
    const given = new Set(used.all(series, period, from_seq, to_seq));
    for (let seq = from_seq; seq <= to_seq; seq++) if (!given.has(seq) && !taken.get(print(seq))) return seq;
  }
  return null;
}

function blocksOf(db: WriteDb, series: string, period: string, deviceId: string) {
  return db
    .prepare(`SELECT from_seq, to_seq FROM number_blocks WHERE series = ? AND period = ? AND device_id = ? AND status = 'active' AND deleted_at IS NULL ORDER BY from_seq`)
    .all(series, period, deviceId) as readonly { from_seq: number; to_seq: number }[];
}

function provisional(db: WriteDb, deviceId: string): string {
  const n = Number(db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get('provisional') ?? '0') + 1;
  db.prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run('provisional', String(n));
  return `T-${deviceId.replaceAll('-', '').slice(-4)}-${n}`;
}
