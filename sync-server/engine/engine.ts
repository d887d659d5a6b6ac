import * as fs from 'node:fs';
import * as path from 'node:path';
import pg from 'pg';
import { createAnswers } from './answer.ts';
import { createCatalog } from './catalog.ts';
import { announce, readEntry } from './change.ts';
import { type ChangeLog, openChangeLog } from './change-log.ts';
import { clientSettings } from './connect.ts';
import type { Transaction } from './intake.ts';
import { createLive } from './live.ts';
import type { Log } from './log.ts';
import { type Session, startSession } from './session.ts';
import { createShapes } from './shapes.ts';
import { displayName, type Table } from './table.ts';
import type { RowChange, ShapeEngine, ShapeEngineOptions, TransactionListener } from './types.ts';

const defaultRetention = { maxBytes: 4 * 1024 ** 3, maxAgeMs: 7 * 24 * 3_600_000 };
const recentCount = 1024;
const sweepMs = 15_000;
const retryMs = [100, 500, 1_000, 2_000, 5_000];

/** Starts the embedded shape engine; it fails with one clear line when the database cannot serve it. */
export async function createShapeEngine(options: ShapeEngineOptions): Promise<ShapeEngine> {
  const { databaseUrl, directory, publication, slot, log, retention = defaultRetention, liveTimeoutMs = 20_000, keepAliveMs = 21_000, now = Date.now } = options;
  fs.mkdirSync(directory, { recursive: true });
  const changeLog = openOrSetAside(path.join(directory, 'engine.db'), log);
  const pool = new pg.Pool({ ...clientSettings(databaseUrl), max: 6, idleTimeoutMillis: 30_000 });
  pool.on('error', () => {});
  // Whoever reads from a connection that breaks is told by their own statement.
  pool.on('connect', (client) => void client.on('error', () => {}));
  const listeners = new Set<TransactionListener>();
  const totals = { transactions: 0, changes: 0, commits: 0 };
  let recent: number[] = [];
  let lastLsn = changeLog.state()?.lastLsn ?? 0;
  let generation = changeLog.state()?.generation ?? '';
  let session: Session | null = null;
  let stopping = false;
  let retryTimer: NodeJS.Timeout | null = null;

  const catalog = createCatalog({ database: changeLog.database, publication, log, now, onReplaced: (old) => live.end(old.id) });
  const live = createLive({ changeLog, lastLsn: () => lastLsn, now, isCurrent: (shape) => catalog.isCurrent(shape.table) });
  const shapes = createShapes({
    changeLog,
    catalog,
    log,
    now,
    directory: path.join(directory, 'snapshots'),
    source: { pool, lastLsn: () => lastLsn, recentXids: () => recent },
    ask: async (sql, values) => (await pool.query<Record<string, unknown>>(sql, [...values])).rows,
    generation: () => generation,
    refreshCatalog: async () => session?.refresh(),
    isReady: () => session !== null,
    maxAgeMs: retention.maxAgeMs,
  });

  const onStored = (transactions: readonly Transaction[]) => {
    const previous = lastLsn;
    lastLsn = Math.max(lastLsn, transactions.at(-1)?.lsn ?? 0);
    totals.commits += 1;
    totals.transactions += transactions.length;
    for (const { xid, count } of transactions) {
      recent.push(xid);
      totals.changes += count;
    }
    if (recent.length > recentCount * 2) recent = recent.slice(-recentCount);
    try {
      live.publish(transactions, previous);
    } catch (error) {
      log.error({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }, 'bringing changes to live shapes failed; they go on from the log');
      live.forget(previous);
    }
    if (listeners.size > 0) for (const transaction of transactions) tell(transaction);
  };

  const tell = (transaction: Transaction) => {
    const say = (changes: readonly RowChange[]) => {
      for (const listener of listeners) {
        try {
          listener(BigInt(transaction.lsn), changes);
        } catch (error) {
          log.error({ error: String(error) }, 'a listener to transactions failed');
        }
      }
    };
    for (const table of transaction.truncated) say([{ table: displayName(table), operation: 'truncate', old: null, new: null }]);
    if (transaction.changes.length > 0 || transaction.staged === null) say(transaction.changes.map(announce));
    if (transaction.staged === null) return;
    const tables = new Map<number, Table>(transaction.staged.tables.map((table) => [table.id, table]));
    let { afterId } = transaction.staged;
    for (let entry = changeLog.readTransaction(transaction.lsn, afterId); entry !== null; entry = changeLog.readTransaction(transaction.lsn, afterId)) {
      afterId = entry.id;
      const table = tables.get(entry.table);
      if (table !== undefined) say([...readEntry(table, entry.body)].map(announce));
    }
  };

  const start = () =>
    startSession({
      databaseUrl,
      publication,
      slot,
      log,
      changeLog,
      catalog,
      now,
      onStored,
      lastLsn: () => lastLsn,
      onNewGeneration: async (state) => {
        changeLog.reset(state);
        ({ generation, lastLsn } = state);
        recent = [];
        catalog.reset();
        await shapes.reset();
        live.end(null);
      },
      onEnd: (error) => {
        session = null;
        if (stopping) return;
        log.warn({ error: error.message }, 'lost the connection to Postgres');
        retry(0);
      },
    });

  const retry = (attempt: number) => {
    retryTimer = setTimeout(
      () => {
        start().then(
          (started) => {
            if (stopping) return started.stop();
            session = started;
            log.info({}, 'connected to Postgres again');
            return undefined;
          },
          (error: Error) => {
            if (stopping) return;
            log.warn({ error: error.message }, 'Postgres cannot be reached');
            retry(attempt + 1);
          },
        );
      },
      retryMs[Math.min(attempt, retryMs.length - 1)],
    );
  };

  try {
    session = await start();
  } catch (error) {
    await pool.end();
    changeLog.close();
    throw error;
  }

  let sweeping = false;
  const sweeper = setInterval(() => {
    if (sweeping) return;
    sweeping = true;
    live.sweep();
    changeLog.trim(retention.maxBytes, now() - retention.maxAgeMs);
    shapes
      .sweep()
      .catch((error: unknown) => log.warn({ error: String(error) }, 'old snapshots could not be removed'))
      .finally(() => (sweeping = false));
  }, sweepMs);

  const handle = createAnswers({
    changeLog,
    catalog,
    live,
    shapes,
    source: { pool, lastLsn: () => lastLsn, recentXids: () => recent },
    log,
    liveTimeoutMs,
    keepAliveMs,
    now,
    lastLsn: () => lastLsn,
    isStopping: () => stopping,
  });

  return {
    handle,
    onTransaction: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    generation: () => generation,
    lastLsn: () => BigInt(lastLsn),
    changedSince: (lsn) => (lsn < changeLog.trimmedLsn() || lsn > lastLsn ? null : changeLog.changedSince(Number(lsn))),
    stats: () => ({ lastLsn: BigInt(lastLsn), ...totals, shapes: shapes.count(), ...live.stats(), logBytes: changeLog.bytes(), connected: session !== null }),
    stop: async () => {
      if (stopping) return;
      stopping = true;
      clearInterval(sweeper);
      if (retryTimer !== null) clearTimeout(retryTimer);
      live.end(null);
      await session?.stop();
      // A snapshot that is still being written is worth nothing to the next start: do not wait for it.
      await Promise.race([pool.end(), new Promise((resolve) => setTimeout(resolve, 500))]);
      changeLog.close();
    },
  };
}

/** A broken log is kept for whoever wants to look at it; a new one begins a new generation. */
function openOrSetAside(file: string, log: Log): ChangeLog {
  try {
    return openChangeLog(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!/^SQLITE_(NOTADB|CORRUPT)/.test(code)) throw error;
    const aside = `${file}.broken-${Date.now()}`;
    for (const suffix of ['', '-wal', '-shm']) if (fs.existsSync(file + suffix)) fs.renameSync(file + suffix, aside + suffix);
    log.warn({ aside }, 'the log of the shape engine was broken and has been set aside');
    return openChangeLog(file);
  }
}
