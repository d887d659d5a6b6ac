import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import type { AddressInfo } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import pg from 'pg';
import type { Logger } from 'pino';
import { createRequestLog } from './api/request-log.ts';
import { redirects } from './api/redirects.ts';
import { apiRoutes } from './api/routes.ts';
import { createAccessNews } from './auth/access.ts';
import { createIdentity } from './auth/identity.ts';
import { authRoutes } from './auth/routes.ts';
import { seizedRoutes } from './auth/seized.ts';
import { drawCaseNumber } from './cases/draw.ts';
import { createNumbers } from './cases/numbers.ts';
import { createCommandService } from './commands/service.ts';
import { effects, startBackground } from './background.ts';
import { checked, type HubConfig, type HubOptions } from './config.ts';
import { migrate } from './db/migrate.ts';
import { claimDatabase, openDatabase } from './db/open.ts';
import { roleUrl } from './db/roles.ts';
import { createShapeEngine } from './engine/engine.ts';
import { createDenials } from './http/denials.ts';
import { createLog } from './http/log.ts';
import { createServer } from './http/server.ts';
import { certificateFor, isLoopback } from './http/tls.ts';
import { createBeyond } from './people/beyond.ts';
import { keepSystemRoles } from './people/upkeep.ts';
import { createRecorder } from './platform/recorder.ts';
import { platformRoutes } from './platform/routes.ts';
import { accessChangesOf } from './shapes/news.ts';
import { createElectricSource } from './shapes/electric-source.ts';
import { createGatekeeper } from './shapes/gatekeeper.ts';
import { engineSource, type ShapeSource } from './shapes/source.ts';
import { createWake } from './shapes/wake.ts';
import { createFileKeeper } from './storage/keep.ts';
import { openFileStore } from './storage/parts/store.ts';
import { storageRoutes } from './storage/routes.ts';
import { withPbx } from './telephony/deeds.ts';
import { createPbxLine } from './telephony/line/line.ts';
import { credentialRoute } from './telephony/line/route.ts';

/** A running hub. */
export interface Hub {
  readonly url: string;
  /** PEM of the certificate by which it proves itself; null on loopback without TLS. */
  readonly certificate: string | null;
  readonly stop: () => Promise<void>;
}

/** What a test may put in the place of the world. */
export interface Surroundings {
  readonly log?: Logger;
  readonly now?: () => number;
}

/** Composes a hub: database, migrations, demo tenant, shapes, HTTP, in this order; a failure undoes what was begun. */
export async function createHub(options: HubOptions, { log: given, now = Date.now }: Surroundings = {}): Promise<Hub> {
  const config = checked(options);
  const log = given ?? createLog(config.logLevel);
  const begun: (() => Promise<unknown> | unknown)[] = [];
  const undo = async () => {
    for (const stop of begun.splice(0).toReversed()) await Promise.resolve(stop()).catch((error: unknown) => log.error({ err: error }, 'a part of the hub did not stop'));
  };
  try {
    return await compose(config, log, now, begun, undo);
  } catch (error) {
    await undo();
    throw error;
  }
}

