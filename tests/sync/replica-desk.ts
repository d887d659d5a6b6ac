import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { AnyRow } from '#domain/kernel/entity.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { snake } from '#domain/kernel/names.ts';
import type { SessionAnswer } from '#domain/sync/wire.ts';
import { openReader, type ReadDb } from '../../main/replica/open.ts';
import { createRowCodec } from '../../main/replica/rows.ts';
import { syncedEntities } from '../../main/replica/synced.ts';
import type { CrashPoint } from '../../main/sync/state.ts';
import { Crash, createWriterCore } from '../../main/sync/writer-core.ts';
import type { SyncStatus, WriterEvent } from '../../main/sync/writer-api.ts';

interface DeskOptions {
  readonly session: () => SessionAnswer;
  readonly url: string;
  readonly token: string;
  readonly fetch?: typeof fetch;
  readonly directory?: string;
}

/** A desk's writer over a replica in a folder of its own, which a test may crash and start again. */
export function createTestDesk({ session, url, token, fetch: given, directory: chosen }: DeskOptions) {
  const directory = chosen ?? fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-desk-'));
  const place = { file: path.join(directory, 'replica.db'), key: randomBytes(32).toString('hex') };
  const events: WriterEvent[] = [];
  let crashing: CrashPoint | null = null;
  let passes = 0;
  let isUp = false;
  let status: SyncStatus | null = null;
  let reader: ReadDb | null = null;
  const make = () =>
    createWriterCore({
      onEvent: (event) => {
        events.push(event);
        if (event.kind === 'status') ({ status } = event);
      },
      random: () => 0,
      crashAt: (point) => {
        if (point !== crashing || passes-- > 0) return;
        crashing = null;
        isUp = false;
        throw new Crash(point);
      },
      ...(given ? { fetch: given } : {}),
    });
  let core = make();
  const start = async () => {
    core = make();
    isUp = true;
    const outcome = await core.open(place, session(), { url, token, certificate: null });
    if (!outcome.ok) throw new Error(`The desk did not open: ${outcome.message}`);
    return outcome.notice;
  };
  const db = () => (reader ??= openReader(place));
  const closeReader = () => {
    reader?.close();
    reader = null;
  };
  return {
    place,
    directory,
    events,
    start,
    isUp: () => isUp,
    status: () => status,
    core: () => core,
    db,
    /** Ends the desk as a killed process ends, and starts it again. */
    restart: async () => {
      core.abandon();
      crashing = null;
      closeReader();
      return start();
    },
    /** Ends the writer at a point, after it has passed it so many times. */
    crashNext: (point: CrashPoint, after = 0) => {
      crashing = point;
      passes = after;
    },
    send: async (name: string, args: unknown, id: string | null = null) => {
      try {
        return await core.send(name, args, id);
      } catch (error) {
        if (error instanceof Crash) return null;
        throw error;
      }
    },
    rows: (entity: EntityName): ReadonlyMap<string, AnyRow> => {
      const codec = createRowCodec(syncedEntities.find(({ name }) => name === entity) ?? fail(entity));
      const rows = db()
        .prepare(`SELECT * FROM ${snake(entity)}`)
        .all() as Parameters<typeof codec.fromStored>[0][];
      return new Map(rows.map((row) => [String(row['id']), codec.fromStored(row)]));
    },
    count: (table: string): number => Number(db().prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get()),
    closeReader,
    stop: async () => {
      closeReader();
      await core.close();
      core.abandon();
      if (!chosen) fs.rmSync(directory, { recursive: true, force: true });
    },
  };
}
export type TestDesk = ReturnType<typeof createTestDesk>;

function fail(entity: string): never {
  throw new Error(`${entity} is not synced`);
}

/** Waits until something holds; says what it waited for when it never does. */
export async function until(what: string, holds: () => boolean, patience = 30_000): Promise<void> {
  const end = Date.now() + patience;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`It never came to be: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
