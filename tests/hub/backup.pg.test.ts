import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { entityOf } from '#domain/registry.ts';
import { snake } from '#domain/kernel/names.ts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { announceAs, stateIn } from '../support/hub-files.ts';
import { openFileStore, placeIn } from '../../sync-server/storage/parts/store.ts';
import { readArchive, writeArchive, type Piece } from '../../sync-server/backup/archive.ts';
import { backUp } from '../../sync-server/backup/backup.ts';
import { restore } from '../../sync-server/backup/restore.ts';
import { createHub } from '../../sync-server/app.ts';
import { checked, type HubConfig } from '../../sync-server/config.ts';
import { hashToken } from '../../sync-server/auth/token.ts';
import pino from 'pino';
import { startTestHub, type TestHub } from '../support/start-hub.ts';
import { freshDatabase, type FreshDatabase } from '../support/postgres.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-backup-'));
const file = path.join(folder, 'night.backup');
let hub: TestHub;
let config: HubConfig;
beforeAll(async () => {
  hub = await startTestHub();
  config = checked({ home: hub.home, databaseUrl: hub.database.url, logLevel: 'silent' });
  // The world's made-up files have no bytes.
  await hub.admin.query(`update blobs set upload_state = 'local'`);
  await hub.admin.query(`update contacts set full_name = E'Zoë\\nÅngström \\\\ \\t 林', tags = array['a b', 'c"d', '']`);
});
afterAll(async () => {
  await hub.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function contentOf(url: string): Promise<Readonly<Record<string, unknown>>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const tables = [...Object.values(entityOf).map(({ name }) => snake(name)), 'auth_credentials', 'auth_recovery', 'command_log'];
  const content: Record<string, unknown> = {};
  for (const table of tables)
    content[table] = (await client.query<{ rows: unknown }>(`select jsonb_agg(to_jsonb(t) order by to_jsonb(t)::text) as rows from "${table}" t`)).rows[0]?.rows;
  await client.end();
  return content;
}

const failure = (work: Promise<unknown>) =>
  work.then(
    () => 'it worked',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

test('a backup taken while the hub runs comes back whole into an empty database, with its files; what is missing, and a key that is not the right one, is told', async () => {
  const member = await hub.signIn(hub.alpha, hub.alpha.admin.email);
  const put = async (bytes: Buffer) => {
    const id = await announceAs(hub, member, bytes, {});
    const { status } = await fetch(new URL(`/v1/blobs/${id}`, hub.url), {
      method: 'PUT',
      headers: { authorization: `Bearer ${member.token}` },
      body: bytes as unknown as BodyInit,
    });
    expect([status, await stateIn(hub, id)]).toEqual([204, 'stored']);
    return id;
  };
  const bytes = randomBytes(1_200_000);
  const [kept, empty, lost] = [await put(bytes), await put(Buffer.alloc(0)), await put(randomBytes(10))];
  const storage = path.join(hub.home, 'storage');
  fs.rmSync(placeIn(storage, hub.alpha.id, lost));
  const before = await contentOf(hub.database.url);
  expect(await backUp(config, file)).toMatch(new RegExp(`^backup ready .* \\(\\d+ rows, 2 files\\); 1 files that rows name are not in .*storage: ${lost}$`));
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  expect(fs.readFileSync(file).includes(fs.readFileSync(path.join(storage, 'key')))).toBe(false);

  const elsewhere = path.join(folder, 'elsewhere');
  const own = path.join(elsewhere, 'storage');
  const fresh = await freshDatabase();
  const target = { ...config, home: elsewhere, databaseUrl: fresh.url };
  openFileStore(own);
  expect(await failure(restore(target, file))).toMatch(/^The files of this backup are sealed with another key than .*elsewhere.storage.key\./);
  fs.rmSync(own, { recursive: true });
  expect(await restore(target, file)).toMatch(
    /with 2 files; 1 files that rows name are not in .*: .*; its files are sealed: copy the key .* to .*elsewhere.storage.key before you start; start the hub/,
  );
  expect(await contentOf(fresh.url)).toEqual(before);
  await fresh.drop();
  expect(() => openFileStore(own)).toThrow(/key of the stored files.* is missing/);
  fs.copyFileSync(path.join(storage, 'key'), path.join(own, 'key'));
  const store = openFileStore(own);
  const read = async (id: string) => {
    const parts: Buffer[] = [];
    for await (const part of store.read(hub.alpha.id, id, 0, bytes.length)) parts.push(part);
    return Buffer.concat(parts);
  };
  expect([(await read(kept)).equals(bytes), (await read(empty)).length, await store.sizeOf(hub.alpha.id, lost)]).toEqual([true, 0, null]);
});

test('a database that a hub works on is not restored over', async () => {
  expect(await failure(restore(config, file))).toMatch(/^A hub works on this database/);
  expect((await fetch(`${hub.url}/v1/health`)).status).toBe(200);
});

const whole = () => fs.readFileSync(file);
const withBitTurned = (bytes: Buffer, fromEnd: number) =>
  Buffer.concat([bytes.subarray(0, -fromEnd), Buffer.of((bytes.at(-fromEnd) ?? 0) ^ 1), bytes.subarray(bytes.length - fromEnd + 1)]);
const broken: readonly (readonly [string, () => Buffer, RegExp])[] = [
  ['cut short in the middle', () => whole().subarray(0, whole().length - 300), /is cut short/],
  ['cut after its first line', () => whole().subarray(0, 16), /is cut short/],
  ['changed in one byte', () => withBitTurned(whole(), 40), /damaged|cut short/],
  ['of something else', () => Buffer.from('%PDF-1.7 a letter to the editor'), /is not a backup of a Holdfast hub/],
  ['empty', () => Buffer.alloc(0), /is not a backup of a Holdfast hub/],
];
describe('into a database that has been restored', () => {
  let restored: FreshDatabase;
  let target: HubConfig;
  let before: Readonly<Record<string, unknown>>;
  beforeAll(async () => {
    restored = await freshDatabase();
    target = { ...config, databaseUrl: restored.url };
    await restore(target, file);
    before = await contentOf(restored.url);
  });
  afterAll(() => restored.drop());

  test.each(broken)('a file that is %s is one clear line, and the database stays as it is', async (_name, content, line) => {
    const bad = path.join(folder, 'bad.backup');
    fs.writeFileSync(bad, content());
    const message = await failure(restore(target, bad));
    expect(message).toMatch(line);
    expect(message).not.toContain('\n');
    expect(await contentOf(restored.url)).toEqual(before);
  });

  test('a backup of a newer version, or one whose rows do not fit, changes nothing', async () => {
    const altered = async (alter: (piece: Piece) => Piece) => {
      const bad = path.join(folder, 'altered.backup');
      await writeArchive(
        bad,
        (async function* () {
          for await (const piece of readArchive(file)) yield alter(piece);
        })(),
      );
      return failure(restore(target, bad));
    };
    const newer = await altered((piece) =>
      piece.kind === 'manifest'
        ? { kind: 'manifest', manifest: { ...piece.manifest, migrations: [...piece.manifest.migrations, { number: 9999, name: 'future', checksum: 'x' }] } }
        : piece,
    );
    expect(newer).toMatch(/was made by a newer version \(migration 9999\)/);
    const older = await altered((piece) =>
      piece.kind === 'table' && piece.head.table === 'users' ? { kind: 'table', head: { table: 'users', columns: [...piece.head.columns.slice(0, -1), 'shoe_size'] } } : piece,
    );
    expect(older).toMatch(/there is no users.shoe_size any more/);
    expect(await altered((piece) => (piece.kind === 'rows' ? { kind: 'rows', bytes: piece.bytes.subarray(0, piece.bytes.length - 5) } : piece))).not.toBe('it worked');
    expect(await contentOf(restored.url)).toEqual(before);
  });
});

test('what was signed out, revoked, leased or numbered since a backup stays so, and desks are told of another history', async () => {
  const { token: kept, session } = await hub.signIn(hub.alpha, hub.alpha.north.agent.email);
  const { token: ended } = await hub.signIn(hub.alpha, hub.alpha.north.agent.email);
  const { token: stolen, session: stolenSession } = await hub.signIn(hub.alpha, hub.alpha.south.agent.email);
  await hub.ask(kept, '/v1/numbers/lease', { remaining: {} });
  await backUp(config, file);

  const { token: late } = await hub.signIn(hub.alpha, hub.alpha.admin.email);
  await hub.ask(ended, '/v1/sign-out', {});
  await hub.admin.query(`update devices set status = 'revoked' where id = $1`, [stolenSession.deviceId]);
  const { blocks } = (await (await hub.ask(kept, '/v1/numbers/lease', { remaining: {} })).json()) as {
    readonly blocks: readonly { readonly id: string; readonly toSeq: number }[];
  };
  await hub.admin.query(`update contacts set full_name = 'written after the backup'`);
  await hub.hub.stop();
  await restore(config, file);

  const again = await createHub({ home: hub.home, port: 0, databaseUrl: hub.database.url }, { log: pino({ level: 'silent' }) });
  const ask = (token: string, address = '/v1/session') => fetch(new URL(address, again.url), { headers: { authorization: `Bearer ${token}` } });
  expect((await hub.admin.query(`select 1 from contacts where full_name = 'written after the backup'`)).rowCount).toBe(0);
  const back = await ask(kept);
  expect(back.status).toBe(200);
  expect(((await back.json()) as typeof session).generation).not.toBe(session.generation);
  expect((await ask(late)).status).toBe(200);
  expect((await ask(ended)).status).toBe(401);
  expect((await ask(stolen)).status).toBe(403);
  expect((await hub.admin.query('select 1 from auth_sessions where token_hash = $1', [hashToken(ended)])).rowCount).toBe(0);
  expect((await hub.admin.query('select 1 from number_blocks where id = $1', [blocks[0]?.id])).rowCount).toBe(1);
  const { rows } = await hub.admin.query<{ last_seq: number }>('select last_seq from number_counters where tenant_id = $1', [hub.alpha.id]);
  expect(rows[0]?.last_seq).toBeGreaterThanOrEqual(blocks[0]?.toSeq ?? Infinity);
  const answer = await ask(kept, '/v1/shape?table=contacts&offset=-1');
  expect(JSON.stringify(await answer.json())).not.toContain('written after the backup');
  await again.stop();
});

test('a backup that cannot be written leaves the earlier one alone', async () => {
  const before = fs.readFileSync(file);
  expect(await failure(backUp({ ...config, databaseUrl: 'postgres://nobody:x@127.0.0.1:9/none' }, file))).toMatch(/does not answer/);
  expect(await failure(backUp(config, path.join(folder, 'nowhere', 'x.backup')))).toMatch(/ENOENT/);
  expect(fs.readFileSync(file).equals(before)).toBe(true);
  expect(fs.readdirSync(folder).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
});
