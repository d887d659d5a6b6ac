import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { createCore } from '../../../main/core.ts';
import { openReader } from '../../../main/replica/open.ts';
import { createWriter } from '../../../main/sync/writer.ts';
import type { SyncStatus, WriterEvent } from '../../../main/sync/writer-api.ts';
import { createFileKeychain } from '../../../main/vault/keychain.ts';
import { migrate } from '../../../sync-server/db/migrate.ts';
import { silentLog } from '../../../sync-server/engine/log.ts';
import { runHub, type HubProcess } from '../../support/run-hub.ts';
import { createWorld, password, signIn, type World } from '../../support/world.ts';
import type { BenchContext } from '../bench.ts';

/** A hub in its own process over a tenant with many notes, for desks to sync with. */
export interface DeskBed {
  readonly world: World;
  readonly hub: HubProcess;
  readonly admin: pg.Client;
  readonly databaseUrl: string;
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
    databaseUrl: database.url,
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

/** Adds cases of the first team, for lists and records. */
export async function fillCases(admin: pg.Client, world: World, cases: number): Promise<void> {
  const [kind, priority, category, team] = (['caseKinds', 'priorities', 'caseCategories', 'teams'] as const).map((entity) => world.rows[entity]?.[0]?.id);
  await admin.query(`set session_replication_role = 'replica'`);
  await admin.query(
    `insert into cases (id, tenant_id, created_at, updated_at, accepted_at, version, visible_to, kind_id, priority_id, category_id, team_id, title, status, opened_at, notifications_enabled, custom_fields, tags)
     select ('0191' || lpad(to_hex(n), 8, '0') || '7000' || '8' || substr(md5(n::text), 1, 15))::uuid, $1, now(), now(), now(), 1, array['team:' || $5::text], $2, $3, $4, $5::uuid, 'Case ' || n, 'open', now() - n * interval '1 minute', true, '{}', '{}'
     from generate_series(1::bigint, $6) n`,
    [world.tenantId, kind, priority, category, team, cases],
  );
  await admin.query(`set session_replication_role = 'origin'`);
}

/** A whole desk without a window, signed in. */
export async function makeWholeDesk(context: BenchContext, { world, hub }: DeskBed, name: string) {
  const desk = makeIdleDesk(context, hub.url);
  const outcome = await desk.core.signIn({ subdomain: world.subdomain, email: world.email(name), password });
  if (!outcome.ok) throw new Error(outcome.message);
  return desk;
}

/** A whole desk without a window, to which nobody has signed in. */
export function makeIdleDesk({ directory }: BenchContext, hubUrl: string) {
  const home = path.join(directory, `home-${randomBytes(4).toString('hex')}`);
  fs.mkdirSync(home, { mode: 0o700 });
  const core = createCore({
    home,
    hubUrl,
    keychain: createFileKeychain(path.join(home, 'keychain.key')),
    startWriter: (onEvent) => createWriter({ onEvent }),
    log: { warn: () => {}, error: (where, cause) => process.stderr.write(`${where}: ${String(cause)}\n`) },
  });
  const heard = new Map<number, (message: { readonly kind: string; readonly value?: unknown; readonly outcome?: unknown }) => void>();
  const window = core.connect({
    post: (text) => {
      const message = JSON.parse(text) as { readonly id: number; readonly kind: string };
      heard.get(message.id)?.(message);
    },
  });
  let last = 0;
  const say = (verb: 'query' | 'send' | 'watch', about: string, args: unknown, listener: (message: { readonly kind: string; readonly value?: unknown }) => void) => {
    last += 1;
    heard.set(last, listener);
    window.receive({ verb, id: last, name: about, args });
  };
  const once = (verb: 'query' | 'send', about: string, args: unknown) => new Promise<unknown>((resolve) => say(verb, about, args, resolve));
  return {
    core,
    query: (about: string, args: unknown) => once('query', about, args),
    send: (about: string, args: unknown) => once('send', about, args),
    watch: (about: string, args: unknown, next: (value: unknown) => void) => say('watch', about, args, (message) => message.kind === 'answer' && next(message.value)),
    caughtUp: async () => {
      while (core.status().caughtUpAt === null || core.status().firstSync !== null) await sleep(20);
    },
    close: () => core.stop(),
  };
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