async function compose(config: HubConfig, log: Logger, now: () => number, begun: (() => Promise<unknown> | unknown)[], undo: () => Promise<void>): Promise<Hub> {
  makeHome(config.home);
  const tls = await certificateFor(config);
  const database = await openDatabase(config, log);
  const claim = await claimDatabase(database.url, config.electricUrl === null ? 'alone' : 'shared', log);
  // Only now: a database that another hub works on is not this one's to stop.
  begun.push(database.stop, claim.release);
  await migrate(database.url, log);
  // Its texts are loaded only where a demo is wanted.
  if (config.demo) await (await import('./demo/seed.ts')).seedDemo(database.url, log);

  const serve = createPool(roleUrl(database.url, 'serve'), 20, log);
  begun.push(() => serve.end());
  const identityPool = createPool(roleUrl(database.url, 'identity'), 5, log);
  begun.push(() => identityPool.end());
  await keepSystemRoles(identityPool, serve);
  const history = await historyOf(identityPool);
  const source = await openSource(config, database.url, history, log);
  begun.push(source.stop);
  const generation = () => createHash('sha256').update(`${history} ${source.generation()}`).digest('hex').slice(0, 32);

  const access = await createAccessNews({ databaseUrl: roleUrl(database.url, 'identity'), log });
  begun.push(access.stop);
  const identity = createIdentity({ identity: identityPool, serve, access, now, generation });
  const files = openFileStore(path.join(config.home, 'storage'));
  const line = createPbxLine({ file: config.pbx ?? path.join(config.home, '..', 'pbx', 'pbx.json'), identity: identityPool, serve, files, log, now });
  begun.push(line.stop);
  // What is done beyond a command's own transaction waits for connections that no command holds.
  const beside = createPool(roleUrl(database.url, 'serve'), 2, log);
  begun.push(() => beside.end());
  const beyond = withPbx(createBeyond({ identity: identityPool, serve: beside }), { line });
  const commands = createCommandService({ pool: serve, log, now, draw: drawCaseNumber, beyond, effects, written: (writes) => accessChangesOf(writes).forEach(access.tell) });
  begun.push(commands.stop);
  begun.push(createRecorder({ identity: identityPool, serve, log, now, home: config.home, isSyncing: source.isHealthy }).stop);
  const wake = createWake({ sessions: identity.sessions, access, lastLsn: source.lastLsn, changedSince: source.changedSince, onTenants: source.follow });
  begun.push(wake.stop);
  source.onNews(wake.publish);
  source.onAccess(access.tell);

  const health = async () => {
    const isReady = await serve.query('select 1').then(
      () => true,
      () => false,
    );
    return { ok: isReady && source.isHealthy(), database: isReady, shapes: source.isHealthy(), desks: wake.connected(), lsn: String(source.lastLsn()) };
  };
  const denials = createDenials({ sessions: identity.sessions, serve, log, now });
  const server = await createServer({
    identity,
    commands,
    leaseNumbers: createNumbers({ pool: serve, now }).lease,
    gatekeeper: createGatekeeper({ upstream: source.upstream, sessions: identity.sessions, access }),
    denials,
    wake,
    health,
    generation,
    now,
    log,
    tls,
    signInsPerMinute: config.signInsPerMinute,
  });
  authRoutes(server, identity, config.signInsPerMinute);
  seizedRoutes(server, { identity, serve, now });
  platformRoutes(server, { identity, pool: identityPool, serve, run: commands.run, health, now });
  const calls = createRequestLog({ serve, log, now });
  begun.push(calls.stop);
  await apiRoutes(server, { sessions: identity.sessions, serve, commands, calls, denials, now, log });
  redirects(server);
  begun.push(createFileKeeper({ store: files, identity: identityPool, serve, log, now }).stop);
  await storageRoutes(server, { store: files, sessions: identity.sessions, serve, commands, now });
  credentialRoute(server, { sessions: identity.sessions, line });
  begun.push(() => server.close());
  const port = await listen(server.server, () => server.listen({ host: config.host, port: config.port }), config);
  const url = `${tls ? 'https' : 'http'}://${nameOf(config.host)}:${port}`;
  const { smtpUrl, mailFrom, publicUrl } = config;
  begun.push(startBackground({ identity: identityPool, serve, log, now, store: files, smtpUrl, mailFrom, address: publicUrl ?? url }).stop);
  return { url, certificate: tls?.cert ?? null, stop: undo };
}

function makeHome(home: string): void {
  try {
    fs.mkdirSync(home, { recursive: true, mode: 0o700 });
    fs.accessSync(home, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK);
  } catch (error) {
    throw new Error(`The folder ${home} cannot be used: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function createPool(connectionString: string, max: number, log: Logger): pg.Pool {
  const pool = new pg.Pool({ connectionString, max, application_name: 'holdfast', statement_timeout: 30_000, idleTimeoutMillis: 60_000, pipeline: true });
  // Who works with a connection when it breaks is told by their own statement; with nobody listening, the hub would fall.
  pool.on('connect', (client) => void client.on('error', () => {}));
  // The pool opens another connection by itself.
  pool.on('error', (error) => log.warn({ err: error }, 'a connection to the database broke'));
  return pool;
}

async function historyOf(identity: pg.Pool): Promise<string> {
  const { rows } = await identity.query<{ value: string }>(`select value from hub_state where name = 'generation'`);
  return rows[0]?.value ?? '';
}

async function openSource(config: HubConfig, databaseUrl: string, history: string, log: Logger): Promise<ShapeSource> {
  if (config.electricUrl !== null) return createElectricSource({ place: { url: config.electricUrl, secret: config.electricSecret }, generation: history, log });
  const directory = path.join(config.home, 'shapes');
  return engineSource(await createShapeEngine({ databaseUrl: roleUrl(databaseUrl, 'replicate'), directory, publication: 'holdfast', slot: config.slot ?? slotOf(config), log }));
}

/** Beside other databases of one Postgres the slot is named after its own. */
function slotOf({ databaseUrl }: HubConfig): string {
  if (databaseUrl === null) return 'holdfast';
  const name = decodeURIComponent(new URL(databaseUrl).pathname.slice(1))
    .toLowerCase()
    .replace(/[^a-z0-9_]/g, '_');
  return name === '' || name === 'holdfast' ? 'holdfast' : `holdfast_${name}`.slice(0, 63);
}

async function listen(server: { readonly address: () => AddressInfo | string | null }, start: () => Promise<unknown>, { host, port }: HubConfig): Promise<number> {
  try {
    await start();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') throw new Error(`Port ${port} on ${host} is in use; choose another with --port.`, { cause: error });
    if (code === 'EACCES') throw new Error(`Port ${port} on ${host} may not be opened by this user; choose another with --port.`, { cause: error });
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') throw new Error(`This computer has no address "${host}"; choose another with --host.`, { cause: error });
    throw error;
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

const nameOf = (host: string) => (host === '0.0.0.0' || host === '::' ? os.hostname() : host.includes(':') ? `[${host}]` : isLoopback(host) ? '127.0.0.1' : host);
