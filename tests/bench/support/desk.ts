import { randomBytes } from 'node:crypto';
import * as path from 'node:path';
import pg from 'pg';
import { openReader } from '../../../main/replica/open.ts';
import { createWriter } from '../../../main/sync/writer.ts';
import type { SyncStatus, WriterEvent } from '../../../main/sync/writer-api.ts';
import { migrate } from '../../../sync-server/db/migrate.ts';
import { silentLog } from '../../../sync-server/engine/log.ts';
import { runHub, type HubProcess } from '../../support/run-hub.ts';
import { createWorld, signIn, type World } from '../../support/world.ts';
import type { BenchContext } from '../bench.ts';

/** A hub in its own process over a tenant with many notes, for desks to sync with. */
export interface DeskBed {
  readonly world: World;
  readonly hub: HubProcess;
  readonly admin: pg.Client;
  readonly close: () => Promise<void>;
}

/** Makes the bed with so many message-sized notes on contacts. */
export async function makeDeskBed(context: BenchContext, notes: number): Promise<DeskBed> {
  const database = await context.database();
  await migrate(database.url, silentLog);
  const world = await createWorld(database.url, [
    { name: 'mary', role: 'owner', teams: ['North'] },
    { name: 'abel', role: 'supervisor', teams: ['North'] },
  ]);
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  context.say(`filling ${notes} notes`);
  await fillNotes(admin, world, notes);
  const home = path.join(context.directory, `hub-${randomBytes(4).toString('hex')}`);
  const hub = await runHub(['--home', home, '--port', '0'], { DATABASE_URL: database.url });
  return {
    world,
    hub,
    admin,
    close: async () => {
      await hub.end();
      await admin.end();
      await database.drop();
    },
  };
}

/** Words of a message: a common few and many rare ones, as people write. */
const vocabulary = Array.from(
  { length: 4000 },
  (_, n) => `${'bcdfghklmnprst'[n % 14]}${'aeiou'[n % 5]}${'lmnrst'[(n >> 2) % 6]}${'aeiou'[(n >> 4) % 5]}${n > 200 ? n.toString(36) : ''}`,
);

async function fillNotes(admin: pg.Client, world: World, notes: number): Promise<void> {
  const word = (place: number) => `w[1 + ((n * ${7919 + place * 104_729} + (n >> 5) * ${place + 3}) % (case when n % ${place + 2} = 0 then 4000 else 200 end))::int]`;
  const body = Array.from({ length: 22 }, (_, place) => word(place)).join(` || ' ' || `);
  await admin.query(`set session_replication_role = 'replica'`);
  await admin.query(
    `insert into notes (id, tenant_id, created_at, updated_at, accepted_at, version, visible_to, subject_type, subject_id, body, is_internal, is_pinned, mentions)
     select ('0190' || lpad(to_hex(n), 8, '0') || '7000' || '8' || substr(md5(n::text), 1, 15))::uuid, $1, now(), now(), now(), 1, array['tenant'], 'contacts', $1, ${body}, true, false, '{}'
     from generate_series(1::bigint, $2) n, (select $3::text[] as w) words`,
    [world.tenantId, notes, vocabulary],
  );
  await admin.query(`set session_replication_role = 'origin'`);
  await admin.query('analyze notes');
}

/** A writer thread over a new replica. */
export interface BenchDesk {
  readonly place: { readonly file: string; readonly key: string };
  readonly writer: ReturnType<typeof createWriter>;
  readonly status: () => SyncStatus | null;
  readonly onEvent: (listener: (event: WriterEvent) => void) => void;
  readonly reader: () => ReturnType<typeof openReader>;
  readonly open: () => Promise<void>;
  readonly caughtUp: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A desk of a member, signed in and not yet open. */
export async function makeBenchDesk(context: BenchContext, { world, hub }: DeskBed, name: string): Promise<BenchDesk> {
  const { token, session } = await signIn(hub.url, world, name, `${name}-${randomBytes(4).toString('hex')}`);
  const place = { file: path.join(context.directory, `desk-${randomBytes(4).toString('hex')}.db`), key: randomBytes(32).toString('hex') };
  const listeners: ((event: WriterEvent) => void)[] = [];
  let status: SyncStatus | null = null;
  const writer = createWriter({
    onEvent: (event) => {
      if (event.kind === 'status') ({ status } = event);
      for (const listener of listeners) listener(event);
    },
  });
  return {
    place,
    writer,
    status: () => status,
    onEvent: (listener) => void listeners.push(listener),
    reader: () => openReader(place),
    open: async () => {
      const outcome = await writer.open(place, session, { url: hub.url, token, certificate: null });
      if (!outcome.ok) throw new Error(outcome.message);
    },
    caughtUp: () =>
      new Promise((resolve) => {
        listeners.push((event) => {
          if (event.kind === 'status' && event.status.caughtUpAt !== null && event.status.firstSync === null) resolve();
        });
      }),
    close: async () => {
      await writer.close();
      await writer.stop();
    },
  };
}
