import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { faultText } from '#domain/kernel/redact.ts';
import { openInBrowser } from './browser/open.ts';
import { createBrowserShell, type BrowserShell } from './browser/server.ts';
import { createCore, type Core, type CoreOptions } from './core.ts';
import { createWriter } from './sync/writer.ts';
import { makePrivateFolder } from './vault/files.ts';
import { createFileKeychain } from './vault/keychain.ts';
import type { Credentials } from './vault/sign-in.ts';

/** Desks of one computer, each with a vault folder and a browser shell of its own. */
export interface Desks {
  readonly desks: readonly (Pick<BrowserShell, 'tokenFile' | 'url'> & { readonly home: string; readonly core: Core })[];
  readonly stop: () => Promise<void>;
}

export interface DesksOptions {
  readonly hubUrl: string;
  readonly home: string;
  readonly desks?: number;
  /** The first desk's port, the others follow; 0 takes free ones, null those of the last start. */
  readonly port?: number | null;
  /** Who is signed in at each desk; those beyond the list wait for somebody. */
  readonly signIn?: readonly Credentials[];
  readonly open?: boolean;
  readonly pages?: string;
  readonly startWriter?: CoreOptions['startWriter'];
  readonly warn?: (line: string) => void;
  readonly argon?: CoreOptions['argon'];
}

const root = resolve(import.meta.dirname, '..');

/** Starts desks in browser shells; a failure stops those that had begun. */
export async function startDesks(options: DesksOptions): Promise<Desks> {
  const { hubUrl, home, desks: count = 1, port = null, signIn = [], open = false, pages = join(root, 'out', 'renderer'), warn = complain } = options;
  makePrivateFolder(home);
  const started: { readonly core: Core; readonly shell: BrowserShell; readonly home: string; readonly close: () => void }[] = [];
  const stop = async () => {
    const stopOne = async ({ shell, core, close }: (typeof started)[number]) => {
      close();
      await shell.stop();
      await core.stop();
    };
    await Promise.all(started.map(stopOne));
  };
  for (let n = 1; n <= count; n++) {
    const own = join(home, `desk-${n}`);
    makePrivateFolder(own);
    const fault = (where: string, cause: unknown) => warn(`desk ${n}: ${where}: ${faultText(cause)}`);
    const core = createCore({
      home: own,
      hubUrl,
      keychain: createFileKeychain(join(own, 'keychain.key')),
      startWriter: options.startWriter ?? ((onEvent, onEnd) => createWriter({ onEvent, onEnd })),
      log: { warn: (line) => warn(`desk ${n}: ${line}`), error: fault },
      ...(options.argon ? { argon: options.argon } : {}),
    });
    try {
      const shell = await createBrowserShell({
        connect: core.connect,
        reaches: core.reaches,
        fault,
        pages,
        tokenFile: join(home, `desk-${n}.token`),
        stateFile: join(own, 'shell.json'),
        port: port ? port + n - 1 : port,
      });
      const close = open ? openInBrowser({ ...shell, page: join(home, `desk-${n}.html`), cannot: warn }) : () => undefined;
      started.push({ core, shell, home: own, close });
    } catch (cause) {
      await core.stop();
      await stop();
      throw cause;
    }
  }
  await Promise.all(started.map(({ core }, at) => signInAt(core, signIn[at], (line) => warn(`desk ${at + 1}: ${line}`))));
  return { desks: started.map(({ core, shell, home: own }) => ({ url: shell.url, tokenFile: shell.tokenFile, home: own, core })), stop };
}

/** Signs somebody in unless the desk is another's by now. */
async function signInAt(core: Core, credentials: Credentials | undefined, warn: (line: string) => void): Promise<void> {
  const { vaults } = core.status();
  if (!credentials || (vaults[0] && vaults[0].email !== credentials.email)) return;
  const outcome = await core.signIn(credentials);
  if (!outcome.ok) warn(`${credentials.email} could not be signed in: ${outcome.message}`);
}

/** The people of the demo tenant, whom a first start shows at work; the password is no secret. */
const demo: readonly Credentials[] = ['amina', 'joao', 'lin', 'sigrid', 'omar', 'irene'].map((name) => ({
  subdomain: 'demo',
  email: `${name}@demo.holdfast.test`,
  password: 'holdfast-demo',
}));

const usage = 'usage: npm run desk -- --hub URL [--home DIR] [--port N] [--desks N] [--headless] [--sign-in FILE]';
const signIns = z.array(z.strictObject({ subdomain: z.string(), email: z.string(), password: z.string() }));
const flags = {
  hub: { type: 'string' },
  home: { type: 'string', default: '.holdfast/desks' },
  port: { type: 'string' },
  desks: { type: 'string', default: '1' },
  headless: { type: 'boolean', default: false },
  demo: { type: 'boolean', default: false },
  /** A file with `[{subdomain, email, password}, …]`: a password on a command line is everybody's. */
  'sign-in': { type: 'string' },
} as const;

async function main(): Promise<void> {
  const { values } = readFlags();
  if (!values.hub) throw new Error(`--hub is missing\n${usage}`);
  const options = z.object({ port: z.coerce.number().int().min(0).max(65_535).optional(), desks: z.coerce.number().int().min(1).max(50) }).safeParse(values);
  if (!options.success) throw new Error(`--${options.error.issues[0]?.path.join('')} must be a whole number in its range\n${usage}`);
  const signIn = values['sign-in'] ? readSignIns(values['sign-in']) : values.demo ? demo : [];
  buildPages();
  const running = await startDesks({ hubUrl: values.hub, home: resolve(values.home), desks: options.data.desks, port: options.data.port ?? null, signIn, open: !values.headless });

  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    running.stop().then(() => process.exit(0), fail);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  // Whoever started this is gone.
  process.on('disconnect', stop);
  for (const { url, tokenFile } of running.desks) process.stdout.write(`desk ready ${url}\n${values.headless ? `  open ${url}/#token=… with the token in ${tokenFile}\n` : ''}`);
}

function readFlags() {
  try {
    return parseArgs({ args: process.argv.slice(2), options: flags });
  } catch (cause) {
    // Its own message goes on for several lines.
    throw new Error(`${cause instanceof Error ? cause.message.split('\n')[0] : String(cause)}\n${usage}`, { cause });
  }
}

function readSignIns(file: string): readonly Credentials[] {
  try {
    return signIns.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new Error(`the file ${file} must hold [{"subdomain", "email", "password"}, …] as JSON`, { cause });
  }
}

/** Builds the interface where nobody has yet. */
function buildPages(): void {
  if (existsSync(join(root, 'out', 'renderer', 'index.html'))) return;
  complain('building the interface, once');
  const built = spawnSync(process.execPath, [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', 'renderer', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (built.status !== 0) throw new Error('the interface could not be built: see the message above');
}

function complain(line: string): void {
  process.stderr.write(`holdfast: ${line}\n`);
}

function fail(cause: unknown): void {
  complain(cause instanceof Error ? cause.message : String(cause));
  process.exit(1);
}

if (import.meta.main) main().catch(fail);
